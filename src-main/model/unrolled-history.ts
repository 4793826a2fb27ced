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
  const { batch } = layerInput;
  const channels = layerInput.rows.shape[1];
  const positions = tf.slice(inputs.pastPositions!, [offset], [total]);
  const mask = tf.reshape(tf.slice(inputs.pastMask!, [offset], [total]), [total, 1]);
  const samples = tf.reshape(atPositions(layerInput, positions), [total, batch * channels]);
  const past = tf.reshape(tf.mul<tf.Tensor2D>(samples, mask), [total * batch, channels]) as tf.Tensor2D;
  const byTap =
    steps.length === 1
      ? [past]
      : tf.split(
          past,
          steps.map((count) => count * origins * batch),
        );
  return [[], ...byTap.map((x, j) => pieces(tf.matMul<tf.Tensor2D>(x, newestFirst[j + 1]!), steps[j]!))];
}
