import * as tf from '@tensorflow/tfjs-core';
import type { CausalPadding } from '../architecture/configuration';

/**
 * A causal dilated convolution without bias; taps are matrices [in, out], oldest first, the last one the current
 * sample.
 */
export interface DilatedConvolution {
  dilation: number;
  taps: tf.Tensor2D[];
}

/** Rows [B · length, C] of a batch of sequences. */
export interface Sequences {
  rows: tf.Tensor2D;
  batch: number;
  length: number;
}

/** From weights [K, in, out]. */
export function dilatedConvolution(weight: tf.Tensor3D, dilation: number): DilatedConvolution {
  const [kernelSize, inputs, outputs] = weight.shape;
  const taps = kernelSize === 1 ? [weight] : tf.split(weight, kernelSize, 0);
  return { dilation, taps: taps.map((tap) => tf.reshape(tap, [inputs, outputs]) as tf.Tensor2D) };
}

/**
 * (W ∗ x)ₜ = Σₖ x[t − (K − 1 − k) · d] Wₖ as one matrix product for each tap: tfjs has no gradient for dilated kernels,
 * and this is faster. With padding `layer` the output is as long as the input; with `input` it is (K − 1) · d shorter,
 * because only whole windows count.
 */
export function convolve({ dilation, taps }: DilatedConvolution, x: Sequences, padding: CausalPadding): tf.Tensor2D {
  const products = taps.map((tap, k) => {
    const delay = (taps.length - 1 - k) * dilation;
    const seen =
      padding === 'layer' ? delayed(x, delay) : window(x, k * dilation, x.length - (taps.length - 1) * dilation);
    return tf.matMul<tf.Tensor2D>(seen, tap);
  });
  return products.reduce((sum, product) => tf.add<tf.Tensor2D>(sum, product));
}

/** x shifted to the right by `delay` samples, zeros before. */
function delayed({ rows, batch, length }: Sequences, delay: number): tf.Tensor2D {
  if (delay === 0) return rows;
  const channels = rows.shape[1];
  if (delay >= length) return tf.zeros([batch * length, channels]);
  const x = tf.reshape(rows, [batch, length, channels]);
  const past = tf.slice(x, [0, 0, 0], [batch, length - delay, channels]);
  return tf.reshape(
    tf.pad(past, [
      [0, 0],
      [delay, 0],
      [0, 0],
    ]),
    [batch * length, channels],
  );
}

/** `count` samples of every sequence from sample `start` on → [B · count, C]. */
export function window({ rows, batch, length }: Sequences, start: number, count: number): tf.Tensor2D {
  if (start === 0 && count === length) return rows;
  const channels = rows.shape[1];
  const x = tf.reshape(rows, [batch, length, channels]);
  return tf.reshape(tf.slice(x, [0, start, 0], [batch, count, channels]), [batch * count, channels]);
}
