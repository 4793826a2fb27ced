import * as tf from '@tensorflow/tfjs-core';
import { gatherRows } from './kernels';
import type { Network } from './network';
import { pieces, plus, type UnrolledTensors } from './unrolled-tensors';

/** What a forecast takes for its own next input: a distribution over levels [M, Q], or tokens [M] int32. */
export type NextInput = { soft: tf.Tensor2D } | { tokens: tf.Tensor1D };

/** Pre-activation and, in a WaveNet, projection of the input layer at a step, given that step's input. */
export type Embedding = (input: NextInput, step: number) => { gates: tf.Tensor2D; residual: tf.Tensor2D | null };

/**
 * The input layer at each step: observed tokens under the older taps, generated ones under the newer. A generated input
 * is multiplied once by the taps under which this and the following steps see it.
 */
export function embedding(
  network: Network,
  inputs: UnrolledTensors,
  { rows, horizon }: { rows: number; horizon: number },
): Embedding {
  const { taps, bias, levels } = network.input.convolution;
  const newestFirst = [...taps].reverse();
  const projection = network.family === 'wavenet' ? network.input.projection : null;
  const columns = [...(projection ? [projection.taps[0]!] : []), ...newestFirst];
  const sums = observedSums(newestFirst, inputs, { rows, steps: horizon - 1 });

  return (input, step) => {
    const seen = Math.min(taps.length, horizon - step);
    const used = columns.slice(0, seen + (projection ? 1 : 0));
    const matrix = used.length === 1 ? used[0]! : tf.concat<tf.Tensor2D>(used, 1);
    const product =
      'soft' in input
        ? tf.matMul<tf.Tensor2D>(input.soft, tf.slice(matrix, [0, 0], [levels, -1]))
        : gatherRows(matrix, input.tokens);
    const widths = used.map((column) => column.shape[1]);
    const parts = used.length === 1 ? [product] : tf.split<tf.Tensor2D>(product, widths, 1);
    // Not by shift(): tfjs goes on using the array that split returned.
    const byTap = projection ? parts.slice(1) : parts;
    byTap.forEach((part, j) => {
      sums[step + j] = plus(part, sums[step + j] ?? null);
    });
    return {
      gates: tf.add(sums[step]!, bias),
      residual: projection && tf.add<tf.Tensor2D>(parts[0]!, projection.bias),
    };
  };
}

/** By step: what observed tokens add to the input layer, undefined where none is left. */
function observedSums(
  newestFirst: tf.Tensor2D[],
  { observedTokens }: UnrolledTensors,
  { rows, steps }: { rows: number; steps: number },
): (tf.Tensor2D | undefined)[] {
  const past = newestFirst.slice(1);
  if (!observedTokens) return [];
  const observedSteps = Math.min(past.length, steps);
  const count = observedSteps * rows;
  const total = past
    .map((tap, j) => gatherRows(tap, tf.slice(observedTokens, [j * count], [count])))
    .reduce((sum, part) => tf.add<tf.Tensor2D>(sum, part));
  return [undefined, ...pieces(total, observedSteps)];
}
