import { z } from 'zod';
import type { RunConfiguration } from './configuration';
import type { GenerateRequest } from './generate-job';

/** How the drift of a model is measured. */
export const driftChoiceSchema = z.strictObject({
  /** Held-out curves; more than the test data have are drawn by the same law, images are as many as there are. */
  curves: z.int().min(1).max(10_000).default(256),
  /**
   * Standard deviation of white noise on what is observed, in the unit of the curves; null takes that of the training,
   * 0 leaves noisy observations out. Images are never made noisy.
   */
  noise: z.number().min(0).nullable().default(null),
  seed: z.int().min(0).max(0xffffffff).default(1),
});
export type DriftChoice = z.infer<typeof driftChoiceSchema>;

export const startDriftSchema = z.strictObject({
  studyId: z.string().min(1).max(64),
  choice: driftChoiceSchema,
});

/** Measures the best model of a run. */
export interface DriftRequest extends Pick<GenerateRequest, 'model' | 'fetchedSets'> {
  configuration: RunConfiguration;
  choice: DriftChoice;
}

/** By forecast step: mean absolute error in levels, and the share of exact tokens; both against the clean truth. */
export interface StepScores {
  error: number[];
  accuracy: number[];
  /** Mean absolute error in the unit of imported series; left out where levels are all there is. */
  valueError?: number[];
}

/** Mean amplitude in levels of harmonics 1, 2 … of each curve's own period. */
export interface HarmonicSpectra {
  truth: number[];
  freeRunning: number[];
  teacherForced: number[];
  /** Of the difference between the free-running forecast and the truth, which knows of phases too. */
  error: number[];
}

export interface DriftUnder {
  observations: 'clean' | 'noisy';
  /** Standard deviation in the unit of the curves. */
  noise: number;
  /** The model feeds on its own greedy samples after the origin. */
  freeRunning: StepScores;
  /** The model sees every sample before the one that it predicts; greedy too. */
  teacherForced: StepScores;
  /** Null where curves have no period, or the forecast is shorter than one. */
  spectra: HarmonicSpectra | null;
}

export interface DriftResult {
  /** Forecast steps. */
  horizon: number;
  /** Index of the last observed sample of free-running forecasts. */
  origin: number;
  curves: number;
  under: DriftUnder[];
}

/** A stored measurement. */
export interface DriftEvaluation {
  id: string;
  runId: string;
  /** Step of the checkpoint. */
  step: number;
  choice: DriftChoice;
  result: DriftResult;
  /** Milliseconds since 1970. */
  createdAt: number;
}

/** How far the measurements of a study are; null where none goes on. */
export interface DriftProgress {
  studyId: string;
  /** Runs that are done, and that will be. */
  done: number;
  all: number;
  /** Share of the present run, 0 … 1. */
  share: number;
}
