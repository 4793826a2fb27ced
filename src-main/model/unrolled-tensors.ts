import * as tf from '@tensorflow/tfjs-core';
import type { UnrolledTensors } from './unrolled';
import type { UnrolledInputs } from './unrolled-inputs';

/** Uploads the inputs of an unrolled pass; the caller disposes of them. */
export function unrolledTensors(inputs: UnrolledInputs): UnrolledTensors {
  return {
    originRows: tf.tensor1d(inputs.originRows, 'int32'),
    targets: tf.tensor1d(inputs.targets, 'int32'),
    observedTokens: inputs.observedTokens && tf.tensor1d(inputs.observedTokens, 'int32'),
    pastRows: inputs.pastRows && tf.tensor1d(inputs.pastRows, 'int32'),
    pastMask: inputs.pastMask && tf.tensor1d(inputs.pastMask),
    localRows: inputs.localRows && tf.tensor1d(inputs.localRows, 'int32'),
  };
}
