import * as tf from '@tensorflow/tfjs-core';
import { logSoftmax, sigmoidGradient, tanhGradient } from './tensorflow-kernels';

/**
 * Operations with a gradient of their own, written down because the general one of tfjs makes more and larger
 * temporaries. Each has the same value and gradient as the plain formula (tested).
 */

/** Rows of x [N, C] by index [M] int32 → [M, C]; the gradient sums into the rows. */
export function gatherRows(x: tf.Tensor2D, indices: tf.Tensor1D): tf.Tensor2D {
  const rows = x.shape[0];
  return withGradient(x, (x) => ({
    value: tf.gather(x, indices),
    saved: [indices],
    gradient: (dy, [indices]) => tf.unsortedSegmentSum(dy, indices as tf.Tensor1D, rows),
  }));
}

/**
 * The gated activation unit h = tanh(filter) ⊙ σ(gate) (van den Oord et al. 2016, equation 2);
 * z [N, 2D] holds the filter in its first D columns, the gate in the others; h [N, D].
 */
export function gatedActivation(z: tf.Tensor2D): tf.Tensor2D {
  return withGradient(z, (z) => {
    const [filter, gate] = tf.split(z, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    const tanh = tf.tanh(filter);
    const sigmoid = tf.sigmoid(gate);
    return {
      value: tf.mul<tf.Tensor2D>(tanh, sigmoid),
      saved: [tanh, sigmoid],
      gradient: (dh, [tanh, sigmoid]) => {
        const dFilter = tanhGradient(tanh!, tf.mul(dh, sigmoid!));
        const dGate = sigmoidGradient(sigmoid!, tf.mul(dh, tanh!));
        return tf.concat([dFilter, dGate] as tf.Tensor2D[], 1);
      },
    };
  });
}

/**
 * −log softmax(logits)[target] of each row: logits [N, Q], targets [N] int32 → [N], nats.
 *
 * The gradient is softmax − one-hot. TensorFlow's kernel for both at once takes twice as long as these on a CPU.
 */
export function crossEntropyRows(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Tensor1D {
  const [rows, levels] = logits.shape;
  return withGradient(logits, (logits) => {
    const logProbabilities = logSoftmax(logits);
    const places = tf.add<tf.Tensor1D>(targets, tf.range(0, rows * levels, levels, 'int32'));
    return {
      value: tf.neg(tf.gather(tf.reshape(logProbabilities, [rows * levels]) as tf.Tensor1D, places)),
      saved: [logProbabilities, targets],
      gradient: (dy, [logProbabilities, targets]) => {
        const wanted = tf.oneHot(targets as tf.Tensor1D, levels, 1, 0, 'float32');
        return tf.mul(tf.sub(tf.exp(logProbabilities!), wanted), tf.expandDims(dy, 1));
      },
    };
  });
}

/**
 * The one-hot vector of each row's largest value [N, Q] forward, the gradient unchanged backward (Bengio et al. 2013).
 */
export function straightThrough(soft: tf.Tensor2D): tf.Tensor2D {
  return withGradient(soft, (soft) => ({
    value: tf.cast(tf.oneHot(tf.argMax<tf.Tensor1D>(soft, 1), soft.shape[1]), 'float32') as tf.Tensor2D,
    saved: [],
    gradient: (dy) => dy,
  }));
}

interface Differentiable<Y extends tf.Tensor> {
  value: Y;
  /** What the gradient needs again; lives until it has been computed. */
  saved: tf.Tensor[];
  gradient: (dy: Y, saved: tf.Tensor[]) => tf.Tensor;
}

/** tfjs's customGrad for a function of one tensor, with types. */
function withGradient<X extends tf.Tensor, Y extends tf.Tensor>(x: X, f: (x: X) => Differentiable<Y>): Y {
  const differentiable = tf.customGrad((input, save) => {
    const { value, saved, gradient } = f(input as X);
    (save as (tensors: tf.Tensor[]) => void)(saved);
    return { value, gradFunc: (dy, kept) => gradient(dy as Y, kept) };
  });
  return differentiable(x) as Y;
}
