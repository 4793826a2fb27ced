import * as tf from '@tensorflow/tfjs-core';
import type { GoldenCase, goldenModel } from '../../contract/golden';
import type { GoldenRow } from '../../contract/jobs';
import type { Condition } from '../../model/condition';
import type { StoredTensor } from '../../model/safetensors';

/** A golden case with its arrays, by name. */
export interface GoldenFiles {
  golden: GoldenCase;
  weights: ReadonlyMap<string, StoredTensor>;
  expected: ReadonlyMap<string, StoredTensor>;
}

/** A golden case with its weights as parameter tensors. */
export interface LoadedCase extends GoldenFiles {
  model: ReturnType<typeof goldenModel>;
  tensors: tf.Tensor[];
}

/** In float32 against a reference in float64. */
const tolerances = { logits: 1e-4, loss: 1e-5, gradient: 1e-4, exact: 0 };

export function batchTensors({ inputs, targets, condition }: GoldenCase): {
  tokens: tf.Tensor2D;
  targets: tf.Tensor2D;
  condition: Condition;
} {
  return {
    tokens: tf.tensor2d(inputs, undefined, 'int32'),
    targets: tf.tensor2d(targets, undefined, 'int32'),
    condition: { classes: condition && tf.tensor1d(condition, 'int32'), local: null },
  };
}

/** [B, T + 1]: the inputs and, of the targets, the last. */
export function batchTokens({ inputs, targets }: GoldenCase): Int32Array {
  return Int32Array.from(inputs.flatMap((row, b) => [...row, targets[b]!.at(-1)!]));
}

export function expectedData({ expected }: LoadedCase, name: string): ArrayLike<number> {
  const tensor = expected.get(name);
  if (!tensor) throw new Error(`The golden case lacks "${name}" in expected.safetensors.`);
  return tensor.data;
}

export function row(quantity: string, signed: number, kind: keyof typeof tolerances): GoldenRow {
  const difference = Math.abs(signed);
  const tolerance = tolerances[kind];
  return { quantity, difference, tolerance, ok: difference <= tolerance };
}

/** Largest absolute difference; infinite where something is not a number or the lengths differ. */
export function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const distance = Math.abs(a[i]! - b[i]!);
    if (Number.isNaN(distance)) return Infinity;
    if (distance > largest) largest = distance;
  }
  return largest;
}
