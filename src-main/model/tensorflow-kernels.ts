import * as tf from '@tensorflow/tfjs-core';
import { attributeKinds, tensorFlowBackend, typeNumbers } from './compile/tensorflow-backend';

/**
 * TensorFlow kernels that tfjs has no operation for; on other backends the plain formula stands in. None is recorded on
 * the gradient tape.
 */

/** Cross-entropy [N] of logits [N, Q] with targets [N] int32, and its gradient [N, Q]: softmax − one-hot. */
export function sparseSoftmaxCrossEntropy(
  logits: tf.Tensor2D,
  targets: tf.Tensor1D,
): { loss: tf.Tensor1D; gradient: tf.Tensor2D } {
  if (tf.getBackend() !== 'tensorflow') {
    const logProbabilities = tf.logSoftmax(logits);
    const target = tf.cast(tf.oneHot(targets, logits.shape[1]), 'float32');
    return {
      loss: tf.neg(tf.sum<tf.Tensor1D>(tf.mul(logProbabilities, target), 1)),
      gradient: tf.sub(tf.exp(logProbabilities), target),
    };
  }
  const attributes = [type('T', typeNumbers.float32), type('Tlabels', typeNumbers.int32)];
  const kernel = 'SparseSoftmaxCrossEntropyWithLogits';
  const [loss, gradient] = tensorFlowBackend().executeMultipleOutputs(kernel, attributes, [logits, targets], 2);
  return { loss: loss as tf.Tensor1D, gradient: gradient as tf.Tensor2D };
}

/** dy · (1 − y²) with y = tanh(x). */
export function tanhGradient(y: tf.Tensor, dy: tf.Tensor): tf.Tensor {
  if (tf.getBackend() !== 'tensorflow') return tf.mul(dy, tf.sub(1, tf.square(y)));
  return tensorFlowBackend().executeSingleOutput('TanhGrad', [type('T', typeNumbers.float32)], [y, dy]);
}

/** dy · y · (1 − y) with y = σ(x). */
export function sigmoidGradient(y: tf.Tensor, dy: tf.Tensor): tf.Tensor {
  if (tf.getBackend() !== 'tensorflow') return tf.mul(dy, tf.mul(y, tf.sub(1, y)));
  return tensorFlowBackend().executeSingleOutput('SigmoidGrad', [type('T', typeNumbers.float32)], [y, dy]);
}

function type(name: string, value: number) {
  return { name, type: attributeKinds.type, value };
}
