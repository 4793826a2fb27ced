import type { Changes, Scale, StudyDefinition } from '../contract/configuration';
import type { StudySummary } from '../contract/studies';
import { statement, type ReadableDatabase, type WritableDatabase } from './database';

export interface NewStudy {
  id: string;
  definition: StudyDefinition;
  scale: Scale;
  seeds: number[];
  /** The arms that are run, in their order. */
  arms: { name: string; label: string }[];
  changes: Changes;
  createdAt: number;
}

export function insertStudy(db: WritableDatabase, study: NewStudy): void {
  const { definition } = study;
  statement(
    db,
    `INSERT INTO studies (id, name, title, question, scale, seeds, arms, definition, changes, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    study.id,
    definition.name,
    definition.title,
    definition.question,
    study.scale,
    JSON.stringify(study.seeds),
    JSON.stringify(study.arms),
    JSON.stringify(definition),
    JSON.stringify(study.changes),
    study.createdAt,
  );
}

/** All studies, newest first. */
export function listStudies(db: ReadableDatabase): StudySummary[] {
  return statement<[], StudyRow>(db, `${selectStudies} ORDER BY created_at DESC, rowid DESC`).all().map(toSummary);
}

export function getStudy(db: ReadableDatabase, id: string): StudySummary | null {
  const row = statement<[string], StudyRow>(db, `${selectStudies} WHERE id = ?`).get(id);
  return row ? toSummary(row) : null;
}

interface StudyRow {
  id: string;
  name: string;
  title: string;
  question: string;
  scale: Scale;
  seeds: string;
  arms: string;
  created_at: number;
  /** [id, status] of each run, in the order in which they were added. */
  runs: string;
}

const selectStudies = `
  SELECT id, name, title, question, scale, seeds, arms, created_at,
    (SELECT json_group_array(json_array(runs.id, status) ORDER BY runs.rowid)
     FROM runs WHERE study_id = studies.id) AS runs
  FROM studies`;

function toSummary(row: StudyRow): StudySummary {
  const runs = JSON.parse(row.runs) as [string, string][];
  const counts: Record<string, number> = {};
  for (const [, status] of runs) counts[status] = (counts[status] ?? 0) + 1;
  return {
    id: row.id,
    name: row.name,
    title: row.title,
    question: row.question,
    scale: row.scale,
    seeds: JSON.parse(row.seeds) as number[],
    arms: JSON.parse(row.arms) as { name: string; label: string }[],
    createdAt: row.created_at,
    runIds: runs.map(([id]) => id),
    counts,
  };
}
