import type * as tf from '@tensorflow/tfjs-core';
import type { ModelConfiguration } from '../architecture/configuration';
import type { InputSpec } from './compile/record';
import type { Condition } from './condition';
import { unrolledCounts, type UnrolledSize } from './unrolled-inputs';
import type { UnrolledTensors } from './unrolled-tensors';

/** The tensors of a recorded function's inputs, by name. */
export type NamedTensors = Readonly<Record<string, tf.Tensor>>;

/** Tokens [B, T + 1] and conditions of some rows. */
export function rowSpecs(model: ModelConfiguration, { batch, length }: { batch: number; length: number }): InputSpec[] {
  const specs = [integers('tokens', [batch, length + 1])];
  if (model.family === 'lagged') return specs;
  if (model.conditionClasses !== null) specs.push(integers('classes', [batch]));
  if (model.localConditionChannels !== null) {
    specs.push(floats('local', [batch, length, model.localConditionChannels]));
  }
  return specs;
}

/** The arrays of `unrolledInputs`. */
export function unrolledSpecs(model: ModelConfiguration, size: UnrolledSize): InputSpec[] {
  return Object.entries(unrolledCounts(model, size)).flatMap(([name, count]) => {
    if (count === null) return [];
    return [name === 'pastMask' ? floats(name, [count]) : integers(name, [count])];
  });
}

/** The condition among named tensors. */
export function namedCondition(tensors: NamedTensors): Condition {
  return {
    classes: (tensors.classes as tf.Tensor1D | undefined) ?? null,
    local: (tensors.local as tf.Tensor3D | undefined) ?? null,
  };
}

/** The inputs of an unrolled pass among named tensors. */
export function namedUnrolled(tensors: NamedTensors): UnrolledTensors {
  const vector = (name: string) => (tensors[name] as tf.Tensor1D | undefined) ?? null;
  return {
    originPositions: vector('originPositions')!,
    targets: vector('targets')!,
    observedTokens: vector('observedTokens'),
    pastPositions: vector('pastPositions'),
    pastMask: vector('pastMask'),
    localRows: vector('localRows'),
  };
}

export function integers(name: string, shape: number[]): InputSpec {
  return { name, shape, dtype: 'int32' };
}

export function floats(name: string, shape: number[]): InputSpec {
  return { name, shape, dtype: 'float32' };
}
