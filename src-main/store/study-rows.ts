import { bundleRows, type BundleTable } from '../contract/bundle';
import { statement, type ReadableDatabase, type WritableDatabase } from './database';
import { openSeries } from './metrics';
import { tableColumns } from './tables';

/** A row as a bundle holds it: columns by name, JSON columns as what they say. */
export type BundleRow = Readonly<Record<string, unknown>>;

/** The rows of a study in one table, without what belongs to this machine; always in the same order. */
export function* rowsOfStudy(db: ReadableDatabase, table: BundleTable, studyId: string): Generator<BundleRow> {
  if (table === 'points') return yield* pointsOfStudy(db, studyId);
  const columns = Object.keys(bundleRows[table].shape);
  const json = jsonColumns(db, table);
  const { where, order } = places[table];
  const sql = `SELECT ${columns.join(', ')} FROM ${table} WHERE ${where} ORDER BY ${order}`;
  for (const row of statement<[string], Record<string, unknown>>(db, sql).iterate(studyId)) {
    for (const name of json) {
      if (typeof row[name] === 'string') row[name] = JSON.parse(row[name]);
    }
    yield row;
  }
}

/** Adds a row to an empty store of its own; the types of its columns have been checked. */
export function insertStudyRow(db: WritableDatabase, table: BundleTable, row: BundleRow): void {
  if (table === 'points') return insertSeriesPoints(db, row as unknown as PointsRow);
  const columns = Object.keys(bundleRows[table].shape);
  const json = jsonColumns(db, table);
  const given: Record<string, unknown> = Object.fromEntries(
    columns.map((name) => [name, json.has(name) && row[name] !== null ? JSON.stringify(row[name]) : row[name]]),
  );
  // Where it stands in the queue belongs to the machine that has one.
  const others = table === 'runs' ? ', queue_position' : '';
  const sql = `INSERT INTO ${table} (${columns.join(', ')}${others})
    VALUES (${columns.map((name) => `@${name}`).join(', ')}${others && ', 0'})`;
  statement(db, sql).run(given);
}

interface PointsRow {
  run_id: string;
  key: string;
  points: [step: number, wallTime: number, value: number | string | null][];
}

/** Points of one line. */
const pointsAtOnce = 4096;

const ofRuns = 'run_id IN (SELECT id FROM runs WHERE study_id = ?)';
/** The imported data that a run saw, series or images; null of other data. */
const datasetOfRun =
  "coalesce(json_extract(configuration, '$.data.dataset'), json_extract(configuration, '$.data.set.dataset'))";
const places: Record<Exclude<BundleTable, 'points'>, { where: string; order: string }> = {
  datasets: { where: `id IN (SELECT ${datasetOfRun} FROM runs WHERE study_id = ?)`, order: 'id' },
  studies: { where: 'id = ?', order: 'id' },
  runs: { where: 'study_id = ?', order: 'color_index, seed, id' },
  checkpoints: { where: ofRuns, order: 'run_id, step, file' },
  forecasts: { where: ofRuns, order: 'run_id, step' },
  forecast_curves: { where: ofRuns, order: 'run_id, step, curve' },
  generations: { where: ofRuns, order: 'created_at, id' },
  notices: { where: ofRuns, order: 'id' },
  figures: { where: 'study_id = ?', order: 'created_at, id' },
  evaluations: { where: ofRuns, order: 'created_at, id' },
};

function* pointsOfStudy(db: ReadableDatabase, studyId: string): Generator<BundleRow> {
  const series = statement<[string], { id: number; run_id: string; key: string }>(
    db,
    `SELECT id, run_id, key FROM series WHERE ${ofRuns} ORDER BY run_id, key`,
  ).all(studyId);
  const next = db
    .prepare<[number, number, number], PointsRow['points'][number]>(
      'SELECT step, wall_time, value FROM points WHERE series_id = ? AND step > ? ORDER BY step LIMIT ?',
    )
    .raw();
  for (const { id, run_id, key } of series) {
    for (let after = -1; ;) {
      const points = next.all(id, after, pointsAtOnce);
      if (points.length > 0) yield { run_id, key, points: points.map(withoutInfinity) };
      if (points.length < pointsAtOnce) break;
      after = points.at(-1)![0];
    }
  }
}

function withoutInfinity([step, wallTime, value]: PointsRow['points'][number]): PointsRow['points'][number] {
  return [step, wallTime, typeof value === 'number' && !Number.isFinite(value) ? String(value) : value];
}

function insertSeriesPoints(db: WritableDatabase, { run_id, key, points }: PointsRow): void {
  const id = openSeries(db, run_id, { key, step: points[0]![0] });
  const insert = statement(db, 'INSERT INTO points (series_id, step, wall_time, value) VALUES (?, ?, ?, ?)');
  for (const [step, wallTime, value] of points) insert.run(id, step, wallTime, value === null ? null : Number(value));
}

function jsonColumns(db: ReadableDatabase, table: BundleTable): Set<string> {
  let known = jsonNames.get(table);
  if (!known) {
    known = new Set(
      tableColumns(db, table)
        .filter(({ json }) => json)
        .map(({ name }) => name),
    );
    jsonNames.set(table, known);
  }
  return known;
}

const jsonNames = new Map<BundleTable, Set<string>>();
