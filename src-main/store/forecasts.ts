import type { Forecast, Forecasts } from '../contract/training';
import { statement, type ReadableDatabase, type WritableDatabase } from './database';

/** Stores forecasts; earlier ones of the same curves by the model at the same step give way. */
export function saveForecasts(db: WritableDatabase, runId: string, forecasts: Forecasts): void {
  const { step, horizon, error, valueError, curves } = forecasts;
  statement(
    db,
    `INSERT INTO forecasts (run_id, step, horizon, curves, error) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET horizon = excluded.horizon, curves = excluded.curves, error = excluded.error`,
  ).run(runId, step, horizon, curves, JSON.stringify(valueError ? [error, valueError] : error));
  saveCurves(db, runId, forecasts);
}

/** Stores what a model makes at an evaluation, without an error; forecasts that are there already stay. */
export function savePreview(
  db: WritableDatabase,
  runId: string,
  preview: Pick<Forecasts, 'step' | 'horizon' | 'forecasts'>,
): void {
  const { step, horizon } = preview;
  statement(
    db,
    `INSERT INTO forecasts (run_id, step, horizon, curves, error) VALUES (?, ?, ?, 0, '[]') ON CONFLICT DO NOTHING`,
  ).run(runId, step, horizon);
  saveCurves(db, runId, preview);
}

/** The latest forecasts of a run with their error, or null before the first. */
export function latestForecasts(db: ReadableDatabase, runId: string): Forecasts | null {
  const row = statement<[string], ForecastsRow>(
    db,
    `SELECT step, horizon, curves, error FROM forecasts WHERE run_id = ? AND curves > 0 ORDER BY step DESC LIMIT 1`,
  ).get(runId);
  if (!row) return null;
  const forecasts = curvesAt(db, runId, row.step).filter(({ truth }) => truth.length > 0);
  return { ...row, ...parseErrors(row.error), forecasts };
}

/** Steps at which it was kept what a run's model made, rising. */
export function previewSteps(db: ReadableDatabase, runId: string): number[] {
  return statement<[string], { step: number }>(db, 'SELECT step FROM forecasts WHERE run_id = ? ORDER BY step')
    .all(runId)
    .map(({ step }) => step);
}

/** What a run's model made at a step; null where nothing was kept. */
export function previewAt(db: ReadableDatabase, runId: string, step: number): Forecast[] | null {
  const curves = curvesAt(db, runId, step);
  return curves.length > 0 ? curves : null;
}

/** Deletes the forecasts of models after a step. */
export function cutForecasts(db: WritableDatabase, runId: string, step: number): void {
  statement(db, 'DELETE FROM forecasts WHERE run_id = ? AND step > ?').run(runId, step);
}

function saveCurves(
  db: WritableDatabase,
  runId: string,
  { step, forecasts }: Pick<Forecasts, 'step' | 'forecasts'>,
): void {
  const insert = statement(
    db,
    `INSERT OR REPLACE INTO forecast_curves (run_id, step, curve, origin, observed, truth, forecast)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const { curve, origin, observed, truth, forecast } of forecasts) {
    insert.run(runId, step, curve, origin, JSON.stringify(observed), JSON.stringify(truth), JSON.stringify(forecast));
  }
}

function curvesAt(db: ReadableDatabase, runId: string, step: number): Forecast[] {
  return statement<[string, number], CurveRow>(
    db,
    `SELECT curve, origin, observed, truth, forecast FROM forecast_curves WHERE run_id = ? AND step = ? ORDER BY curve`,
  )
    .all(runId, step)
    .map(({ curve, origin, observed, truth, forecast }) => ({
      curve,
      origin,
      observed: parseNumbers(observed),
      truth: parseNumbers(truth),
      forecast: parseNumbers(forecast),
    }));
}

type ForecastsRow = Pick<Forecasts, 'step' | 'horizon' | 'curves'> & { error: string };
type CurveRow = Pick<Forecast, 'curve' | 'origin'> & { observed: string; truth: string; forecast: string };

/** Errors in levels, or a pair of them and those in the data's own unit. */
function parseErrors(json: string): Pick<Forecasts, 'error' | 'valueError'> {
  const parsed = JSON.parse(json) as number[] | [number[], number[]];
  const [error, valueError] = parsed as [number[], number[]];
  return Array.isArray(error) ? { error, valueError } : { error: parsed as number[] };
}

function parseNumbers(json: string): number[] {
  return JSON.parse(json) as number[];
}
