import * as tf from '@tensorflow/tfjs-core';
import { tensorFlowBackend } from './compile/tensorflow-backend';

/**
 * Standard Gumbel noise −ln(−ln u) that is a function of shape and seed alone, drawn by TensorFlow's stateless generator
 * (Philox, Salmon et al. 2011): the same on every run, thread count and way of execution.
 *
 * u are the 2²³ midpoints between 0 and 1, so no value is infinite.
 */
export function gumbelNoise(shape: number[], seed: readonly [number, number]): tf.Tensor {
  return tf.tidy(() => {
    const uniform = statelessUniform(shape, seed);
    return tf.neg(tf.log(tf.neg(tf.log(tf.add(uniform, 2 ** -24)))));
  });
}

/** Uniform in [0, 1), multiples of 2⁻²³. */
function statelessUniform(shape: number[], seed: readonly [number, number]): tf.Tensor {
  const backend = tensorFlowBackend();
  const type = backend.binding.TF_ATTR_TYPE;
  const [float32, int32] = [1, 3];
  return backend.executeSingleOutput(
    'StatelessRandomUniform',
    [
      { name: 'dtype', type, value: float32 },
      { name: 'T', type, value: int32 },
      { name: 'Tseed', type, value: int32 },
    ],
    [tf.tensor1d(shape, 'int32'), tf.tensor1d([...seed], 'int32')],
  );
}
