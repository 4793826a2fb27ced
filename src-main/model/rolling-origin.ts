import * as tf from '@tensorflow/tfjs-core';
import type { ModelConfiguration } from '../architecture/configuration';
import { namedCondition, namedUnrolled, rowSpecs, unrolledSpecs, type NamedTensors } from './batch-inputs';
import type { InputSpec } from './compile/record';
import type { Condition } from './condition';
import { readSums, type EvaluationSums } from './evaluation-sums';
import { encode, head } from './forward';
import { crossEntropyRows } from './kernels';
import type { Network } from './network';
import { rowsOfTokens } from './sequences';
import { computeTidily } from './tidy';
import { unroll } from './unrolled';
import { unrolledInputs, type UnrolledSize } from './unrolled-inputs';
import type { UnrolledTensors } from './unrolled-tensors';

/** Some rows of curves to evaluate on. */
export interface EvaluationBatch {
  /** [B, T + 1] row after row: inputs are the first T of each row. */
  tokens: Int32Array;
  batch: number;
  length: number;
  /** Class of each row [B], or null. */
  classes: Int32Array | null;
  /** [B, T, C], or null. */
  local: Float32Array | null;
}

/**
 * Greedy rolling-origin evaluation of one batch, and its teacher-forced predictions: from every origin (index of the
 * last observed sample, 0 … T − H) a forecast of H steps feeds on its own most likely tokens. One pass serves every
 * horizon up to H; memory grows with B · T and with B · origins. Eager; `Evaluator` makes the same of a recorded graph.
 */
export function evaluateBatch(network: Network, batch: EvaluationBatch, origins: Origins): EvaluationSums {
  const size = evaluationSize(batch, origins);
  const values = computeTidily(() => {
    const tensors = evaluationTensors(network.configuration, batch, origins);
    return evaluationSums(network, size, tensors).dataSync<'float32'>();
  });
  return readSums(values, size);
}

/** Where the forecasts of an evaluation begin, and their steps H. */
export interface Origins {
  origins: readonly number[];
  horizon: number;
}

export function evaluationSize({ batch, length }: EvaluationBatch, { origins, horizon }: Origins): UnrolledSize {
  return { batch, length, origins: origins.length, horizon };
}

/** Every tensor through which a batch enters an evaluation, in a fixed order. */
export function evaluationSpecs(model: ModelConfiguration, size: UnrolledSize): InputSpec[] {
  return [...rowSpecs(model, size), ...unrolledSpecs(model, size)];
}

/** The tensors of `evaluationSpecs`, in that order; the caller disposes of them. */
export function evaluationTensors(model: ModelConfiguration, batch: EvaluationBatch, origins: Origins): NamedTensors {
  const size = evaluationSize(batch, origins);
  const { tokens, classes, local } = batch;
  const unrolled = unrolledInputs(model, size, { tokens, origins: origins.origins });
  const values: Readonly<Record<string, Int32Array | Float32Array | null>> = { tokens, classes, local, ...unrolled };
  const specs = evaluationSpecs(model, size);
  return Object.fromEntries(specs.map(({ name, shape, dtype }) => [name, tf.tensor(values[name]!, [...shape], dtype)]));
}

/** [2 + 2H]: sum of losses and number of exact tokens, teacher-forced and then of each step of the forecasts. */
export function evaluationSums(
  network: Network,
  { batch, length, horizon }: UnrolledSize,
  tensors: NamedTensors,
): tf.Tensor1D {
  return tf.tidy(() => {
    const rows = tensors.tokens as tf.Tensor2D;
    const tokens = tf.slice(rows, [0, 0], [batch, length]);
    const targets = tf.slice(rows, [0, 1], [batch, length]);
    const condition = namedCondition(tensors);
    const pass = encode(network, tokens, condition);
    const taught = tf.tidy(() => rowSums(head(network, pass.hidden), rowsOfTokens(targets)));
    const steps = forecastSums(network, pass, { inputs: namedUnrolled(tensors), horizon, condition });
    return tf.concat([taught, steps]);
  });
}

/** [2H]: sum of losses and number of exact tokens of each step. */
function forecastSums(
  network: Network,
  pass: ReturnType<typeof encode>,
  { inputs, horizon, condition }: { inputs: UnrolledTensors; horizon: number; condition: Condition },
): tf.Tensor1D {
  const next = (logits: tf.Tensor2D) => ({ tokens: tf.argMax<tf.Tensor1D>(logits, 1) });
  const logits = unroll(network, pass, { inputs, horizon, next, condition });
  const rows = inputs.originPositions.size * pass.batch;
  return tf.concat(logits.map((step, h) => rowSums(step, tf.slice(inputs.targets, [h * rows], [rows]))));
}

/** [2]: sum of cross-entropies and number of rows whose most likely level is the target. */
function rowSums(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Tensor1D {
  const loss = tf.sum(crossEntropyRows(logits, targets));
  const correct = tf.sum(tf.cast(tf.equal(tf.argMax(logits, 1), targets), 'float32'));
  return tf.stack([loss, correct]) as tf.Tensor1D;
}
