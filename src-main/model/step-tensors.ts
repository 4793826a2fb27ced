import * as tf from '@tensorflow/tfjs-core';
import { gumbelNoise } from './gumbel-noise';
import { microBatchNoise, microBatchSpecs, microBatchValues, originCount, type MicroBatchSize } from './micro-batch';
import type { StepInputs, TrainingStepOptions } from './step';

/** Rows of the batch; throws an Error naming the first input that does not belong to the step. */
export function checkedRows({ model, training, length }: TrainingStepOptions, inputs: StepInputs): number {
  const { tokens, condition, localCondition, unrolling } = inputs;
  const rows = tokens.length / (length + 1);
  if (!Number.isInteger(rows) || rows < 1) {
    throw new Error(`The step takes rows of ${length + 1} tokens; ${tokens.length} tokens are no whole number of rows.`);
  }
  const wavenet = model.family === 'wavenet' ? model : null;
  const channels = wavenet?.localConditionChannels ?? null;
  expectCount('condition', condition, wavenet?.conditionClasses ? rows : null);
  expectCount('localCondition', localCondition, channels === null ? null : rows * length * channels);
  expectCount('unrolling.origins', unrolling && unrolling.origins, training.unrolling && originCount(training.unrolling.origins));
  return rows;
}

/** The noise of the whole batch [H − 1, O, B, Q], so that it does not depend on the micro-batches; null without samples. */
export function batchNoise({ model, training }: TrainingStepOptions, { unrolling }: StepInputs, batch: number): tf.Tensor4D | null {
  if (!unrolling || training.unrolling!.horizon === 1) return null;
  const shape = [training.unrolling!.horizon - 1, unrolling.origins.length, batch, model.quantizationLevels];
  return gumbelNoise(shape, unrolling.noiseSeed) as tf.Tensor4D;
}

/** Where each part of a micro-batch lies in the batch. */
export function microBatchParts({ first }: MicroBatchSize, rows: readonly number[]): MicroBatchSize[] {
  let next = first;
  return rows.map((count) => {
    next += count;
    return { first: next - count, rows: count };
  });
}

/** The tensors of `microBatchSpecs`, in that order; the caller disposes of them. */
export function microBatchTensors(
  options: TrainingStepOptions,
  inputs: StepInputs,
  size: MicroBatchSize,
  noise: tf.Tensor4D | null,
): tf.Tensor[] {
  const values = microBatchValues(options, inputs, size);
  return microBatchSpecs(options, size.rows).map(({ name, shape, dtype }) =>
    name === 'noise' ? microBatchNoise(noise!, size) : tf.tensor(values[name]!, [...shape], dtype),
  );
}

function expectCount(name: string, given: ArrayLike<number> | null, wanted: number | null): void {
  if ((given?.length ?? null) === wanted) return;
  const wish = wanted === null ? 'null, as the configuration has none' : `${wanted} values`;
  throw new Error(`The step's ${name} must be ${wish}; given ${given === null ? 'null' : `${given.length} values`}.`);
}
