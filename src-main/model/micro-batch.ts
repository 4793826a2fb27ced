import * as tf from '@tensorflow/tfjs-core';
import { floats, namedCondition, namedUnrolled, rowSpecs, unrolledSpecs, type NamedTensors } from './batch-inputs';
import type { InputSpec } from './compile/record';
import { encode } from './forward';
import { oneStepLoss, stepWeights, unrolledLoss, type Unrolling } from './losses';
import type { Network } from './network';
import type { StepInputs, TrainingStepOptions } from './step';
import { unrolledInputs, type UnrolledInputs } from './unrolled-inputs';

/** Some rows of a batch, as the tensors that a recorded step takes. */
export interface MicroBatchSize {
  /** Rows m. */
  rows: number;
  /** The first of them in the batch. */
  first: number;
}

type Values = Int32Array | Float32Array | number;

/**
 * Every tensor through which a micro-batch of `rows` rows enters a step, in a fixed order: all that may differ from
 * step to step.
 */
export function microBatchSpecs({ model, training, length }: TrainingStepOptions, rows: number): InputSpec[] {
  const specs = rowSpecs(model, { batch: rows, length });
  const { unrolling } = training;
  if (!unrolling) return specs;
  const { horizon } = unrolling;
  const size = { batch: rows, length, origins: originCount(unrolling.origins), horizon };
  specs.push(...unrolledSpecs(model, size));
  specs.push(floats('stepWeights', [horizon]), floats('gumbelTemperature', []), floats('weight', []));
  if (horizon === 1) return specs;
  const samples = (horizon - 1) * size.origins * rows;
  specs.push(floats('noise', [samples, model.quantizationLevels]));
  if (unrolling.mixingRate !== undefined) specs.push(floats('mixingRate', []), floats('mixingDraws', [samples, 1]));
  return specs;
}

/** The values of `microBatchSpecs` by name, besides the noise, which TensorFlow draws. */
export function microBatchValues(
  { model, training, length }: TrainingStepOptions,
  { tokens, condition, localCondition, unrolling: given }: StepInputs,
  { first, rows }: MicroBatchSize,
): Record<string, Values> {
  const own = tokens.subarray(first * (length + 1), (first + rows) * (length + 1));
  const values: Record<string, Values> = { tokens: own };
  if (condition) values.classes = condition.subarray(first, first + rows);
  if (localCondition) {
    const perRow = (localCondition.length / tokens.length) * (length + 1);
    values.local = localCondition.subarray(first * perRow, (first + rows) * perRow);
  }
  if (given) {
    const { horizon } = training.unrolling!;
    const size = { batch: rows, length, origins: given.origins.length, horizon };
    const inputs: UnrolledInputs = unrolledInputs(model, size, { tokens: own, origins: given.origins });
    for (const [name, array] of Object.entries(inputs) as [string, Values | null][]) if (array) values[name] = array;
    values.stepWeights = stepWeights(horizon, given.horizon);
    values.gumbelTemperature = given.gumbelTemperature;
    values.weight = given.weight;
    if (given.mixing) values.mixingRate = given.mixing.rate;
  }
  return values;
}

/** The rows of a batch's noise [H − 1, O, B, N] that belong to a micro-batch: [(H − 1) · O · m, N]. */
export function microBatchNoise(noise: tf.Tensor4D, { first, rows }: MicroBatchSize): tf.Tensor2D {
  const [steps, origins, batch, levels] = noise.shape;
  return tf.tidy(() => {
    const own = rows === batch ? noise : tf.slice(noise, [0, 0, first, 0], [steps, origins, rows, levels]);
    return tf.reshape(own, [steps * origins * rows, levels]);
  });
}

export interface MicroBatchLosses {
  oneStep: tf.Scalar;
  unrolled: tf.Scalar | null;
  /** one-step loss + λ · unrolled loss. */
  total: tf.Scalar;
}

/** The losses of a micro-batch, given the tensors of `microBatchSpecs` by name. */
export function microBatchLosses(
  network: Network,
  { training, length }: TrainingStepOptions,
  tensors: NamedTensors,
): MicroBatchLosses {
  const tokens = tensors.tokens as tf.Tensor2D;
  const rows = tokens.shape[0];
  const inputs = tf.slice(tokens, [0, 0], [rows, length]);
  const targets = tf.slice(tokens, [0, 1], [rows, length]);
  const condition = namedCondition(tensors);
  const pass = encode(network, inputs, condition);
  const oneStep = oneStepLoss(network, pass, { targets, skipPartial: training.skipPartialReceptiveField });
  if (!training.unrolling) return { oneStep, unrolled: null, total: oneStep };
  const { horizon, sampling } = training.unrolling;
  const unrolling: Unrolling = {
    horizon,
    sampling,
    condition,
    inputs: namedUnrolled(tensors),
    noise: (tensors.noise as tf.Tensor2D | undefined) ?? null,
    mixing: tensors.mixingDraws
      ? { rate: tensors.mixingRate as tf.Scalar, draws: tensors.mixingDraws as tf.Tensor2D }
      : null,
    gumbelTemperature: tensors.gumbelTemperature as tf.Scalar,
    stepWeights: tensors.stepWeights as tf.Tensor1D,
  };
  const unrolled = unrolledLoss(network, pass, unrolling);
  return { oneStep, unrolled, total: tf.add(oneStep, tf.mul(tensors.weight as tf.Scalar, unrolled)) };
}

/** Number of origins O of each step. */
export function originCount(origins: number | readonly number[]): number {
  return typeof origins === 'number' ? origins : origins.length;
}
