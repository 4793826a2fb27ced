import { resolve } from 'node:path';
import '@tensorflow/tfjs-node-gpu';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelConfiguration } from '../../src-main/architecture/configuration';
import { goldenModel } from '../../src-main/contract/golden';
import type { Execution } from '../../src-main/contract/training';
import { forecastScore, teacherForcedScore, type EvaluationSums } from '../../src-main/model/evaluation-sums';
import { Evaluator } from '../../src-main/model/evaluator';
import { loadNetwork } from '../../src-main/model/network';
import { fromPyTorch } from '../../src-main/model/parameters';
import { evaluateBatch, type EvaluationBatch, type Origins } from '../../src-main/model/rolling-origin';
import { readGoldenCase } from '../../src-main/worker/golden-files';
import { anyModel, difference, livelyParameters, randomBatch, smallWaveNet } from './models';

interface Trial {
  model: ModelConfiguration;
  parameters: Float32Array;
  batch: EvaluationBatch;
  origins: Origins;
}

function withEvaluator<T>(
  { model, execution = 'graph', parts = 2 }: { model: ModelConfiguration; execution?: Execution; parts?: number },
  use: (evaluator: Evaluator) => T,
): T {
  const notices: string[] = [];
  const onNotice = (message: string) => notices.push(message);
  const evaluator = new Evaluator({ model, execution, parallelParts: parts, onNotice });
  try {
    return use(evaluator);
  } finally {
    evaluator.dispose();
    expect(notices).toEqual([]);
  }
}

function run(evaluator: Evaluator, { parameters, batch, origins }: Omit<Trial, 'model'>): EvaluationSums {
  const flat = tf.tensor1d(parameters);
  try {
    return evaluator.evaluate(flat, batch, origins);
  } finally {
    flat.dispose();
  }
}

/** By the definition's own eager pass over the whole batch. */
function reference({ model, parameters, batch, origins }: Trial): EvaluationSums {
  const network = loadNetwork({ model, parameters });
  try {
    return evaluateBatch(network, batch, origins);
  } finally {
    tf.dispose(network as unknown as tf.TensorContainer);
  }
}

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
    const horizons = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(anyModel, horizons, fc.integer({ min: 1, max: 3 }), (model, horizon, parts) => {
        const batch = randomBatch(model, { batch: 3, length: 10 });
        const trial = { model, parameters: livelyParameters(model), batch, origins: { origins: [0, 5], horizon } };
        expectSame(withEvaluator({ model, parts }, (evaluator) => run(evaluator, trial)), reference(trial));
        expectSame(withEvaluator({ model, execution: 'eager' }, (evaluator) => run(evaluator, trial)), reference(trial));
      }),
      { numRuns: 8, seed: 5 },
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
    const parameters = fromPyTorch(model, weights);
    const trial = { parameters, batch, origins: { origins, horizon } };
    const sums = withEvaluator({ model }, (evaluator) => run(evaluator, trial));
    expect(teacherForcedScore(sums).accuracy).toBe(golden.one_step_accuracy);
    expect(forecastScore(sums, horizon).accuracy).toBe(accuracy);
    expect(forecastScore(sums, horizon).loss).toBeCloseTo(loss, 4);
  });

  it('has nothing frozen in it: parameters, tokens and origins may change, and the size of the batch', () => {
    const model = smallWaveNet;
    withEvaluator({ model }, (evaluator) => {
      for (const [seed, rows, origins] of [[1, 4, [0, 3]], [2, 4, [2, 6]], [3, 1, [5]], [4, 4, [1, 2]]] as const) {
        const parameters = livelyParameters(model, seed);
        const batch = randomBatch(model, { batch: rows, length: 10, seed });
        const trial = { model, parameters, batch, origins: { origins, horizon: 3 } };
        expectSame(run(evaluator, trial), reference(trial));
      }
    });
  });

  it('keeps no tensor from batch to batch', () => {
    const model = smallWaveNet;
    const trial = {
      parameters: livelyParameters(model),
      batch: randomBatch(model, { batch: 3, length: 10 }),
      origins: { origins: [1, 4], horizon: 3 },
    };
    const before = tf.memory().numTensors;
    withEvaluator({ model }, (evaluator) => {
      run(evaluator, trial);
      run(evaluator, trial);
      expect(tf.memory().numTensors).toBe(before);
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
