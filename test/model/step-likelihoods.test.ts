import * as tf from '@tensorflow/tfjs-node-gpu';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ModelConfiguration } from '../../src-main/architecture/configuration';
import { forward } from '../../src-main/model/forward';
import { loadNetwork } from '../../src-main/model/network';
import { probabilities } from '../../src-main/model/samplers';
import { StepLikelihoods } from '../../src-main/model/step-likelihoods';
import {
  anyModel,
  batchTensors,
  difference,
  livelyParameters,
  randomBatch,
  smallWaveNet,
  type RandomBatch,
} from './models';

const tolerance = 2e-5;

test('each step is the logarithm of the probability that the forward pass gives the sample', () => {
  fc.assert(
    fc.property(anyModel, (model) => {
      const batch = randomBatch(model, { batch: 3, length: 7 });
      const parameters = livelyParameters(model);
      const steps = new StepLikelihoods({
        model,
        parameters,
        rows: 3,
        length: 7,
        execution: 'eager',
        parallelParts: 1,
      });
      expect(difference(steps.evaluate(batch), expected(model, parameters, batch))).toBeLessThan(tolerance);
      steps.dispose();
    }),
    { numRuns: 15 },
  );
});

test('recorded in parts, and in batches of which the last is filled up, they are the same', () => {
  const model = { ...smallWaveNet, conditionClasses: 3, localConditionChannels: 2 };
  const batch = randomBatch(model, { batch: 11, length: 9 });
  const parameters = livelyParameters(model);
  const before = tf.memory().numTensors;
  const steps = new StepLikelihoods({ model, parameters, rows: 4, length: 9, execution: 'graph', parallelParts: 2 });
  expect(difference(steps.evaluate(batch), expected(model, parameters, batch))).toBeLessThan(tolerance);
  steps.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('series of another length are refused with both lengths', () => {
  const model = smallWaveNet;
  const parameters = livelyParameters(model);
  const steps = new StepLikelihoods({ model, parameters, rows: 2, length: 9, execution: 'eager', parallelParts: 1 });
  expect(() => steps.evaluate(randomBatch(model, { batch: 2, length: 8 }))).toThrow('have 8 inputs; 9 are expected');
  steps.dispose();
});

function expected(model: ModelConfiguration, parameters: Float32Array, batch: RandomBatch): Float64Array {
  const { quantizationLevels: levels } = model;
  const logits = tf.tidy(() => {
    const { inputs, condition } = batchTensors(model, batch);
    return forward(loadNetwork({ model, parameters }), inputs, condition).dataSync();
  });
  return Float64Array.from({ length: batch.batch * batch.length }, (_, i) => {
    const target = batch.tokens[Math.floor(i / batch.length) * (batch.length + 1) + (i % batch.length) + 1]!;
    return Math.log(probabilities(logits.subarray(i * levels, (i + 1) * levels))[target]!);
  });
}
