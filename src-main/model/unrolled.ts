import * as tf from '@tensorflow/tfjs-core';
import { globalTerm, localTerm, unconditioned, type Condition } from './condition';
import { head, sumOfSkips, type ForwardPass } from './forward';
import { gatherRows } from './kernels';
import type { DilatedLayer, GatedUnit, Network } from './network';
import { tapSteps } from './unrolled-inputs';

/** UnrolledInputs as tensors, int32 besides the mask. */
export interface UnrolledTensors {
  originRows: tf.Tensor1D;
  targets: tf.Tensor1D;
  observedTokens: tf.Tensor1D | null;
  pastRows: tf.Tensor1D | null;
  pastMask: tf.Tensor1D | null;
  localRows: tf.Tensor1D | null;
}

/** What a forecast takes for its own next input: a distribution over levels [M, Q], or tokens [M] int32. */
export type NextInput = { soft: tf.Tensor2D } | { tokens: tf.Tensor1D };

/** Makes the next input from the logits [M, Q] of step 0 … H − 2. */
export type NextInputOf = (logits: tf.Tensor2D, step: number) => NextInput;

/**
 * Forecasts of `horizon` steps from all origins at once, each row feeding on its own predictions: logits [M, Q] of each step.
 *
 * Every origin's past is known from the teacher-forced pass, so all origins are rows of one batch: each layer's past inputs
 * are gathered once, multiplied once by their taps, and only the horizon − 1 small passes remain. The first step is the
 * teacher-forced prediction itself.
 */
export function unroll(
  network: Network,
  pass: ForwardPass,
  { inputs, horizon, next, condition = unconditioned }: {
    inputs: UnrolledTensors;
    horizon: number;
    next: NextInputOf;
    condition?: Condition;
  },
): tf.Tensor2D[] {
  const logits = [head(network, gatherRows(pass.hidden, inputs.originRows))];
  if (horizon === 1) return logits;
  const origins = inputs.originRows.shape[0] / pass.batch;
  const embed = embedding(network, inputs, horizon);
  const layers = network.family === 'wavenet' ? layerHistories(network.layers, pass, inputs, horizon) : [];
  const conditions = conditionTerms(network, condition, { origins, steps: horizon - 1, localRows: inputs.localRows });

  for (let step = 1; step < horizon; step++) {
    const { gates, residual } = embed(next(logits[step - 1]!, step - 1), step);
    const hidden =
      network.family === 'lagged'
        ? gates
        : sumOfSkips(network, {
            input: () => ({ gates: plus(gates, conditions[0]!(step)), residual: residual! }),
            dilated: (layer, i, x) => {
              const convolved = plus(layers[i]!(x, step), conditions[i + 1]!(step));
              return { gates: layer.bias ? tf.add(convolved, layer.bias) : convolved, residual: x };
            },
            observed: (h) => h,
          });
    logits.push(head(network, hidden));
  }
  return logits;
}

type Embedding = (input: NextInput, step: number) => { gates: tf.Tensor2D; residual: tf.Tensor2D | null };

/**
 * The input layer at each step: observed tokens under the older taps, generated ones under the newer. A generated input is
 * multiplied once by the taps under which this and the following steps see it.
 */
function embedding(network: Network, inputs: UnrolledTensors, horizon: number): Embedding {
  const { taps, bias, levels } = network.input.convolution;
  const newestFirst = [...taps].reverse();
  const projection = network.family === 'wavenet' ? network.input.projection : null;
  const rows = inputs.originRows.shape[0];
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

type History = (x: tf.Tensor2D, step: number) => tf.Tensor2D;

/** W ∗ x of each dilated layer at a step, given its input now; remembers what it was given. */
function layerHistories(layers: DilatedLayer[], pass: ForwardPass, inputs: UnrolledTensors, horizon: number): History[] {
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

/** For the input layer and each dilated one: what the conditions add at a step. */
function conditionTerms(
  network: Network,
  condition: Condition,
  { origins, steps, localRows }: { origins: number; steps: number; localRows: tf.Tensor1D | null },
): ((step: number) => tf.Tensor2D | null)[] {
  if (network.family === 'lagged') return [];
  const { local } = condition;
  const rows = local && localRows ? gatherRows(tf.reshape(local, [-1, local.shape[2]]), localRows) : null;
  return [network.input, ...network.layers].map((unit: GatedUnit) => {
    const global = globalTerm(unit, condition.classes, origins);
    const term = localTerm(unit, rows);
    const byStep = term && pieces(term, steps);
    return (step) => (byStep ? plus(byStep[step - 1]!, global) : global);
  });
}

function plus(a: tf.Tensor2D, b: tf.Tensor2D | null): tf.Tensor2D {
  return b ? tf.add<tf.Tensor2D>(a, b) : a;
}

/** Cuts rows into `count` equal blocks. */
export function pieces(x: tf.Tensor2D, count: number): tf.Tensor2D[] {
  return count === 1 ? [x] : tf.split<tf.Tensor2D>(x, count);
}
