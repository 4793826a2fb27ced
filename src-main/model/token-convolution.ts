import * as tf from '@tensorflow/tfjs-core';
import { gatherRows } from './kernels';
import { rowsOfTokens } from './sequences';

/**
 * A causal convolution over one-hot tokens, which is a sum of weight rows: tap k adds row `token` of its matrix.
 * Token Q, one past the last level, stands for a sample of zeros (padding) and adds nothing.
 */
export interface TokenConvolution {
  levels: number;
  /** One matrix [Q + 1, out] for each tap, oldest first; the last row is zero. */
  taps: tf.Tensor2D[];
  /** [out]. */
  bias: tf.Tensor1D;
}

/** From weights [K, Q, out] and a bias [out]. */
export function tokenConvolution(weight: tf.Tensor3D, bias: tf.Tensor1D): TokenConvolution {
  const [kernelSize, levels, outputs] = weight.shape;
  const withPadding = tf.concat([weight, tf.zeros([kernelSize, 1, outputs])], 1) as tf.Tensor3D;
  const taps = kernelSize === 1 ? [withPadding] : tf.split(withPadding, kernelSize, 0);
  return { levels, taps: taps.map((tap) => tf.reshape(tap, [levels + 1, outputs]) as tf.Tensor2D), bias };
}

/**
 * Valid convolution: tokens [B, L + K − 1] int32, already padded on the left → rows [L · B, out] in the order of time,
 * biases added.
 */
export function convolveTokens({ taps, bias }: TokenConvolution, tokens: tf.Tensor2D): tf.Tensor2D {
  const [batch, padded] = tokens.shape;
  const length = padded - taps.length + 1;
  const rows = rowsOfTokens(tokens);
  return taps.reduce<tf.Tensor2D>(
    (sum, tap, k) => tf.add(sum, gatherRows(tap, tf.slice(rows, [k * batch], [length * batch]))),
    tf.reshape(bias, [1, -1]) as tf.Tensor2D,
  );
}

/** Prepends `count` samples of zeros: tokens [B, T] → [B, count + T]. */
export function padTokens(tokens: tf.Tensor2D, count: number, levels: number): tf.Tensor2D {
  return count === 0 ? tokens : tf.concat([tf.fill([tokens.shape[0], count], levels, 'int32'), tokens], 1);
}
