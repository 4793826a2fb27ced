import * as tf from '@tensorflow/tfjs-core';

/** The last sample of each sequence: rows [B · T, C] → [B, C]. */
export function lastRows(rows: tf.Tensor2D, batch: number, length: number): tf.Tensor2D {
  const channels = rows.shape[1];
  const last = tf.slice(tf.reshape(rows, [batch, length, channels]), [0, length - 1, 0], [batch, 1, channels]);
  return tf.reshape(last, [batch, channels]);
}
