import fc from 'fast-check';
import * as tf from '@tensorflow/tfjs-core';
import type {
  LaggedConfiguration,
  ModelConfiguration,
  WaveNetConfiguration,
} from '../../src-main/architecture/configuration';
import { RandomStream } from '../../src-main/math/random';
import { initialParameters, parameterLayouts } from '../../src-main/model/parameters';

export const smallWaveNet: WaveNetConfiguration = {
  family: 'wavenet',
  quantizationLevels: 5,
  dilations: [1, 2, 4],
  kernelSize: 2,
  inputKernelSize: 3,
  residualChannels: 4,
  dilationChannels: 3,
  skipChannels: 6,
  headChannels: 5,
  bias: true,
  conditionClasses: null,
  localConditionChannels: null,
  padding: 'layer',
};

export const smallLagged: LaggedConfiguration = {
  family: 'lagged',
  quantizationLevels: 5,
  lags: 6,
  hiddenChannels: [4],
};

/** Every trait of the architecture in small: kernels, channels, biases, conditions, both paddings, both families. */
export const anyWaveNet: fc.Arbitrary<WaveNetConfiguration> = fc.record({
  family: fc.constant('wavenet' as const),
  quantizationLevels: fc.integer({ min: 2, max: 6 }),
  dilations: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
  kernelSize: fc.integer({ min: 1, max: 3 }),
  inputKernelSize: fc.integer({ min: 1, max: 4 }),
  residualChannels: fc.integer({ min: 1, max: 4 }),
  dilationChannels: fc.integer({ min: 1, max: 4 }),
  skipChannels: fc.integer({ min: 1, max: 4 }),
  headChannels: fc.integer({ min: 1, max: 4 }),
  bias: fc.boolean(),
  conditionClasses: fc.option(fc.integer({ min: 1, max: 3 })),
  localConditionChannels: fc.option(fc.integer({ min: 1, max: 2 })),
  padding: fc.constantFrom('layer' as const, 'input' as const),
});

export const anyLagged: fc.Arbitrary<LaggedConfiguration> = fc.record({
  family: fc.constant('lagged' as const),
  quantizationLevels: fc.integer({ min: 2, max: 6 }),
  lags: fc.integer({ min: 1, max: 6 }),
  hiddenChannels: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
});

export const anyModel: fc.Arbitrary<ModelConfiguration> = fc.oneof(
  { weight: 4, arbitrary: anyWaveNet },
  { weight: 1, arbitrary: anyLagged },
);

/** Parameters large enough that every nonlinearity is felt; biases too. */
export function livelyParameters(model: ModelConfiguration, seed = 1): Float32Array {
  const flat = initialParameters(model, RandomStream.fromSeed(seed));
  const noise = RandomStream.fromSeed(seed).fork('lively');
  return flat.map((value) => value + 0.3 * noise.normal());
}

export function parameterTensors(model: ModelConfiguration, flat: Float32Array): tf.Tensor[] {
  return parameterLayouts(model).map(({ shape, offset, size }) =>
    tf.tensor(flat.subarray(offset, offset + size), shape),
  );
}

/** Tokens [rows] of a small random batch, classes and local condition as the model wants them. */
export function randomBatch(
  model: ModelConfiguration,
  { batch, length, seed = 2 }: { batch: number; length: number; seed?: number },
) {
  const stream = RandomStream.fromSeed(seed);
  const wavenet = model.family === 'wavenet' ? model : null;
  return {
    batch,
    length,
    /** [B, T + 1]. */
    tokens: Int32Array.from({ length: batch * (length + 1) }, () => stream.integer(model.quantizationLevels)),
    classes: wavenet?.conditionClasses
      ? Int32Array.from({ length: batch }, () => stream.integer(wavenet.conditionClasses!))
      : null,
    local: wavenet?.localConditionChannels
      ? Float32Array.from({ length: batch * length * wavenet.localConditionChannels }, () => stream.normal())
      : null,
  };
}
export type RandomBatch = ReturnType<typeof randomBatch>;

/** The batch as tensors: inputs and targets [B, T], condition. */
export function batchTensors(model: ModelConfiguration, { tokens, batch, length, classes, local }: RandomBatch) {
  const rows = tf.tensor2d(tokens, [batch, length + 1], 'int32');
  const channels = model.family === 'wavenet' ? model.localConditionChannels : null;
  return {
    inputs: tf.slice(rows, [0, 0], [batch, length]),
    targets: tf.slice(rows, [0, 1], [batch, length]),
    condition: {
      classes: classes && tf.tensor1d(classes, 'int32'),
      local: local && tf.tensor3d(local, [batch, length, channels!]),
    },
  };
}

/** Largest absolute difference; infinite where something is not a number or the lengths differ. */
export function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = a.length === b.length ? 0 : Infinity;
  for (let i = 0; i < a.length; i++)
    largest = Math.max(largest, Number.isNaN(a[i]! - b[i]!) ? Infinity : Math.abs(a[i]! - b[i]!));
  return largest;
}
