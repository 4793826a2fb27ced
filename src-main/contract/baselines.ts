import { z } from 'zod';
import type { RunConfiguration } from './configuration';

/** A simple forecast that a model has to be better than. */
export interface Baseline {
  name: 'last-value' | 'seasonal' | 'autoregression';
  /** For people, with its order or period. */
  label: string;
  /** Mean absolute error in levels by forecast step, over all test curves. */
  error: number[];
  /** The same in the data's own unit; left out where levels are all there is. */
  valueError?: number[];
  /**
   * Share of exact tokens by horizon, on the validation curves and rolling origins of the run; not of horizon 1, which
   * models are asked for at every sample.
   */
  accuracy: { horizon: number; share: number }[];
}

/** Baselines on the curves, origin and horizon of a run's free-running forecasts, and on its validation's origins. */
export interface Baselines {
  baselines: Baseline[];
  curves: number;
  /** Last observed sample. */
  origin: number;
  horizon: number;
  /** Name of the data's own unit; null where levels are all there is. */
  unit: string | null;
}

/** What the process that reads data is told. */
export interface ReadBaselines {
  configuration: RunConfiguration;
  /** Folder with fetched and imported data. */
  fetchedSets: string;
}

export const baselinesRequestSchema = z.strictObject({ studyId: z.string().min(1).max(64) });

/** Of a study: the means over the seeds of its arms, beside simple forecasts. */
export interface StudyBaselines extends Baselines {
  arms: ArmForecasts[];
}

export interface ArmForecasts {
  label: string;
  seeds: number;
  /** Mean absolute error over the horizon, in levels. */
  error: number;
  /** In the data's own unit. */
  valueError?: number;
  accuracy: { horizon: number; share: number }[];
}

/** One row of the comparison, arm or baseline. */
export interface ForecastRow {
  label: string;
  isBaseline: boolean;
  error: number;
  valueError: number | null;
  accuracy: { horizon: number; share: number }[];
  /**
   * 1 − error / error of the best baseline, in the data's own unit where there is one: above 0 the model is worth it.
   * Null of baselines.
   */
  skill: number | null;
}

/** Arms and baselines in one table, the least error first. */
export function forecastRows({ arms, baselines }: StudyBaselines): ForecastRow[] {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const simple = baselines.map(({ label, error, valueError, accuracy }) => ({
    label,
    error: mean(error),
    valueError: valueError ? mean(valueError) : null,
    accuracy,
  }));
  const measure = (row: { error: number; valueError: number | null }) => row.valueError ?? row.error;
  const best = Math.min(...simple.map(measure));
  const rows = [
    ...arms.map(({ label, error, valueError = null, accuracy }) => {
      const own = { label, error, valueError, accuracy };
      return { ...own, isBaseline: false, skill: best > 0 ? 1 - measure(own) / best : null };
    }),
    ...simple.map((row) => ({ ...row, isBaseline: true, skill: null })),
  ];
  return rows.sort((a, b) => measure(a) - measure(b));
}
