import * as tf from '@tensorflow/tfjs-core';
import { gatherRows } from './kernels';

/**
 * Rows [length · B, C] of a batch of sequences, in the order of time: sample t of batch row b is row t · B + b. A
 * stretch of time is then a block of rows, which TensorFlow cuts out without copying it.
 */
export interface Sequences {
  rows: tf.Tensor2D;
  batch: number;
  length: number;
}

/** `count` samples of every sequence from sample `start` on → [count · B, C]. */
export function window({ rows, batch, length }: Sequences, start: number, count: number): tf.Tensor2D {
  if (start === 0 && count === length) return rows;
  return tf.slice(rows, [start * batch, 0], [count * batch, rows.shape[1]]);
}

/** The samples at positions [P] int32 of every sequence → [P · B, C]. */
export function atPositions({ rows, batch, length }: Sequences, positions: tf.Tensor1D): tf.Tensor2D {
  const channels = rows.shape[1];
  const samples = gatherRows(tf.reshape(rows, [length, batch * channels]), positions);
  return tf.reshape(samples, [positions.size * batch, channels]);
}

/** Tokens [B, T] int32 as rows [T · B]. */
export function rowsOfTokens(tokens: tf.Tensor2D): tf.Tensor1D {
  // As numbers that float32 holds exactly: in a graph, TensorFlow's transpose of integers complains on standard error.
  const byTime = tf.transpose(tf.cast(tokens, 'float32'));
  return tf.reshape(tf.cast(byTime, 'int32'), [tokens.size]);
}
