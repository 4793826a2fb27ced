import * as tf from '@tensorflow/tfjs-core';
import { gumbelNoise, uniformNoise } from './gumbel-noise';
import { microBatchNoise, microBatchSpecs, microBatchValues, originCount, type MicroBatchSize } from './micro-batch';
import type { StepInputs, TrainingStepOptions } from './step';

/** Rows of the batch; throws an Error naming the first input that does not belong to the step. */
export function checkedRows({ model, training, length }: TrainingStepOptions, inputs: StepInputs): number {
  const { tokens, condition, localCondition, unrolling } = inputs;
  const rows = tokens.length / (length + 1);
  if (!Number.isInteger(rows) || rows < 1) {
    throw new Error(
      `The step takes rows of ${length + 1} tokens; ${tokens.length} tokens are no whole number of rows.`,
    );
  }
  const wavenet = model.family === 'wavenet' ? model : null;
  const channels = wavenet?.localConditionChannels ?? null;
  expectCount('condition', condition, wavenet?.conditionClasses ? rows : null);
  expectCount('localCondition', localCondition, channels === null ? null : rows * length * channels);
  expectMixing(training.unrolling?.mixingRate !== undefined, unrolling?.mixing !== undefined);
  const origins = training.unrolling && originCount(training.unrolling.origins);
  expectCount('unrolling.origins', unrolling && unrolling.origins, origins);
  return rows;
}

/** Random tensors of the whole batch [H − 1, O, B, …], by the name of the input that takes them. */
export type BatchNoise = Readonly<Record<string, tf.Tensor4D>>;

/** Drawn for the whole batch, so that they do not depend on the micro-batches; none without samples. */
export function batchNoise(
  { model, training }: TrainingStepOptions,
  { unrolling }: StepInputs,
  batch: number,
): BatchNoise {
  if (!unrolling || training.unrolling!.horizon === 1) return {};
  const { mixing, noiseSeed, origins } = unrolling;
  const shape = [training.unrolling!.horizon - 1, origins.length, batch];
  const noise = gumbelNoise([...shape, model.quantizationLevels], noiseSeed) as tf.Tensor4D;
  return mixing ? { noise, mixingDraws: uniformNoise([...shape, 1], mixing.seed) as tf.Tensor4D } : { noise };
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
  noise: BatchNoise,
): tf.Tensor[] {
  const values = microBatchValues(options, inputs, size);
  return microBatchSpecs(options, size.rows).map(({ name, shape, dtype }) =>
    name in noise ? microBatchNoise(noise[name]!, size) : tf.tensor(values[name]!, [...shape], dtype),
  );
}

function expectCount(name: string, given: ArrayLike<number> | null, wanted: number | null): void {
  if ((given?.length ?? null) === wanted) return;
  const wish = wanted === null ? 'null, as the configuration has none' : `${wanted} values`;
  throw new Error(`The step's ${name} must be ${wish}; given ${given === null ? 'null' : `${given.length} values`}.`);
}

function expectMixing(wanted: boolean, given: boolean): void {
  if (given === wanted) return;
  const wish = wanted ? 'given, as the configuration has a' : 'left out, as the configuration has no';
  throw new Error(`The step's unrolling.mixing must be ${wish} mixingRate.`);
}
