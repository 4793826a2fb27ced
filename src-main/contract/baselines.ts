import { z } from 'zod';
import type { RunConfiguration } from './configuration';

/** A simple forecast that a model has to be better than. */
export interface Baseline {
  name: 'last-value' | 'seasonal' | 'autoregression';
  /** For people, with its order or period. */
  label: string;
  /** Mean absolute error in levels by forecast step, over all test curves. */
  error: number[];
}

/** Baselines on the curves, origin and horizon of a run's free-running forecasts. */
export interface Baselines {
  baselines: Baseline[];
  curves: number;
  /** Last observed sample. */
  origin: number;
  horizon: number;
  /** The data's unit for each level, with its name; null where levels do not stand at equal distances. */
  unit: { perLevel: number; name: string } | null;
}

/** What the process that reads data is told. */
export interface ReadBaselines {
  configuration: RunConfiguration;
  /** Folder with fetched and imported data. */
  fetchedSets: string;
}

export const baselinesRequestSchema = z.strictObject({ studyId: z.string().min(1).max(64) });

/** Of a study: those of its arms' runs, and of simple forecasts, as mean absolute errors in levels. */
export interface StudyBaselines extends Baselines {
  arms: { label: string; seeds: number; error: number }[];
}
