import * as tf from '@tensorflow/tfjs-core';
import type { CausalPadding } from '../architecture/configuration';
import { isOneKernel } from '../architecture/many-taps';
import { window, type Sequences } from './sequences';

/**
 * A causal dilated convolution without bias; taps are matrices [in, out], oldest first, the last one the current
 * sample.
 */
export interface DilatedConvolution {
  dilation: number;
  taps: tf.Tensor2D[];
  /** The same as one [K, in, out]. */
  weight: tf.Tensor3D;
}

/** From weights [K, in, out]. */
export function dilatedConvolution(weight: tf.Tensor3D, dilation: number): DilatedConvolution {
  const [kernelSize, inputs, outputs] = weight.shape;
  const taps = kernelSize === 1 ? [weight] : tf.split(weight, kernelSize, 0);
  return { dilation, taps: taps.map((tap) => tf.reshape(tap, [inputs, outputs]) as tf.Tensor2D), weight };
}

/**
 * (W ∗ x)ₜ = Σₖ x[t − (K − 1 − k) · d] Wₖ as one matrix product for each tap: tfjs has no gradient for dilated kernels,
 * and this is faster. With padding `layer` the output is as long as the input; with `input` it is (K − 1) · d shorter,
 * because only whole windows count.
 */
export function convolve(convolution: DilatedConvolution, x: Sequences, padding: CausalPadding): tf.Tensor2D {
  const { dilation, taps, weight } = convolution;
  if (isOneKernel({ kernelSize: taps.length, dilation })) return convolveAtOnce(weight, x, padding);
  const products = taps.map((tap, k) => {
    const delay = (taps.length - 1 - k) * dilation;
    const seen =
      padding === 'layer' ? delayed(x, delay) : window(x, k * dilation, x.length - (taps.length - 1) * dilation);
    return tf.matMul<tf.Tensor2D>(seen, tap);
  });
  return products.reduce((sum, product) => tf.add<tf.Tensor2D>(sum, product));
}

/** Without dilation: time is the height of an image, and the batch, which the filter does not span, its width. */
function convolveAtOnce(weight: tf.Tensor3D, { rows, batch, length }: Sequences, padding: CausalPadding): tf.Tensor2D {
  const [kernelSize, inputs, outputs] = weight.shape;
  const before = padding === 'layer' ? kernelSize - 1 : 0;
  const padded =
    before === 0
      ? rows
      : tf.pad(rows, [
          [before * batch, 0],
          [0, 0],
        ]);
  const image = tf.reshape(padded, [1, before + length, batch, inputs]) as tf.Tensor4D;
  const filter = tf.reshape(weight, [kernelSize, 1, inputs, outputs]) as tf.Tensor4D;
  const convolved = tf.conv2d(image, filter, 1, 'valid');
  return tf.reshape(convolved, [(before + length - kernelSize + 1) * batch, outputs]);
}

/** x shifted to the right by `delay` samples, zeros before. */
function delayed({ rows, batch, length }: Sequences, delay: number): tf.Tensor2D {
  if (delay === 0) return rows;
  const zeros = tf.zeros<tf.Rank.R2>([Math.min(delay, length) * batch, rows.shape[1]]);
  if (delay >= length) return zeros as tf.Tensor2D;
  return tf.concat<tf.Tensor2D>([zeros as tf.Tensor2D, window({ rows, batch, length }, 0, length - delay)]);
}
