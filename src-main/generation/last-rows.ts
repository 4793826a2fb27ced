import * as tf from '@tensorflow/tfjs-core';

/** The last sample of each sequence: rows [T · B, C] in the order of time → [B, C]. */
export function lastRows(rows: tf.Tensor2D, batch: number, length: number): tf.Tensor2D {
  return tf.slice(rows, [(length - 1) * batch, 0], [batch, rows.shape[1]]);
}
