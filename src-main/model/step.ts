import * as tf from '@tensorflow/tfjs-core';
import type { ModelConfiguration } from '../architecture/configuration';
import { parameterCount } from '../architecture/parameters';
import type { TrainingConfiguration } from '../contract/configuration';
import type { Execution } from '../contract/training';
import { adam, clipByNorm, globalNorm } from './adam';
import { recordOrRunEagerly, runEagerly, type Executable } from './compile/executable';
import type { InputSpec } from './compile/record';
import { valueAndGradients } from './gradients';
import { gumbelNoise } from './gumbel-noise';
import {
  microBatchLosses,
  microBatchNoise,
  microBatchSpecs,
  microBatchValues,
  originCount,
  type MicroBatchSize,
} from './micro-batch';
import { bindNetwork, splitParameters } from './network';

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

/** An optimisation step and the state that it changes. */
export interface TrainingStep {
  /** How it is executed in fact: `eager` where it could not be recorded. */
  readonly execution: Execution;
  /**
   * Makes one step; returns once it is done. The state has changed even when a loss is NaN or infinite, so a caller that
   * finds one goes back to a checkpoint. Throws an Error naming the input that does not fit.
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
    this.#update = this.#prepare(updateFunction(options), updateSpecs(size));
  }

  get execution(): Execution {
    return this.#execution;
  }

  run(inputs: StepInputs): StepResult {
    const batch = checkedRows(this.#options, inputs);
    const [oneStepLoss, unrolledLoss, gradientNorm] = this.#apply(this.#accumulate(inputs, batch), inputs.learningRate);
    return { oneStepLoss: oneStepLoss!, unrolledLoss: inputs.unrolling ? unrolledLoss! : null, gradientNorm: gradientNorm! };
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
      const executable = this.#accumulator(size.rows);
      const own = microBatchTensors(this.#options, inputs, size, noise);
      const share = tf.scalar(size.rows / batch);
      const [gradient, losses] = executable.run([this.#parameters, sums.gradient, sums.losses, share, ...own]);
      tf.dispose([share, ...own]);
      if (sums !== this.#zeros) tf.dispose([sums.gradient, sums.losses]);
      sums = { gradient: gradient as tf.Tensor1D, losses: losses as tf.Tensor1D };
    }
    noise?.dispose();
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
    const size = this.#parameters.shape[0];
    const own = microBatchSpecs(this.#options, rows);
    const made = this.#prepare(accumulateFunction(this.#options, own), [...sumSpecs(size), ...own]);
    this.#accumulators.set(rows, made);
    return made;
  }

  #prepare(f: (...inputs: tf.Tensor[]) => tf.Tensor[], specs: InputSpec[]): Executable {
    if (this.#execution === 'eager') return runEagerly(f);
    const executable = recordOrRunEagerly(f, specs, this.#options.onNotice ?? (() => undefined));
    if (!executable.recorded) this.#execution = 'eager';
    return executable;
  }
}

interface Sums {
  gradient: tf.Tensor1D;
  /** [2]: one-step and unrolled loss. */
  losses: tf.Tensor1D;
}

/** (parameters, gradient, losses, share, …micro-batch) → gradient and losses with those of the micro-batch added. */
function accumulateFunction(options: TrainingStepOptions, own: readonly InputSpec[]) {
  return (...inputs: tf.Tensor[]): tf.Tensor[] => {
    const [parameters, gradientSum, lossSum, share, ...rest] = inputs;
    const tensors = Object.fromEntries(own.map(({ name }, i) => [name, rest[i]!]));
    return tf.tidy(() => {
      let losses: tf.Tensor | null = null;
      const { gradients } = valueAndGradients(() => {
        const network = bindNetwork(options.model, splitParameters(options.model, parameters as tf.Tensor1D));
        const { oneStep, unrolled, total } = microBatchLosses(network, options, tensors);
        losses = tf.keep(tf.stack([oneStep, unrolled ?? tf.scalar(0)]));
        return tf.mul(total, share!);
      }, [parameters!]);
      const sums = [tf.add(gradientSum!, gradients[0]!), tf.add(lossSum!, tf.mul(losses!, share!))];
      tf.dispose(losses!);
      return sums;
    });
  };
}

function sumSpecs(parameters: number): InputSpec[] {
  return [vector('parameters', parameters), vector('gradient', parameters), vector('losses', 2), scalar('share')];
}

/** (parameters, moments, gradient, losses, scalars) → parameters, moments and [one-step loss, unrolled loss, norm]. */
function updateFunction({ training: { optimizer } }: TrainingStepOptions) {
  return (...inputs: tf.Tensor[]): tf.Tensor[] => {
    const [parameters, firstMoment, secondMoment, gradient, losses] = inputs as tf.Tensor1D[];
    const [learningRate, firstCorrection, secondCorrection] = inputs.slice(5) as tf.Scalar[];
    return tf.tidy(() => {
      const norm = globalNorm(gradient!);
      const state = adam(
        { parameters: parameters!, firstMoment: firstMoment!, secondMoment: secondMoment! },
        clipByNorm(gradient!, norm, optimizer.clipNorm),
        { learningRate: learningRate!, firstCorrection: firstCorrection!, secondCorrection: secondCorrection! },
        optimizer,
      );
      const report = tf.concat([losses!, tf.reshape(norm, [1])]);
      return [state.parameters, state.firstMoment, state.secondMoment, report];
    });
  };
}

function updateSpecs(parameters: number): InputSpec[] {
  const flat = ['parameters', 'firstMoment', 'secondMoment', 'gradient'].map((name) => vector(name, parameters));
  const scalars = ['learningRate', 'firstCorrection', 'secondCorrection'].map(scalar);
  return [...flat, vector('losses', 2), ...scalars];
}

/** The noise of the whole batch [H − 1, O, B, Q], so that it does not depend on the micro-batches; null without samples. */
function batchNoise({ model, training }: TrainingStepOptions, { unrolling }: StepInputs, batch: number): tf.Tensor4D | null {
  if (!unrolling || training.unrolling!.horizon === 1) return null;
  const shape = [training.unrolling!.horizon - 1, unrolling.origins.length, batch, model.quantizationLevels];
  return gumbelNoise(shape, unrolling.noiseSeed) as tf.Tensor4D;
}

function microBatchTensors(
  options: TrainingStepOptions,
  inputs: StepInputs,
  size: MicroBatchSize,
  noise: tf.Tensor4D | null,
): tf.Tensor[] {
  const values = microBatchValues(options, inputs, size);
  return microBatchSpecs(options, size.rows).map(({ name, shape, dtype }) =>
    name === 'noise' ? microBatchNoise(noise!, size) : tf.tensor(values[name]!, [...shape], dtype),
  );
}

/** Rows of the batch; throws an Error naming the first input that does not belong to the step. */
function checkedRows({ model, training, length }: TrainingStepOptions, inputs: StepInputs): number {
  const { tokens, condition, localCondition, unrolling } = inputs;
  const rows = tokens.length / (length + 1);
  if (!Number.isInteger(rows) || rows < 1) {
    throw new Error(`The step takes rows of ${length + 1} tokens; ${tokens.length} tokens are no whole number of rows.`);
  }
  const wavenet = model.family === 'wavenet' ? model : null;
  const channels = wavenet?.localConditionChannels ?? null;
  expectCount('condition', condition, wavenet?.conditionClasses ? rows : null);
  expectCount('localCondition', localCondition, channels === null ? null : rows * length * channels);
  expectCount('unrolling.origins', unrolling && unrolling.origins, training.unrolling && originCount(training.unrolling.origins));
  return rows;
}

function expectCount(name: string, given: ArrayLike<number> | null, wanted: number | null): void {
  if ((given?.length ?? null) === wanted) return;
  const wish = wanted === null ? 'null, as the configuration has none' : `${wanted} values`;
  throw new Error(`The step's ${name} must be ${wish}; given ${given === null ? 'null' : `${given.length} values`}.`);
}

function vector(name: string, size: number): InputSpec {
  return { name, shape: [size], dtype: 'float32' };
}

function scalar(name: string): InputSpec {
  return { name, shape: [], dtype: 'float32' };
}
