import * as tf from '@tensorflow/tfjs-core';

/** tf.tidy for a function whose result is no tensor: everything it made is disposed of. */
export function computeTidily<T>(compute: () => T): T {
  let result!: T;
  tf.tidy(() => {
    result = compute();
  });
  return result;
}
