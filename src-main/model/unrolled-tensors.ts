import * as tf from '@tensorflow/tfjs-core';
import type { UnrolledInputs } from './unrolled-inputs';

/** UnrolledInputs as tensors, int32 besides the mask. */
export interface UnrolledTensors {
  originPositions: tf.Tensor1D;
  targets: tf.Tensor1D;
  observedTokens: tf.Tensor1D | null;
  pastPositions: tf.Tensor1D | null;
  pastMask: tf.Tensor1D | null;
  localRows: tf.Tensor1D | null;
}

/** Uploads the inputs of an unrolled pass; the caller disposes of them. */
export function unrolledTensors(inputs: UnrolledInputs): UnrolledTensors {
  return {
    originPositions: tf.tensor1d(inputs.originPositions, 'int32'),
    targets: tf.tensor1d(inputs.targets, 'int32'),
    observedTokens: inputs.observedTokens && tf.tensor1d(inputs.observedTokens, 'int32'),
    pastPositions: inputs.pastPositions && tf.tensor1d(inputs.pastPositions, 'int32'),
    pastMask: inputs.pastMask && tf.tensor1d(inputs.pastMask),
    localRows: inputs.localRows && tf.tensor1d(inputs.localRows, 'int32'),
  };
}

/** a + b, or a alone. */
export function plus(a: tf.Tensor2D, b: tf.Tensor2D | null): tf.Tensor2D {
  return b ? tf.add<tf.Tensor2D>(a, b) : a;
}

/** Cuts rows into `count` equal blocks. */
export function pieces(x: tf.Tensor2D, count: number): tf.Tensor2D[] {
  return count === 1 ? [x] : tf.split<tf.Tensor2D>(x, count);
}
