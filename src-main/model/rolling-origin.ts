import * as tf from '@tensorflow/tfjs-core';
import type { Condition } from './condition';
import { encode, head } from './forward';
import { crossEntropyRows } from './kernels';
import type { Network } from './network';
import { rowsOfTokens } from './sequences';
import { computeTidily } from './tidy';
import { unroll } from './unrolled';
import { unrolledInputs } from './unrolled-inputs';
import { unrolledTensors, type UnrolledTensors } from './unrolled-tensors';

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

/** Sums, so that batches can be added up; losses in nats. */
export interface EvaluationSums {
  /** Over all T inputs of all rows, each prediction from true samples. */
  teacherForced: { loss: number; correct: number; count: number };
  /** By step 0 … H − 1 of greedy forecasts over all origins and rows. */
  forecasts: { loss: Float64Array; correct: Float64Array; count: number };
}

export interface Score {
  /** Nats per sample. */
  loss: number;
  /** Share of exact tokens. */
  accuracy: number;
}

/**
 * Greedy rolling-origin evaluation of one batch, and its teacher-forced predictions: from every origin (index of the
 * last observed sample, 0 … T − H) a forecast of H steps feeds on its own most likely tokens. One pass serves every
 * horizon up to H; memory grows with B · T and with B · origins.
 */
export function evaluateBatch(
  network: Network,
  batch: EvaluationBatch,
  { origins, horizon }: { origins: readonly number[]; horizon: number },
): EvaluationSums {
  const size = { batch: batch.batch, length: batch.length, origins: origins.length, horizon };
  const inputs = unrolledInputs(network.configuration, size, { tokens: batch.tokens, origins });
  const sums = computeTidily(() => {
    const rows = tf.tensor2d(batch.tokens, [batch.batch, batch.length + 1], 'int32');
    const tokens = tf.slice(rows, [0, 0], [batch.batch, batch.length]);
    const targets = tf.slice(rows, [0, 1], [batch.batch, batch.length]);
    const condition = conditionTensors(batch);
    const pass = encode(network, tokens, condition);
    const taught = tf.tidy(() => rowSums(head(network, pass.hidden), rowsOfTokens(targets)));
    const steps = forecastSums(network, pass, { inputs: unrolledTensors(inputs), horizon, condition });
    return tf.concat([taught, steps]).dataSync() as Float32Array;
  });
  return {
    teacherForced: { loss: sums[0]!, correct: sums[1]!, count: batch.batch * batch.length },
    forecasts: {
      loss: Float64Array.from({ length: horizon }, (_, step) => sums[2 + 2 * step]!),
      correct: Float64Array.from({ length: horizon }, (_, step) => sums[3 + 2 * step]!),
      count: batch.batch * origins.length,
    },
  };
}

/** Adds the sums of batches that were evaluated at the same horizon. */
export function addSums(parts: readonly EvaluationSums[]): EvaluationSums {
  const horizon = parts[0]?.forecasts.loss.length ?? 0;
  const add = (of: (part: EvaluationSums) => number) => parts.reduce((sum, part) => sum + of(part), 0);
  return {
    teacherForced: {
      loss: add((part) => part.teacherForced.loss),
      correct: add((part) => part.teacherForced.correct),
      count: add((part) => part.teacherForced.count),
    },
    forecasts: {
      loss: Float64Array.from({ length: horizon }, (_, step) => add((part) => part.forecasts.loss[step]!)),
      correct: Float64Array.from({ length: horizon }, (_, step) => add((part) => part.forecasts.correct[step]!)),
      count: add((part) => part.forecasts.count),
    },
  };
}

/** Mean over all teacher-forced predictions. */
export function teacherForcedScore({ teacherForced: { loss, correct, count } }: EvaluationSums): Score {
  return { loss: loss / count, accuracy: correct / count };
}

/** Mean over origins, rows and the first `horizon` steps of the forecasts. */
export function forecastScore({ forecasts: { loss, correct, count } }: EvaluationSums, horizon: number): Score {
  if (!(horizon >= 1 && horizon <= loss.length)) {
    throw new Error(`The horizon ${horizon} was not evaluated; the forecasts have ${loss.length} steps.`);
  }
  const meanOf = (values: Float64Array) =>
    values.subarray(0, horizon).reduce((sum, value) => sum + value, 0) / (horizon * count);
  return { loss: meanOf(loss), accuracy: meanOf(correct) };
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

function conditionTensors({ classes, local, batch, length }: EvaluationBatch): Condition {
  return {
    classes: classes && tf.tensor1d(classes, 'int32'),
    local: local && tf.tensor3d(local, [batch, length, local.length / (batch * length)]),
  };
}
