import type { MetricPoint } from './metrics';
import type { RunConfiguration } from './configuration';

/** How the step is executed; recorded with the run and never chosen anew on resume. */
export type Execution = 'eager' | 'graph' | 'xla';

export interface TrainingEnvironment {
  device: 'cpu' | 'gpu';
  deviceName: string;
  tensorflow: string;
  threads: number;
  execution: Execution;
  /** Rows of the batch processed at a time. */
  microBatch: number;
}

/** A checkpoint file holds weights, optimizer moments and the complete random and schedule state. */
export interface CheckpointInfo {
  step: number;
  /** File name inside the run's folder. */
  file: string;
  bytes: number;
  sha256: string;
  /** Validation accuracy at the monitored horizon, or null before the first evaluation. */
  score: number | null;
  kind: 'best' | 'last';
}

/** Name of a checkpoint file. */
export function checkpointFileName(kind: CheckpointInfo['kind'], step: number): string {
  return `${kind}-${String(step).padStart(8, '0')}.safetensors`;
}

/** Kind and step of a checkpoint file, or null for the name of another file. */
export function parseCheckpointFileName(name: string): Pick<CheckpointInfo, 'kind' | 'step'> | null {
  const match = /^(best|last)-(\d{8,})\.safetensors$/.exec(name);
  return match && { kind: match[1] as CheckpointInfo['kind'], step: Number(match[2]) };
}

/**
 * A free-running greedy forecast of one test curve: tokens after `origin`. Or a sample drawn from nothing: without truth,
 * and with a number from the count of the test curves on.
 */
export interface Forecast {
  curve: number;
  /** Index of the last observed sample. */
  origin: number;
  /** Observed tokens up to and including the origin (as many as are drawn). */
  observed: number[];
  truth: number[];
  forecast: number[];
}

/** Free-running forecasts of test curves by a run's model at a step. */
export interface Forecasts {
  step: number;
  horizon: number;
  forecasts: Forecast[];
  /** Mean absolute error in levels for each forecast step, over `curves` test curves. */
  error: number[];
  /** The same in the data's own unit; left out where levels are all there is. */
  valueError?: number[];
  curves: number;
}

/** What `train()` yields, in order of time. */
export type TrainingEvent =
  | {
      type: 'started';
      step: number;
      maxSteps: number;
      parameters: number;
      receptiveField: number;
      /** SHA-256 of all tokens (and classes) of the data, for provenance. */
      dataHash: string;
      environment: TrainingEnvironment;
    }
  | { type: 'points'; points: MetricPoint[] }
  | { type: 'progress'; step: number; maxSteps: number; epoch: number; stepsPerSecond: number; secondsLeft: number }
  /** `replaced`: checkpoint files to be deleted once this one is recorded. */
  | { type: 'checkpoint'; checkpoint: CheckpointInfo; replaced: string[] }
  | ({ type: 'forecasts' } & Forecasts)
  /** Forecasts of the first test curves, and of image data samples, at an evaluation; only to be looked at. */
  | { type: 'preview'; step: number; horizon: number; forecasts: Forecast[] }
  | { type: 'notice'; message: string }
  | { type: 'done'; step: number; reason: 'completed' | 'early-stopping' | 'stopped' };

export interface TrainRequest {
  runId: string;
  configuration: RunConfiguration;
  seed: number;
  /** The run's own folder; checkpoints are written here by temporary file and rename. */
  folder: string;
  /** Folder with a folder for each image set that was fetched. */
  fetchedSets: string;
  /** Checkpoint files in the folder, newest first: goes on from the first that is whole; begins where none is given. */
  resumeFrom: readonly string[];
  /** Recorded at the first start; must be kept on resume. */
  environment: Pick<TrainingEnvironment, 'execution' | 'microBatch' | 'threads'> | null;
}
