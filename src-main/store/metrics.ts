import type { MetricPoint, MetricSeries } from '../contract/metrics';
import { downsampleIndices } from '../math/downsampling';
import { statement, type ReadableDatabase, type WritableDatabase } from './database';

/** What is known of a series without reading its points; kept up to date as points are added. */
export interface SeriesSummary {
  key: string;
  points: number;
  lastStep: number;
  /** NaN when the last value is not a number. */
  lastValue: number;
  /** First step of the least and of the greatest value; null when there is no finite one. */
  min: { step: number; value: number } | null;
  max: { step: number; value: number } | null;
}

/**
 * Adds points to the series of a run. A point at a step that its series has already is left out, so a repeated message
 * does no harm. Gives the points that are new.
 */
export function insertPoints(db: WritableDatabase, runId: string, points: readonly MetricPoint[]): MetricPoint[] {
  const insert = statement(
    db,
    'INSERT INTO points (series_id, step, wall_time, value) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const ids = new Map<string, number>();
  const added: MetricPoint[] = [];
  for (const point of points) {
    let id = ids.get(point.key);
    if (id === undefined) ids.set(point.key, (id = openSeries(db, runId, point)));
    if (insert.run(id, point.step, point.wallTime, point.value).changes === 0) continue;
    statement(db, extendSeries).run({ id, step: point.step, value: point.value });
    added.push(point);
  }
  return added;
}

/** Number of a run's series; a new one begins where there is none of this key. */
export function openSeries(
  db: WritableDatabase,
  runId: string,
  { key, step }: Pick<MetricPoint, 'key' | 'step'>,
): number {
  const known = findSeries(db, runId, key);
  if (known !== undefined) return known;
  const insert = statement(db, 'INSERT INTO series (run_id, key, points, last_step) VALUES (?, ?, 0, ?)');
  return Number(insert.run(runId, key, step).lastInsertRowid);
}

/** Every series of each of the runs. */
export function seriesOfRuns(db: ReadableDatabase, runIds: readonly string[]): Map<string, SeriesSummary[]> {
  const result = new Map<string, SeriesSummary[]>(runIds.map((id) => [id, []]));
  const rows = statement<[string], SeriesRow>(
    db,
    `SELECT run_id, key, points, last_step, last_value, min_step, min_value, max_step, max_value
     FROM series WHERE run_id IN (SELECT value FROM json_each(?)) ORDER BY key`,
  ).all(JSON.stringify(runIds));
  for (const row of rows) result.get(row.run_id)!.push(toSeriesSummary(row));
  return result;
}

/** Points of one series, ascending by step, down-sampled to at most `maxPoints` of them with all extremes kept. */
export function readSeries(db: ReadableDatabase, runId: string, key: string, maxPoints: number): MetricSeries | null {
  const id = findSeries(db, runId, key);
  if (id === undefined) return null;
  const rows = pointsAfter(db, id, -1);
  const step = rows.map((row) => row[0]);
  const value = rows.map((row) => row[2] ?? NaN);
  const chosen = downsampleIndices(step, value, Math.max(4, maxPoints));
  return {
    runId,
    key,
    step: chosen.map((index) => step[index]!),
    wallTime: chosen.map((index) => rows[index]![1]),
    value: chosen.map((index) => value[index]!),
    total: rows.length,
  };
}

/** The value of a series at a step, or null where it has none. */
export function valueAt(db: ReadableDatabase, runId: string, key: string, step: number): number | null {
  const row = statement<[string, string, number], { value: number | null }>(
    db,
    `SELECT value FROM points JOIN series ON series.id = series_id WHERE run_id = ? AND key = ? AND step = ?`,
  ).get(runId, key, step);
  return row?.value ?? null;
}

/** Points of a run's series after the step that is given for each key (all of a key that is not given). */
export function pointsSince(
  db: ReadableDatabase,
  runId: string,
  lastSteps: ReadonlyMap<string, number>,
): MetricPoint[] {
  const series = statement<[string], { id: number; key: string; last_step: number }>(
    db,
    'SELECT id, key, last_step FROM series WHERE run_id = ?',
  ).all(runId);
  return series.flatMap(({ id, key, last_step }) => {
    const seen = lastSteps.get(key) ?? -1;
    if (last_step <= seen) return [];
    return pointsAfter(db, id, seen).map(([step, wallTime, value]) => ({ key, step, wallTime, value: value ?? NaN }));
  });
}

/** All points of a run, series by series, as they are read: a long training has millions. */
export function* pointsOfRun(db: ReadableDatabase, runId: string): Generator<MetricPoint> {
  const series = statement<[string], { id: number; key: string }>(
    db,
    'SELECT id, key FROM series WHERE run_id = ? ORDER BY key',
  ).all(runId);
  const points = db
    .prepare<[number], [number, number, number | null]>(
      'SELECT step, wall_time, value FROM points WHERE series_id = ? ORDER BY step',
    )
    .raw();
  for (const { id, key } of series) {
    for (const [step, wallTime, value] of points.iterate(id)) yield { key, step, wallTime, value: value ?? NaN };
  }
}

/** Deletes the points of a run after a step; gives how many. */
export function cutPoints(db: WritableDatabase, runId: string, step: number): number {
  const { changes } = statement(
    db,
    'DELETE FROM points WHERE step > ? AND series_id IN (SELECT id FROM series WHERE run_id = ? AND last_step > ?)',
  ).run(step, runId, step);
  statement(
    db,
    'DELETE FROM series WHERE run_id = ? AND NOT EXISTS (SELECT 1 FROM points WHERE series_id = series.id)',
  ).run(runId);
  summarizeSeries(db, runId, step);
  return changes;
}

/** Reads the summaries of a run's series with points after a step from the points that are there. */
export function summarizeSeries(db: WritableDatabase, runId: string, step = -1): void {
  statement(db, summarizeAgain).run(runId, step);
}

const seriesColumns = (row: string) => `(SELECT ${row} FROM points WHERE series_id = series.id`;
const finite = 'value IS NOT NULL';

const summarizeAgain = `
  UPDATE series SET
    points = ${seriesColumns('count(*)')}),
    (last_step, last_value) = ${seriesColumns('step, value')} ORDER BY step DESC LIMIT 1),
    (min_step, min_value) = ${seriesColumns('step, value')} AND ${finite} ORDER BY value, step LIMIT 1),
    (max_step, max_value) = ${seriesColumns('step, value')} AND ${finite} ORDER BY value DESC, step LIMIT 1)
  WHERE run_id = ? AND last_step > ?`;

const isLeast = '@value IS NOT NULL AND (min_value IS NULL OR @value < min_value)';
const isGreatest = '@value IS NOT NULL AND (max_value IS NULL OR @value > max_value)';
const extendSeries = `
  UPDATE series SET
    points = points + 1,
    last_value = CASE WHEN @step >= last_step THEN @value ELSE last_value END,
    last_step = max(last_step, @step),
    min_step = CASE WHEN ${isLeast} THEN @step ELSE min_step END,
    min_value = CASE WHEN ${isLeast} THEN @value ELSE min_value END,
    max_step = CASE WHEN ${isGreatest} THEN @step ELSE max_step END,
    max_value = CASE WHEN ${isGreatest} THEN @value ELSE max_value END
  WHERE id = @id`;

interface SeriesRow {
  run_id: string;
  key: string;
  points: number;
  last_step: number;
  last_value: number | null;
  min_step: number | null;
  min_value: number | null;
  max_step: number | null;
  max_value: number | null;
}

function toSeriesSummary(row: SeriesRow): SeriesSummary {
  return {
    key: row.key,
    points: row.points,
    lastStep: row.last_step,
    lastValue: row.last_value ?? NaN,
    min: row.min_step === null ? null : { step: row.min_step, value: row.min_value! },
    max: row.max_step === null ? null : { step: row.max_step, value: row.max_value! },
  };
}

function findSeries(db: ReadableDatabase, runId: string, key: string): number | undefined {
  const sql = 'SELECT id FROM series WHERE run_id = ? AND key = ?';
  return statement<[string, string], { id: number }>(db, sql).get(runId, key)?.id;
}

/** [step, wallTime, value] of the points after a step. */
function pointsAfter(db: ReadableDatabase, id: number, step: number): [number, number, number | null][] {
  return statement<[number, number], [number, number, number | null]>(
    db,
    'SELECT step, wall_time, value FROM points WHERE series_id = ? AND step > ? ORDER BY step',
  )
    .raw()
    .all(id, step);
}
