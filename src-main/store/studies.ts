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
  return statement<[], StudyRow>(db, `${selectStudies} GROUP BY studies.id ORDER BY created_at DESC, studies.id`)
    .all()
    .map(toSummary);
}

export function getStudy(db: ReadableDatabase, id: string): StudySummary | null {
  const row = statement<[string], StudyRow>(db, `${selectStudies} WHERE studies.id = ? GROUP BY studies.id`).get(id);
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
  /** [id, status] of each run, in the order of the queue; [null, null] without runs. */
  runs: string;
}

const selectStudies = `
  SELECT studies.id, studies.name, title, question, scale, seeds, studies.arms, studies.created_at,
    json_group_array(json_array(runs.id, runs.status)) AS runs
  FROM studies LEFT JOIN (SELECT * FROM runs ORDER BY created_at, queue_position) AS runs ON runs.study_id = studies.id`;

function toSummary(row: StudyRow): StudySummary {
  const runs = (JSON.parse(row.runs) as [string | null, string][]).filter(([id]) => id !== null);
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
    runIds: runs.map(([id]) => id!),
    counts,
  };
}
