import { resolve } from 'node:path';
import '@tensorflow/tfjs-node-gpu';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenModel } from '../../src-main/contract/golden';
import { forecastScore, teacherForcedScore, type EvaluationSums } from '../../src-main/model/evaluation-sums';
import { fromPyTorch } from '../../src-main/model/parameters';
import { readGoldenCase } from '../../src-main/worker/golden-files';
import { evaluateAll, evaluateOnce } from './evaluation-fixture';
import { anyModel, difference, livelyParameters, randomBatch, smallWaveNet } from './models';

/** Counts are the same numbers; losses differ by the order of their sums. */
function expectSame(given: EvaluationSums, wanted: EvaluationSums): void {
  const losses = ({ teacherForced, forecasts }: EvaluationSums) => [teacherForced.loss, ...forecasts.loss];
  const counts = ({ teacherForced, forecasts }: EvaluationSums) => [
    teacherForced.correct,
    teacherForced.count,
    ...forecasts.correct,
    forecasts.count,
  ];
  expect(counts(given)).toEqual(counts(wanted));
  expect(difference(losses(given), losses(wanted))).toBeLessThan(1e-5 * Math.max(...losses(wanted)));
}

describe('a recorded evaluation', () => {
  it('equals the eager one for every architecture, in any number of parts', () => {
    const horizons = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(anyModel, horizons, fc.integer({ min: 1, max: 3 }), (model, horizon, parts) => {
        const batch = randomBatch(model, { batch: 3, length: 10 });
        const trial = { model, parameters: livelyParameters(model), batch, origins: { origins: [0, 5], horizon } };
        expectSame(evaluateOnce(trial, { execution: 'graph', parts }), evaluateOnce(trial, { execution: 'eager' }));
      }),
      { numRuns: 12, seed: 5 },
    );
  }, 240_000);

  it.each(['tiny', 'conditional', 'fourier'])('gives the accuracies of the golden case %s exactly', async (name) => {
    const { golden, weights } = await readGoldenCase(resolve(__dirname, '../golden', name));
    const model = goldenModel(golden);
    const { origins, horizon, loss, accuracy } = golden.greedy_rolling_origin;
    const batch = {
      tokens: Int32Array.from(golden.inputs.flatMap((row, b) => [...row, golden.targets[b]!.at(-1)!])),
      batch: golden.inputs.length,
      length: golden.inputs[0]!.length,
      classes: golden.condition && Int32Array.from(golden.condition),
      local: null,
    };
    const trial = { model, parameters: fromPyTorch(model, weights), batch, origins: { origins, horizon } };
    for (const execution of ['eager', 'graph'] as const) {
      const sums = evaluateOnce(trial, { execution });
      expect(teacherForcedScore(sums).accuracy).toBe(golden.one_step_accuracy);
      expect(forecastScore(sums, horizon).accuracy).toBe(accuracy);
      expect(forecastScore(sums, horizon).loss).toBeCloseTo(loss, 4);
    }
  });

  it('has nothing frozen in it: parameters, tokens and origins may change, and the size of the batch', () => {
    const model = smallWaveNet;
    const trials = (
      [
        [1, 4, [0, 3]],
        [2, 4, [2, 6]],
        [3, 1, [5]],
        [4, 4, [1, 2]],
      ] as const
    ).map(([seed, rows, origins]) => ({
      parameters: livelyParameters(model, seed),
      batch: randomBatch(model, { batch: rows, length: 10, seed }),
      origins: { origins, horizon: 3 },
    }));
    const recorded = evaluateAll(model, trials, { execution: 'graph' });
    const eager = evaluateAll(model, trials, { execution: 'eager' });
    recorded.forEach((sums, i) => expectSame(sums, eager[i]!));
  });
});
