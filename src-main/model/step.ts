import type { ModelConfiguration } from '../architecture/configuration';
import type { TrainingConfiguration } from '../contract/configuration';
import type { Execution } from '../contract/training';

/** What a training step is built for: all that stays the same from step to step. */
export interface TrainingStepOptions {
  model: ModelConfiguration;
  training: Pick<TrainingConfiguration, 'skipPartialReceptiveField' | 'unrolling' | 'optimizer'>;
  /** Inputs T of each row; a row carries T + 1 tokens, the last of them a target only. */
  length: number;
  execution: Execution;
  /** Rows of the batch processed at a time; gradients are accumulated, so the step does not depend on it. */
  microBatch: number;
  /** Told when the step cannot be recorded and goes on eagerly: which kernel, and why. */
  onNotice?: (message: string) => void;
}

/** What varies from step to step; B rows, any number of them. */
export interface StepInputs {
  /** [B, T + 1], row after row: inputs are the first T of each row, targets the last T. */
  tokens: Int32Array;
  /** Class of each row [B], or null without a global condition. */
  condition: Int32Array | null;
  /** Local condition [B, T, C] of the inputs, or null without one. */
  localCondition: Float32Array | null;
  learningRate: number;
  /** What the unrolled loss needs; null exactly when the configuration has no unrolling. */
  unrolling: UnrollingInputs | null;
}

export interface UnrollingInputs {
  /** Index of the last observed input of each forecast, 0 … T − horizon; as many at each step as the configuration has. */
  origins: Int32Array;
  /** Steps that count at this point of the curriculum, 1 … configured horizon. */
  horizon: number;
  /** λ of loss = one-step loss + λ · unrolled loss. */
  weight: number;
  gumbelTemperature: number;
  /** Two 32-bit integers that decide the Gumbel noise of this step alone. */
  noiseSeed: readonly [number, number];
}

/** Losses in nats per sample; the norm is the global one before clipping. */
export interface StepResult {
  oneStepLoss: number;
  /** Mean over origins, rows and the steps that count; null without unrolling. */
  unrolledLoss: number | null;
  gradientNorm: number;
}

/** Parameters and Adam's moments, each flat and in the order of the model's parameter list. */
export interface StepState {
  parameters: Float32Array;
  firstMoment: Float32Array;
  secondMoment: Float32Array;
  /** Steps that Adam has made: decides its bias correction. */
  steps: number;
}
