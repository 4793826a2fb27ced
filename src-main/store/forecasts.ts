import type { Forecast } from '../contract/training';
import { statement, type ReadableDatabase, type WritableDatabase } from './database';

/** Free-running forecasts of test curves by a run's model at a step. */
export interface Forecasts {
  step: number;
  horizon: number;
  forecasts: Forecast[];
  /** Mean absolute error in levels for each forecast step, over `curves` test curves. */
  error: number[];
  curves: number;
}

/** Stores forecasts; earlier ones by the model at the same step give way. */
export function saveForecasts(db: WritableDatabase, runId: string, forecasts: Forecasts): void {
  const { step, horizon, error, curves } = forecasts;
  statement(db, 'DELETE FROM forecasts WHERE run_id = ? AND step = ?').run(runId, step);
  statement(db, 'INSERT INTO forecasts (run_id, step, horizon, curves, error) VALUES (?, ?, ?, ?, ?)').run(
    runId,
    step,
    horizon,
    curves,
    JSON.stringify(error),
  );
  const insert = statement(
    db,
    `INSERT INTO forecast_curves (run_id, step, curve, origin, observed, truth, forecast) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const { curve, origin, observed, truth, forecast } of forecasts.forecasts) {
    insert.run(runId, step, curve, origin, JSON.stringify(observed), JSON.stringify(truth), JSON.stringify(forecast));
  }
}

/** The latest forecasts of a run, or null before the first. */
export function latestForecasts(db: ReadableDatabase, runId: string): Forecasts | null {
  const row = statement<[string], ForecastsRow>(
    db,
    'SELECT step, horizon, curves, error FROM forecasts WHERE run_id = ? ORDER BY step DESC LIMIT 1',
  ).get(runId);
  if (!row) return null;
  const curves = statement<[string, number], CurveRow>(
    db,
    `SELECT curve, origin, observed, truth, forecast FROM forecast_curves WHERE run_id = ? AND step = ? ORDER BY curve`,
  ).all(runId, row.step);
  return {
    ...row,
    error: parseNumbers(row.error),
    forecasts: curves.map((curve) => ({
      curve: curve.curve,
      origin: curve.origin,
      observed: parseNumbers(curve.observed),
      truth: parseNumbers(curve.truth),
      forecast: parseNumbers(curve.forecast),
    })),
  };
}

/** Deletes the forecasts of models after a step. */
export function cutForecasts(db: WritableDatabase, runId: string, step: number): void {
  statement(db, 'DELETE FROM forecasts WHERE run_id = ? AND step > ?').run(runId, step);
}

type ForecastsRow = Pick<Forecasts, 'step' | 'horizon' | 'curves'> & { error: string };
type CurveRow = Pick<Forecast, 'curve' | 'origin'> & { observed: string; truth: string; forecast: string };

function parseNumbers(json: string): number[] {
  return JSON.parse(json) as number[];
}
