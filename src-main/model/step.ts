import * as tf from '@tensorflow/tfjs-core';
import type { ModelConfiguration } from '../architecture/configuration';
import { parameterCount } from '../architecture/parameters';
import type { TrainingConfiguration } from '../contract/configuration';
import type { Execution } from '../contract/training';
import { recordOrRunEagerly, runEagerly, type Executable } from './compile/executable';
import { accumulateFunction, partition, updateFunction, type StepFunction } from './step-functions';
import { batchNoise, checkedRows, microBatchParts, microBatchTensors } from './step-tensors';

/** What a training step is built for: all that stays the same from step to step. */
export interface TrainingStepOptions {
  model: ModelConfiguration;
  training: Pick<TrainingConfiguration, 'skipPartialReceptiveField' | 'unrolling' | 'optimizer'>;
  /** Inputs T of each row; a row carries T + 1 tokens, the last of them a target only. */
  length: number;
  execution: Execution;
  /** Rows of the batch processed at a time; gradients are accumulated, so the step does not depend on it. */
  microBatch: number;
  /**
   * Parts of a micro-batch that a recorded step computes side by side: as many as TensorFlow has threads for whole
   * kernels (`tensorFlowVariables`). 1 when left out.
   */
  parallelParts?: number;
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
  /**
   * Index of the last observed input of each forecast, 0 … T − horizon; as many at each step as the configuration has.
   */
  origins: Int32Array;
  /** Steps that count at this point of the curriculum, 1 … configured horizon. */
  horizon: number;
  /** λ of loss = one-step loss + λ · unrolled loss. */
  weight: number;
  gumbelTemperature: number;
  /** Two 32-bit integers that decide the Gumbel noise of this step alone. */
  noiseSeed: readonly [number, number];
  /**
   * Scheduled sampling between own and observed samples; left out exactly when the configuration has no `mixingRate`.
   */
  mixing?: {
    /** Probability of the model's own sample. */
    rate: number;
    /** Two more such integers, which decide where it is taken. */
    seed: readonly [number, number];
  };
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

/** An optimisation step and the state that it changes. */
export interface TrainingStep {
  /** How it is executed in fact: `eager` where it could not be recorded. */
  readonly execution: Execution;
  /**
   * Makes one step; returns once it is done. The state has changed even when a loss is NaN or infinite, so a caller
   * that finds one goes back to a checkpoint. Throws an Error naming the input that does not fit.
   */
  run(inputs: StepInputs): StepResult;
  /** A copy of the state, for checkpoints and evaluation. */
  state(): StepState;
  dispose(): void;
}

/**
 * A training step that goes on from `state`: forward pass, losses, gradient, clipping and Adam. Unless `execution` is
 * `eager` it is recorded once for each number of rows and then runs as one graph; `xla` is the same graph in a process
 * whose TensorFlow was told to compile it (`tensorFlowVariables`).
 */
export function createTrainingStep(options: TrainingStepOptions, state: StepState): TrainingStep {
  return new FlatTrainingStep(options, state);
}

class FlatTrainingStep implements TrainingStep {
  readonly #options: TrainingStepOptions;
  #execution: Execution;
  /** By rows of the micro-batch. */
  readonly #accumulators = new Map<number, Executable>();
  readonly #update: Executable;
  #parameters: tf.Tensor1D;
  #firstMoment: tf.Tensor1D;
  #secondMoment: tf.Tensor1D;
  #steps: number;
  /** Where the sums over micro-batches begin. */
  readonly #zeros: { gradient: tf.Tensor1D; losses: tf.Tensor1D };

  constructor(options: TrainingStepOptions, state: StepState) {
    const size = parameterCount(options.model);
    for (const name of ['parameters', 'firstMoment', 'secondMoment'] as const) {
      if (state[name].length !== size) {
        throw new Error(`The state has ${state[name].length} ${name}; this model has ${size}.`);
      }
    }
    this.#options = options;
    this.#execution = options.execution;
    this.#parameters = tf.tensor1d(state.parameters);
    this.#firstMoment = tf.tensor1d(state.firstMoment);
    this.#secondMoment = tf.tensor1d(state.secondMoment);
    this.#steps = state.steps;
    this.#zeros = { gradient: tf.zeros([size]), losses: tf.zeros([2]) };
    this.#update = this.#prepare(updateFunction(options, size));
  }

  get execution(): Execution {
    return this.#execution;
  }

  run(inputs: StepInputs): StepResult {
    const batch = checkedRows(this.#options, inputs);
    const [oneStepLoss, unrolledLoss, gradientNorm] = this.#apply(this.#accumulate(inputs, batch), inputs.learningRate);
    return {
      oneStepLoss: oneStepLoss!,
      unrolledLoss: inputs.unrolling ? unrolledLoss! : null,
      gradientNorm: gradientNorm!,
    };
  }

  state(): StepState {
    return {
      parameters: this.#parameters.dataSync<'float32'>().slice(),
      firstMoment: this.#firstMoment.dataSync<'float32'>().slice(),
      secondMoment: this.#secondMoment.dataSync<'float32'>().slice(),
      steps: this.#steps,
    };
  }

  dispose(): void {
    for (const executable of [this.#update, ...this.#accumulators.values()]) executable.dispose();
    tf.dispose([this.#parameters, this.#firstMoment, this.#secondMoment, this.#zeros.gradient, this.#zeros.losses]);
  }

  /** Gradient and losses of the whole batch: sums over micro-batches, each weighted by its share of the rows. */
  #accumulate(inputs: StepInputs, batch: number): Sums {
    const noise = batchNoise(this.#options, inputs, batch);
    let sums: Sums = this.#zeros;
    for (let first = 0; first < batch; first += this.#options.microBatch) {
      const size = { first, rows: Math.min(this.#options.microBatch, batch - first) };
      const parts = microBatchParts(size, this.#parts(size.rows));
      const own = parts.flatMap((part) => microBatchTensors(this.#options, inputs, part, noise));
      const perRow = tf.scalar(1 / batch);
      const state = [this.#parameters, sums.gradient, sums.losses, perRow];
      const [gradient, losses] = this.#accumulator(size.rows).run([...state, ...own]);
      tf.dispose([perRow, ...own]);
      if (sums !== this.#zeros) tf.dispose([sums.gradient, sums.losses]);
      sums = { gradient: gradient as tf.Tensor1D, losses: losses as tf.Tensor1D };
    }
    tf.dispose(noise);
    return sums;
  }

  /** Clips and applies the gradient; returns one-step loss, unrolled loss and gradient norm. */
  #apply({ gradient, losses }: Sums, learningRate: number): Float32Array {
    const { beta1, beta2 } = this.#options.training.optimizer;
    const step = this.#steps + 1;
    const scalars = [learningRate, 1 - beta1 ** step, 1 - beta2 ** step].map((value) => tf.scalar(value));
    const before = [this.#parameters, this.#firstMoment, this.#secondMoment];
    const [parameters, firstMoment, secondMoment, report] = this.#update.run([...before, gradient, losses, ...scalars]);
    this.#parameters = parameters as tf.Tensor1D;
    this.#firstMoment = firstMoment as tf.Tensor1D;
    this.#secondMoment = secondMoment as tf.Tensor1D;
    this.#steps = step;
    const values = report!.dataSync<'float32'>();
    tf.dispose([...before, gradient, losses, report!, ...scalars]);
    return values;
  }

  #accumulator(rows: number): Executable {
    const known = this.#accumulators.get(rows);
    if (known) return known;
    const made = this.#prepare(accumulateFunction(this.#options, this.#parameters.shape[0], this.#parts(rows)));
    this.#accumulators.set(rows, made);
    return made;
  }

  /** Rows of each part of a micro-batch; eager kernels run one after the other anyway. */
  #parts(rows: number): number[] {
    return partition(rows, this.#options.execution === 'eager' ? 1 : (this.#options.parallelParts ?? 1));
  }

  #prepare({ f, inputs }: StepFunction): Executable {
    if (this.#execution === 'eager') return runEagerly(f);
    const executable = recordOrRunEagerly(f, inputs, this.#options.onNotice ?? (() => undefined));
    if (!executable.recorded) this.#execution = 'eager';
    return executable;
  }
}

interface Sums {
  gradient: tf.Tensor1D;
  /** [2]: one-step and unrolled loss. */
  losses: tf.Tensor1D;
}
