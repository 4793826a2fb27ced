import '@tensorflow/tfjs-node-gpu';
import fc from 'fast-check';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { ModelConfiguration } from '../../src-main/architecture/configuration';
import { addSums, forecastScore, teacherForcedScore, type EvaluationSums } from '../../src-main/model/evaluation-sums';
import { computeTidily } from '../../src-main/model/tidy';
import { evaluateOnce } from './evaluation-fixture';
import {
  anyModel,
  batchTensors,
  livelyParameters,
  parameterTensors,
  randomBatch,
  smallWaveNet,
  type RandomBatch,
} from './models';
import { crossEntropy, oneHot, oneHotSamples, referenceLogits } from './reference';

const length = 10;

function evaluate(model: ModelConfiguration, batch: RandomBatch, origins: number[], horizon: number): EvaluationSums {
  const trial = { model, parameters: livelyParameters(model), batch, origins: { origins, horizon } };
  return evaluateOnce(trial, { execution: 'eager' });
}

/** Loss and accuracy of greedy forecasts, one origin and one full pass at a time. */
function reference(model: ModelConfiguration, data: RandomBatch, origins: number[], horizon: number) {
  return computeTidily(() => {
    const Q = model.quantizationLevels;
    const { condition } = batchTensors(model, data);
    const parameters = parameterTensors(model, livelyParameters(model));
    const classes = model.family === 'wavenet' ? model.conditionClasses : null;
    const given = {
      classes: condition.classes && oneHot(condition.classes.dataSync(), classes!),
      local: condition.local && (tf.unstack(condition.local, 1) as tf.Tensor2D[]),
    };
    const observed = oneHotSamples(data.tokens, data.batch, length, Q, length + 1);
    const targets = oneHotSamples(data.tokens, data.batch, length, Q, length + 1, 1);
    let loss = 0;
    let correct = 0;
    for (const origin of origins) {
      const samples = observed.slice(0, origin + 1);
      for (let step = 0; step < horizon; step++) {
        const logits = referenceLogits(model, parameters, samples, given).at(-1)!;
        const best = tf.argMax(logits, 1).dataSync();
        const wanted = tf.argMax(targets[origin + step]!, 1).dataSync();
        loss += crossEntropy(logits, targets[origin + step]!).dataSync()[0]!;
        correct += [...best].filter((token, b) => token === wanted[b]).length / data.batch;
        samples.push(oneHot(best, Q));
      }
    }
    const count = origins.length * horizon;
    return { loss: loss / count, accuracy: correct / count };
  });
}

describe('rolling-origin evaluation', () => {
  it('equals greedy forecasts one by one, at every horizon from one pass', () => {
    fc.assert(
      fc.property(anyModel, fc.integer({ min: 1, max: 4 }), (model, horizon) => {
        const data = randomBatch(model, { batch: 3, length });
        const origins = [0, 5];
        const sums = evaluate(model, data, origins, horizon);
        for (let h = 1; h <= horizon; h++) {
          const { loss, accuracy } = reference(model, data, origins, h);
          expect(forecastScore(sums, h).loss).toBeCloseTo(loss, 4);
          expect(forecastScore(sums, h).accuracy).toBeCloseTo(accuracy, 9);
        }
      }),
      { numRuns: 12, seed: 3 },
    );
  });

  it('of one step from every origin is the teacher-forced score', () => {
    const data = randomBatch(smallWaveNet, { batch: 3, length });
    const sums = evaluate(
      smallWaveNet,
      data,
      Array.from({ length }, (_, t) => t),
      1,
    );
    const [forecast, taught] = [forecastScore(sums, 1), teacherForcedScore(sums)];
    expect(forecast.loss).toBeCloseTo(taught.loss, 5);
    expect(forecast.accuracy).toBeCloseTo(taught.accuracy, 9);
  });

  it('adds up over batches', () => {
    const whole = randomBatch(smallWaveNet, { batch: 4, length });
    const part = (first: number, batch: number): RandomBatch => ({
      ...whole,
      batch,
      tokens: whole.tokens.slice(first * (length + 1), (first + batch) * (length + 1)),
    });
    const parts = addSums([
      evaluate(smallWaveNet, part(0, 3), [1, 4], 3),
      evaluate(smallWaveNet, part(3, 1), [1, 4], 3),
    ]);
    const once = evaluate(smallWaveNet, whole, [1, 4], 3);
    for (const h of [1, 3]) {
      expect(forecastScore(parts, h).loss).toBeCloseTo(forecastScore(once, h).loss, 5);
      expect(forecastScore(parts, h).accuracy).toBeCloseTo(forecastScore(once, h).accuracy, 9);
    }
    expect(teacherForcedScore(parts).loss).toBeCloseTo(teacherForcedScore(once).loss, 5);
  });

  it('refuses an origin without room for its forecast', () => {
    const data = randomBatch(smallWaveNet, { batch: 1, length });
    expect(() => evaluate(smallWaveNet, data, [3, 9], 2)).toThrow(/origin 9 does not fit; .* integer from 0 to 8/);
  });

  it('refuses a horizon that was not evaluated', () => {
    const sums = evaluate(smallWaveNet, randomBatch(smallWaveNet, { batch: 1, length }), [0], 2);
    expect(() => forecastScore(sums, 3)).toThrow(/horizon 3 was not evaluated; the forecasts have 2 steps/);
  });
});
