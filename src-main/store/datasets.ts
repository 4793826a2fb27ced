import type { DatasetSummary, OwnDataset } from '../contract/own-data';
import { statement, type ReadableDatabase, type WritableDatabase } from './database';

/** All imported datasets, the newest first. */
export function listDatasets(db: ReadableDatabase): DatasetSummary[] {
  return statement<[], DatasetRow>(db, 'SELECT * FROM datasets ORDER BY created_at DESC, id').all().map(summaryOf);
}

/** Adds a dataset under its name; one that is there already keeps its row and gets the name. Throws when another has it. */
export function saveDataset(db: WritableDatabase, { dataset, name, createdAt }: Omit<DatasetSummary, 'id'>): void {
  statement(
    db,
    `INSERT INTO datasets (id, name, kind, definition, created_at) VALUES (@id, @name, @kind, @definition, @createdAt)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name`,
  ).run({ id: dataset.id, name, kind: dataset.kind, definition: JSON.stringify(dataset), createdAt });
}

export function deleteDataset(db: WritableDatabase, id: string): void {
  statement(db, 'DELETE FROM datasets WHERE id = ?').run(id);
}

/** Runs whose configuration refers to a dataset, archived ones included. */
export function runsOnDataset(db: ReadableDatabase, id: string): number {
  return statement<[string, string], { runs: number }>(
    db,
    `SELECT COUNT(*) AS runs FROM runs
     WHERE json_extract(configuration, '$.data.dataset') = ? OR json_extract(configuration, '$.data.set.dataset') = ?`,
  ).get(id, id)!.runs;
}

interface DatasetRow {
  id: string;
  name: string;
  definition: string;
  created_at: number;
}

function summaryOf({ id, name, definition, created_at }: DatasetRow): DatasetSummary {
  return { id, name, createdAt: created_at, dataset: JSON.parse(definition) as OwnDataset };
}
