import * as tf from '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';
import type { WaveNetConfiguration } from '../../../src-main/architecture/configuration';
import { RandomStream } from '../../../src-main/math/random';
import { initialParameters } from '../../../src-main/model/parameters';
import { createTrainingStep, type StepInputs, type TrainingStepOptions } from '../../../src-main/model/step';

const model: WaveNetConfiguration = {
  family: 'wavenet', quantizationLevels: 9, dilations: [1, 2, 4], kernelSize: 2, inputKernelSize: 3, residualChannels: 4,
  dilationChannels: 5, skipChannels: 6, headChannels: 7, bias: true, conditionClasses: null, localConditionChannels: null, padding: 'layer',
};
const options: TrainingStepOptions = {
  model, length: 24, microBatch: 3, parallelParts: 2, execution: 'graph',
  training: {
    skipPartialReceptiveField: false,
    optimizer: { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clipNorm: 1 },
    unrolling: { horizon: 4, origins: 3, weight: 1, gumbelTemperature: 0.66, sampling: 'soft', curriculumSteps: null },
  },
};
function inputs(seed: number): StepInputs {
  const stream = RandomStream.fromSeed(seed);
  return {
    tokens: Int32Array.from({ length: 8 * 25 }, () => stream.integer(9)), condition: null, localCondition: null, learningRate: 0.01,
    unrolling: { origins: Int32Array.of(0, 7, 20), horizon: 4, weight: 1, gumbelTemperature: 0.66, noiseSeed: [3, seed] },
  };
}
function fresh() { const parameters = initialParameters(model, RandomStream.fromSeed(1)); return { parameters, firstMoment: new Float32Array(parameters.length), secondMoment: new Float32Array(parameters.length), steps: 0 }; }

describe('step', () => {
  it('runs', () => {
    const before = tf.memory().numTensors;
    for (const o of [options, { ...options, execution: 'eager' as const }, { ...options, microBatch: 8 }]) {
      const step = createTrainingStep(o, fresh());
      const n = tf.memory().numTensors;
      for (let i = 0; i < 4; i++) console.log(step.execution, JSON.stringify(step.run(inputs(i))), tf.memory().numTensors - n);
      step.dispose();
    }
    expect(tf.memory().numTensors).toBe(before);
  });
});
