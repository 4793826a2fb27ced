import { expect, test } from 'vitest';
import { driftChoiceSchema } from '../../src-main/contract/drift';
import { curveAt } from '../../src-main/data/curves';
import { measureDrift, type DriftMeasurement, type Predictor } from '../../src-main/training/drift';
import type { Forecaster } from '../../src-main/training/forecasts';
import { MemoryFiles, resources, tinyConfiguration } from './tiny-run';

const tiny = tinyConfiguration();
const { test: curves } = await resources(new MemoryFiles()).openDataset(tiny.data);

/** Repeats the last observed token for ever. */
const holding: Forecaster = async function* ({ prompt, batch, steps }) {
  const length = prompt.length / batch;
  for (let step = 0; step < steps; step++) {
    yield Array.from({ length: batch }, (_, row) => prompt[(row + 1) * length - 1]!);
  }
};
/** Predicts the token before. */
const lagging: Predictor = ({ rows, count }) =>
  Int32Array.from(rows.flatMap((row) => Array.from(row.subarray(row.length - count))));

function measure(changes: Partial<DriftMeasurement> = {}, choice: object = {}) {
  return measureDrift({
    configuration: tiny,
    parameters: new Float32Array(),
    test: curves,
    periods: null,
    levelsPerUnit: 1,
    choice: driftChoiceSchema.parse(choice),
    forecaster: holding,
    predictor: lagging,
    proceed: () => Promise.resolve(true),
    ...changes,
  });
}

test('error and accuracy are means over the curves against the truth, step by step', async () => {
  const { horizon, origin, under, curves: count } = (await measure())!;
  expect(count).toBe(curves.count);
  for (let step = 0; step < horizon; step++) {
    const truth = Array.from({ length: count }, (_, row) => curveAt(curves, row));
    const errors = truth.map((curve) => Math.abs(curve[origin]! - curve[origin + 1 + step]!));
    const mean = errors.reduce((sum, error) => sum + error, 0) / count;
    expect(under[0]!.freeRunning.error[step]).toBeCloseTo(mean, 12);
    expect(under[0]!.freeRunning.accuracy[step]).toBeCloseTo(errors.filter((error) => error === 0).length / count, 12);
  }
});

test('both ways begin with the same prediction: nothing of its own was fed back yet', async () => {
  const { under } = (await measure({}, { noise: 0.6 }))!;
  expect(under.map(({ observations }) => observations)).toEqual(['clean', 'noisy']);
  for (const { freeRunning, teacherForced } of under) {
    expect(freeRunning.error[0]).toBe(teacherForced.error[0]);
    expect(freeRunning.accuracy[0]).toBe(teacherForced.accuracy[0]);
  }
});

test('noise is the same whenever it is measured, another with another seed, and none without any', async () => {
  const noisy = async (seed: number) => (await measure({}, { noise: 1, seed }))!.under[1]!.freeRunning.error;
  expect(await noisy(1)).toEqual(await noisy(1));
  expect(await noisy(2)).not.toEqual(await noisy(1));
  expect((await measure({}, { noise: 0 }))!.under).toHaveLength(1);
});

test('a perfect forecast has no error and the spectrum of the truth', async () => {
  const { origin, horizon } = (await measure())!;
  const truthOf = (row: number) => curveAt(curves, row).subarray(origin + 1, origin + 1 + horizon);
  const forecaster: Forecaster = async function* ({ batch, steps }) {
    for (let step = 0; step < steps; step++) {
      yield Array.from({ length: batch }, (_, row) => truthOf(row)[step]!);
    }
  };
  const predictor: Predictor = ({ rows }) => Int32Array.from(rows.flatMap((_, row) => [...truthOf(row)]));
  const periods = Array.from({ length: curves.count }, () => horizon - 1.5);
  const [clean] = (await measure({ forecaster, predictor, periods }))!.under;
  expect(Math.max(...clean!.freeRunning.error)).toBe(0);
  expect(Math.min(...clean!.teacherForced.accuracy)).toBe(1);
  expect(clean!.spectra!.freeRunning).toEqual(clean!.spectra!.truth);
  expect(clean!.spectra!.teacherForced).toEqual(clean!.spectra!.truth);
  expect(Math.max(...clean!.spectra!.error)).toBeLessThan(1e-12);
});

test('it ends without a result when it is not to go on', async () => {
  expect(await measure({ proceed: () => Promise.resolve(false) })).toBeNull();
});
