import * as tf from '@tensorflow/tfjs-core';
import { gatherRows } from './kernels';
import type { GatedUnit, Network, Pointwise } from './network';

/** What a model is conditioned on; null where it is not. */
export interface Condition {
  /** Class of each row [B] int32. */
  classes: tf.Tensor1D | null;
  /** [B, T, C]; the condition at t belongs to the input at t, which predicts t + 1. */
  local: tf.Tensor3D | null;
}

export const unconditioned: Condition = { classes: null, local: null };

/** Throws an Error when the condition is not the one that the network was built for. */
export function checkCondition(
  network: Network,
  condition: Condition,
  [batch, length]: readonly [number, number],
): void {
  const classes = network.family === 'wavenet' ? network.configuration.conditionClasses : null;
  const channels = network.family === 'wavenet' ? network.configuration.localConditionChannels : null;
  expect('global condition', 'conditionClasses', classes, condition.classes?.shape ?? null, [batch]);
  expect('local condition', 'localConditionChannels', channels, condition.local?.shape ?? null, [
    batch,
    length,
    channels ?? 0,
  ]);
}

/** Adds the conditions to pre-activations [L · B, 2D]; a local condition is zero before the first sample. */
export function addCondition(
  unit: GatedUnit,
  gates: tf.Tensor2D,
  { classes, local }: Condition,
  length: number,
): tf.Tensor2D {
  const channels = gates.shape[1];
  let sum = gates;
  const global = globalTerm(unit, classes);
  if (global) {
    const batch = global.shape[0];
    const spread = tf.add(tf.reshape(sum, [length, batch, channels]), global);
    sum = tf.reshape(spread, [length * batch, channels]);
  }
  const rows = local && localRows(local, length);
  const term = localTerm(unit, rows);
  return term ? tf.add(sum, term) : sum;
}

/** V y of a global condition for each of `rows` = repeats · B rows: [rows, 2D], or null. */
export function globalTerm(unit: GatedUnit, classes: tf.Tensor1D | null, repeats = 1): tf.Tensor2D | null {
  if (!unit.globalCondition || !classes) return null;
  const { weight, bias } = unit.globalCondition;
  const term = gatherRows(weight, classes);
  const biased = bias ? tf.add(term, bias) : term;
  return (repeats === 1 ? biased : tf.tile(biased, [repeats, 1])) as tf.Tensor2D;
}

/** V ∗ y of a local condition given as rows [N, C]: [N, 2D], or null. */
export function localTerm(unit: GatedUnit, rows: tf.Tensor2D | null): tf.Tensor2D | null {
  return unit.localCondition && rows ? applyPointwise(unit.localCondition, rows) : null;
}

/** x W + b for rows x [N, in] → [N, out]. */
export function applyPointwise({ weight, bias }: Pointwise, x: tf.Tensor2D): tf.Tensor2D {
  const product = tf.matMul<tf.Tensor2D>(x, weight);
  return bias ? tf.add<tf.Tensor2D>(product, bias) : product;
}

function expect(what: string, field: string, wanted: number | null, given: number[] | null, shape: number[]): void {
  if (wanted === null && given === null) return;
  if (wanted === null) throw new Error(`A ${what} was given, but the model has none (${field} is null).`);
  if (given === null)
    throw new Error(
      `The model needs a ${what} of shape [${shape.join(', ')}] (${field} is ${wanted}); none was given.`,
    );
  if (given.join() !== shape.join()) {
    throw new Error(`The ${what} has shape [${given.join(', ')}]; [${shape.join(', ')}] is needed.`);
  }
}

/** [B, T, C] as rows [L · B, C] in the order of time. */
function localRows(local: tf.Tensor3D, length: number): tf.Tensor2D {
  const [batch, given, channels] = local.shape;
  const rows = tf.reshape(tf.transpose(local, [1, 0, 2]), [given * batch, channels]);
  return tf.pad<tf.Tensor2D>(rows as tf.Tensor2D, [
    [(length - given) * batch, 0],
    [0, 0],
  ]);
}
