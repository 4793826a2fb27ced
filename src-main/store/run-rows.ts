import type { RunConfiguration } from '../contract/configuration';
import type { RunFilter } from '../contract/run-list';
import type { RunDetail, RunStatus, RunSummary } from '../contract/runs';
import type { TrainingEnvironment } from '../contract/training';
import { listCheckpoints } from './checkpoints';
import { statement, type ReadableDatabase } from './database';
import { seriesOfRuns, type SeriesSummary } from './metrics';
import { listNotices } from './notices';

/** Runs that are archived or that are not, newest study first, in the order in which they were queued. */
export function listRuns(db: ReadableDatabase, { archived, part }: RunFilter): RunSummary[] {
  const rows = statement<[number, number, number], RunRow>(
    db,
    `${selectRuns} WHERE archived = ? ORDER BY runs.created_at DESC, runs.rowid LIMIT ? OFFSET ?`,
  ).all(archived ? 1 : 0, part?.count ?? -1, part?.first ?? 0);
  return summaries(db, rows);
}

/** The runs of these ids, in any order; unknown ones are left out. */
export function getRuns(db: ReadableDatabase, ids: readonly string[]): RunSummary[] {
  const rows = statement<[string], RunRow>(db, `${selectRuns} WHERE runs.id IN (SELECT value FROM json_each(?))`).all(
    JSON.stringify(ids),
  );
  return summaries(db, rows);
}

/** All runs of a study in the order of its arms and seeds. */
export function runsOfStudy(db: ReadableDatabase, studyId: string): RunSummary[] {
  const rows = statement<[string], RunRow>(db, `${selectRuns} WHERE study_id = ? ORDER BY color_index, seed`).all(
    studyId,
  );
  return summaries(db, rows);
}

/** All that is known of a run; `folder` is filled in by whoever knows where runs keep their files. */
export function getRunDetail(db: ReadableDatabase, id: string): Omit<RunDetail, 'folder'> | null {
  const row = statement<[string], RunRow & DetailRow>(db, `${selectDetail} WHERE runs.id = ?`).get(id);
  if (!row) return null;
  return {
    ...summaries(db, [row])[0]!,
    configuration: JSON.parse(row.configuration) as RunConfiguration,
    environment: row.environment === null ? null : (JSON.parse(row.environment) as TrainingEnvironment),
    parameters: row.parameters,
    receptiveField: row.receptive_field,
    dataHash: row.data_hash,
    checkpoints: listCheckpoints(db, id),
    notices: listNotices(db, id),
  };
}

/** What a figure says of where a run comes from. */
export interface RunOrigin {
  configurationHash: string;
  programVersion: string;
}

export function getRunOrigin(db: ReadableDatabase, id: string): RunOrigin | null {
  return (
    statement<[string], RunOrigin>(
      db,
      'SELECT configuration_hash AS configurationHash, program_version AS programVersion FROM runs WHERE id = ?',
    ).get(id) ?? null
  );
}

/** By it another process sees whether a run has changed, and whether points of it were deleted. */
export interface RunRevision {
  revision: number;
  cuts: number;
}

/** The revision of every run, by id. */
export function runRevisions(db: ReadableDatabase): Map<string, RunRevision> {
  const rows = statement<[], RunRevision & { id: string }>(db, 'SELECT id, revision, cuts FROM runs').all();
  return new Map(rows.map(({ id, ...revision }) => [id, revision]));
}

/** Ids of all runs whose id begins so. */
export function findRuns(db: ReadableDatabase, prefix: string): string[] {
  const sql = 'SELECT id FROM runs WHERE substr(id, 1, ?) = ? ORDER BY created_at';
  return statement<[number, string], { id: string }>(db, sql)
    .all(prefix.length, prefix)
    .map(({ id }) => id);
}

interface RunRow {
  id: string;
  name: string;
  study_id: string;
  study_name: string;
  study_title: string;
  arm: string;
  arm_label: string;
  scale: string;
  seed: number;
  status: RunStatus;
  reason: string | null;
  archived: number;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
  training_time: number;
  step: number;
  max_steps: number;
  epoch: number;
  steps_per_second: number;
  seconds_left: number;
  monitored_horizon: number;
  color_index: number;
  title: string | null;
  tags: string;
  notes: string;
  configuration_hash: string;
  device: string | null;
  queue_position: number;
}

interface DetailRow {
  configuration: string;
  environment: string | null;
  parameters: number | null;
  receptive_field: number | null;
  data_hash: string | null;
}

const columns = `runs.id, runs.name, study_id, studies.name AS study_name, studies.title AS study_title, arm, arm_label, scale,
  seed, status, reason, archived, runs.created_at, started_at, ended_at, training_time, step, max_steps, epoch,
  steps_per_second, seconds_left, monitored_horizon, color_index, runs.title, tags, notes, configuration_hash,
  environment ->> '$.deviceName' AS device, queue_position`;
const selectRuns = `SELECT ${columns} FROM runs JOIN studies ON studies.id = study_id`;
const selectDetail = `SELECT ${columns}, configuration, environment, parameters, receptive_field, data_hash
  FROM runs JOIN studies ON studies.id = study_id`;

const resumable: readonly RunStatus[] = ['stopped', 'interrupted', 'failed'];

function summaries(db: ReadableDatabase, rows: RunRow[]): RunSummary[] {
  const series = seriesOfRuns(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => toSummary(row, series.get(row.id)!));
}

function toSummary(row: RunRow, series: SeriesSummary[]): RunSummary {
  const best = series.find(({ key }) => key === `validationAccuracy@${row.monitored_horizon}`)?.max;
  return {
    id: row.id,
    name: row.name,
    title: row.title,
    tags: JSON.parse(row.tags) as string[],
    notes: row.notes,
    configurationHash: row.configuration_hash,
    studyId: row.study_id,
    studyName: row.study_name,
    studyTitle: row.study_title,
    arm: row.arm,
    armLabel: row.arm_label,
    scale: row.scale,
    seed: row.seed,
    status: row.status,
    reason: row.reason,
    archived: row.archived === 1,
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    trainingTime: row.training_time,
    progress: {
      step: row.step,
      maxSteps: row.max_steps,
      epoch: row.epoch,
      stepsPerSecond: row.steps_per_second,
      secondsLeft: row.seconds_left,
    },
    best: best ? { ...best, horizon: row.monitored_horizon } : null,
    latest: Object.fromEntries(series.map(({ key, lastValue }) => [key, lastValue])),
    extremes: Object.fromEntries(series.map(({ key, lastStep, min, max }) => [key, { lastStep, min, max }])),
    device: row.device,
    queuePosition: row.status === 'queued' ? row.queue_position : null,
    colorIndex: row.color_index,
    canResume: resumable.includes(row.status),
  };
}
