import * as tf from '@tensorflow/tfjs-core';
import type { ForwardPass } from './forward';
import type { DilatedLayer } from './network';
import { atPositions, type Sequences } from './sequences';
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
    const observed = observedProducts(newestFirst, steps, pass.layerInputs[i]!, { inputs, offset });
    offset += steps.reduce((sum, count) => sum + count, 0) * inputs.originPositions.size;
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

/** The inputs of a layer at positions [P] of every sequence → [P · B, C]; zeros where the mask [P] is 0. */
export function observedInputs(layerInput: Sequences, positions: tf.Tensor1D, mask: tf.Tensor1D): tf.Tensor2D {
  const count = positions.size;
  const [, channels] = layerInput.rows.shape;
  const samples = tf.reshape(atPositions(layerInput, positions), [count, layerInput.batch * channels]);
  const masked = tf.mul(samples, tf.reshape(mask, [count, 1]));
  return tf.reshape(masked, [count * layerInput.batch, channels]);
}

/** By tap (newest first) and step: the product of the observed input under it, one matrix product for all steps. */
function observedProducts(
  newestFirst: tf.Tensor2D[],
  steps: number[],
  layerInput: Sequences,
  { inputs, offset }: { inputs: UnrolledTensors; offset: number },
): tf.Tensor2D[][] {
  const origins = inputs.originPositions.size;
  const total = steps.reduce((sum, count) => sum + count, 0) * origins;
  if (total === 0) return newestFirst.map(() => []);
  const positions = tf.slice(inputs.pastPositions!, [offset], [total]);
  const past = observedInputs(layerInput, positions, tf.slice(inputs.pastMask!, [offset], [total]));
  const byTap =
    steps.length === 1
      ? [past]
      : tf.split(
          past,
          steps.map((count) => count * origins * layerInput.batch),
        );
  return [[], ...byTap.map((x, j) => pieces(tf.matMul<tf.Tensor2D>(x, newestFirst[j + 1]!), steps[j]!))];
}
