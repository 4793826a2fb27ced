import * as tf from '@tensorflow/tfjs-core';

export interface ValueAndGradients {
  value: tf.Scalar;
  /** One for each of `xs`, zeros where the value does not depend on it (the last layer's residual weights). */
  gradients: tf.Tensor[];
}

/** The value of a scalar function and its gradient with respect to each tensor of `xs`; the caller disposes of all. */
export function valueAndGradients(f: () => tf.Scalar, xs: readonly tf.Tensor[]): ValueAndGradients {
  return tf.tidy(() => {
    const { value, grads } = tf.engine().gradients(f, [...xs], undefined, true);
    const gradients = xs.map((x, i) => (grads[i] as tf.Tensor | undefined) ?? tf.zerosLike(x));
    return { value, gradients: gradients as tf.Tensor[] } as unknown as tf.TensorContainer;
  }) as unknown as ValueAndGradients;
}

/** What `f` computes is a constant to the gradients around it. */
export function stopGradient<T extends tf.Tensor>(f: () => T): T {
  // A custom gradient without inputs leaves nothing on the tape that leads back to a parameter.
  const constant = tf.customGrad(() => ({ value: f(), gradFunc: () => [] }));
  return constant() as T;
}
