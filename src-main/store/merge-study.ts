import { bundleRows, type BundleTable } from '../contract/bundle';
import { UserError } from '../contract/errors';
import { transaction, type ReadableDatabase, type WritableDatabase } from './database';

/** Ids of what a staged study holds and the store does not; what is in both is the same. */
export interface StudyAdditions {
  datasets: string[];
  studies: string[];
  runs: string[];
  generations: string[];
  figures: string[];
  evaluations: string[];
}

export interface MergeOptions {
  /** File of the store that holds the staged study alone. */
  staged: string;
  /** Puts the files of what is added in their places: just before all of it is committed. */
  placeFiles: (added: StudyAdditions) => void;
}

/**
 * Adds the study of a staged store in one transaction; what is there already is left out. Names and notes that a person
 * gave a run stay as they are here. Throws a UserError, and adds nothing, where something of the same id differs.
 */
export function mergeStudy(db: WritableDatabase, { staged, placeFiles }: MergeOptions): StudyAdditions {
  db.prepare('ATTACH ? AS staged').run(staged);
  try {
    // Comparing may take seconds for a study that is here: it is done before the lock is held where nobody else writes.
    const version = dataVersion(db);
    let additions = compare(db);
    transaction(db, () => {
      if (dataVersion(db) !== version) additions = compare(db);
      insert(db, additions);
      placeFiles(additions);
    });
    return additions;
  } finally {
    db.exec('DETACH staged');
  }
}

/** What has an id of its own: its tables, and the columns by which a person may have changed it here. */
const things = {
  datasets: { word: 'dataset', tables: [], ownColumns: ['name', 'created_at'] },
  studies: { word: 'study', tables: [], ownColumns: [] },
  runs: {
    word: 'run',
    tables: ['points', 'checkpoints', 'forecasts', 'forecast_curves', 'notices'],
    ownColumns: ['archived', 'title', 'tags', 'notes'],
  },
  generations: { word: 'generation', tables: [], ownColumns: [] },
  figures: { word: 'figure', tables: [], ownColumns: [] },
  evaluations: { word: 'evaluation', tables: [], ownColumns: [] },
} as const satisfies Record<
  keyof StudyAdditions,
  { word: string; tables: readonly BundleTable[]; ownColumns: readonly string[] }
>;

function compare(db: ReadableDatabase): StudyAdditions {
  const ids = (sql: string) => db.prepare<[], string>(sql).pluck().all();
  const additions: StudyAdditions = {
    datasets: [],
    studies: [],
    runs: [],
    generations: [],
    figures: [],
    evaluations: [],
  };
  for (const [table, { word, tables, ownColumns }] of Object.entries(things) as [
    keyof StudyAdditions,
    (typeof things)[keyof StudyAdditions],
  ][]) {
    additions[table] = ids(`SELECT id FROM staged.${table} WHERE id NOT IN (SELECT id FROM main.${table})`);
    for (const id of ids(`SELECT id FROM staged.${table} WHERE id IN (SELECT id FROM main.${table})`)) {
      const columns = columnsOf(table).filter((name) => !(ownColumns as readonly string[]).includes(name));
      const same =
        sameRows(db, id, (schema) => `SELECT ${columns.join(', ')} FROM ${schema}.${table} WHERE id = @id`) &&
        tables.every((part) => sameRows(db, id, (schema) => partOfRun(schema, part)));
      if (!same) throw differs(word, id);
    }
  }
  return additions;
}

function differs(word: string, id: string): UserError {
  return new UserError(
    `There is a ${word} ${id} here already, with other content; nothing was imported.`,
    `Import into another data folder (--data-dir), or delete the ${word} that is here first.`,
  );
}

/** Whether a query gives the same rows, of whatever order, in the staged store as here. */
function sameRows(db: ReadableDatabase, id: string, query: (schema: 'main' | 'staged') => string): boolean {
  const without = (a: 'main' | 'staged', b: 'main' | 'staged') =>
    db.prepare(`SELECT 1 FROM (${query(a)} EXCEPT ${query(b)}) LIMIT 1`).get({ id }) === undefined;
  return without('staged', 'main') && without('main', 'staged');
}

function partOfRun(schema: 'main' | 'staged', table: BundleTable): string {
  if (table !== 'points') return `SELECT ${columnsOf(table).join(', ')} FROM ${schema}.${table} WHERE run_id = @id`;
  return `SELECT key, step, wall_time, value FROM ${schema}.points
    JOIN ${schema}.series ON series.id = points.series_id WHERE run_id = @id`;
}

function insert(db: WritableDatabase, additions: StudyAdditions): void {
  const copy = (table: BundleTable, column: 'id' | 'run_id', ids: readonly string[]) => {
    const columns = columnsOf(table).join(', ');
    const extra = table === 'runs' ? ', queue_position' : '';
    db.prepare(
      `INSERT INTO main.${table} (${columns}${extra}) SELECT ${columns}${extra} FROM staged.${table}
       WHERE ${column} IN (SELECT value FROM json_each(?)) ORDER BY rowid`,
    ).run(JSON.stringify(ids));
  };
  for (const id of additions.datasets) copyDataset(db, id);
  copy('studies', 'id', additions.studies);
  copy('runs', 'id', additions.runs);
  copySeries(db, additions.runs);
  for (const table of things.runs.tables) if (table !== 'points') copy(table, 'run_id', additions.runs);
  for (const table of ['generations', 'figures', 'evaluations'] as const) copy(table, 'id', additions[table]);
}

/** Other data may have its name here: then it gets a number. */
function copyDataset(db: WritableDatabase, id: string): void {
  const taken = new Set(db.prepare<[], string>('SELECT name FROM main.datasets').pluck().all());
  const given = db.prepare<[string], string>('SELECT name FROM staged.datasets WHERE id = ?').pluck().get(id)!;
  let name = given;
  for (let number = 2; taken.has(name); number += 1) name = `${given.slice(0, 70)} (${number})`;
  db.prepare(
    `INSERT INTO main.datasets (id, name, kind, definition, created_at)
     SELECT id, ?, kind, definition, created_at FROM staged.datasets WHERE id = ?`,
  ).run(name, id);
}

/** Series have other numbers here. */
function copySeries(db: WritableDatabase, runIds: readonly string[]): void {
  const summary = 'run_id, key, points, last_step, last_value, min_step, min_value, max_step, max_value';
  db.prepare(
    `INSERT INTO main.series (${summary}) SELECT ${summary} FROM staged.series
     WHERE run_id IN (SELECT value FROM json_each(?)) ORDER BY id`,
  ).run(JSON.stringify(runIds));
  db.prepare(
    `INSERT INTO main.points (series_id, step, wall_time, value)
     SELECT here.id, step, wall_time, value FROM staged.points
     JOIN staged.series AS there ON there.id = series_id
     JOIN main.series AS here ON here.run_id = there.run_id AND here.key = there.key
     WHERE there.run_id IN (SELECT value FROM json_each(?)) ORDER BY here.id, step`,
  ).run(JSON.stringify(runIds));
}

function columnsOf(table: BundleTable): string[] {
  return Object.keys(bundleRows[table].shape);
}

function dataVersion(db: ReadableDatabase): number {
  return db.pragma('main.data_version', { simple: true }) as number;
}
