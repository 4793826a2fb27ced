import * as tf from '@tensorflow/tfjs-core';
import type { ForwardPass } from './forward';
import { gatherRows } from './kernels';
import type { DilatedLayer } from './network';
import { tapSteps } from './unrolled-inputs';
import { pieces, type UnrolledTensors } from './unrolled-tensors';

/** W ∗ x of one layer at a step, given its input x [M, C] now. */
export type History = (x: tf.Tensor2D, step: number) => tf.Tensor2D;

/** W ∗ x of each dilated layer at a step, given its input now; remembers what it was given. */
export function layerHistories(
  layers: DilatedLayer[],
  pass: ForwardPass,
  inputs: UnrolledTensors,
  horizon: number,
): History[] {
  let offset = 0;
  return layers.map(({ convolution }, i) => {
    const { dilation } = convolution;
    const newestFirst = [...convolution.taps].reverse();
    const steps = tapSteps({ kernelSize: newestFirst.length, dilation }, horizon);
    const observed = observedProducts(newestFirst, steps, pass.layerInputs[i]!.rows, {
      inputs,
      offset,
      rows: inputs.originRows.shape[0],
    });
    offset += steps.reduce((sum, count) => sum + count, 0) * inputs.originRows.shape[0];
    const generated: tf.Tensor2D[] = [];
    return (x, step) => {
      generated[step] = x;
      return newestFirst
        .map((tap, j) => {
          const source = step - j * dilation;
          return source > 0 ? tf.matMul<tf.Tensor2D>(generated[source]!, tap) : observed[j]![step - 1]!;
        })
        .reduce((sum, product) => tf.add<tf.Tensor2D>(sum, product));
    };
  });
}

/** By tap (newest first) and step: the product of the observed input under it, one matrix product for all steps. */
function observedProducts(
  newestFirst: tf.Tensor2D[],
  steps: number[],
  layerInput: tf.Tensor2D,
  { inputs, offset, rows }: { inputs: UnrolledTensors; offset: number; rows: number },
): tf.Tensor2D[][] {
  const total = steps.reduce((sum, count) => sum + count, 0) * rows;
  if (total === 0) return newestFirst.map(() => []);
  const index = tf.slice(inputs.pastRows!, [offset], [total]);
  const mask = tf.reshape(tf.slice(inputs.pastMask!, [offset], [total]), [total, 1]);
  const past = tf.mul<tf.Tensor2D>(gatherRows(layerInput, index), mask);
  const byTap =
    steps.length === 1
      ? [past]
      : tf.split(
          past,
          steps.map((count) => count * rows),
        );
  return [[], ...byTap.map((x, j) => pieces(tf.matMul<tf.Tensor2D>(x, newestFirst[j + 1]!), steps[j]!))];
}
