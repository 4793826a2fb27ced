import * as tf from '@tensorflow/tfjs-core';
import { attributeKinds, tensorFlowBackend, typeNumbers } from './compile/tensorflow-backend';

/**
 * TensorFlow kernels that tfjs has no operation for; on other backends the plain formula stands in. None is recorded on
 * the gradient tape.
 */

/** log softmax of each row [N, Q]. */
export function logSoftmax(logits: tf.Tensor2D): tf.Tensor2D {
  if (tf.getBackend() !== 'tensorflow') return tf.logSoftmax(logits);
  const attributes = [type('T', typeNumbers.float32)];
  return tensorFlowBackend().executeSingleOutput('LogSoftmax', attributes, [logits]) as tf.Tensor2D;
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
