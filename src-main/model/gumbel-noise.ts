import * as tf from '@tensorflow/tfjs-core';
import { attributeKinds, tensorFlowBackend, typeNumbers } from './compile/tensorflow-backend';

/**
 * Standard Gumbel noise −ln(−ln u) that is a function of shape and seed alone, drawn by TensorFlow's stateless
 * generator (Philox, Salmon et al. 2011): the same on every run, thread count and way of execution.
 *
 * u are the 2²³ midpoints between 0 and 1, so no value is infinite.
 */
export function gumbelNoise(shape: number[], seed: readonly [number, number]): tf.Tensor {
  return tf.tidy(() => {
    const uniform = uniformNoise(shape, seed);
    return tf.neg(tf.log(tf.neg(tf.log(tf.add(uniform, 2 ** -24)))));
  });
}

/** Uniform in [0, 1), multiples of 2⁻²³, from the same generator. */
export function uniformNoise(shape: number[], seed: readonly [number, number]): tf.Tensor {
  const type = (name: string, value: number) => ({ name, type: attributeKinds.type, value });
  const { float32, int32 } = typeNumbers;
  const attributes = [type('dtype', float32), type('T', int32), type('Tseed', int32)];
  const inputs = [tf.tensor1d(shape, 'int32'), tf.tensor1d([...seed], 'int32')];
  return tensorFlowBackend().executeSingleOutput('StatelessRandomUniform', attributes, inputs);
}
