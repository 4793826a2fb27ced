import { expect, test } from 'vitest';
import { curveAt, type Curves } from '../../src-main/data/curves';
import { validationPieces } from '../../src-main/training/evaluate';
import { forecastFreely, type Forecaster } from '../../src-main/training/forecasts';
import { MemoryFiles, resources, tinyConfiguration, unrolling } from './tiny-run';

const configuration = tinyConfiguration();
const { test: curves, validation } = await resources(new MemoryFiles()).openDataset(configuration.data);
const parameters = new Float32Array();
const always = () => Promise.resolve(true);

/** Repeats the last observed token, plus the number of the step. */
const repeating: Forecaster = async function* ({ prompt, batch, steps }) {
  const length = prompt.length / batch;
  for (let step = 0; step < steps; step++) {
    yield Array.from({ length: batch }, (_, row) => prompt[row * length + length - 1]! + step);
  }
};

test('the error is the mean distance in levels over all test curves, step by step', async () => {
  const result = (await forecastFreely(configuration, { parameters, test: curves, forecaster: repeating }, always))!;
  const wanted = Array.from({ length: 10 }, (_, step) => {
    const errors = Array.from({ length: curves.count }, (_, index) => {
      const curve = curveAt(curves, index);
      return Math.abs(curve[8]! + step - curve[9 + step]!);
    });
    return errors.reduce((sum, error) => sum + error, 0) / curves.count;
  });
  result.error.forEach((error, step) => expect(error).toBeCloseTo(wanted[step]!, 10));
  expect(result.curves).toBe(5);
});

test('the first four curves are kept to be drawn: what was observed, the truth and the forecast', async () => {
  const result = (await forecastFreely(configuration, { parameters, test: curves, forecaster: repeating }, always))!;
  expect(result.forecasts.map(({ curve }) => curve)).toEqual([0, 1, 2, 3]);
  for (const { curve, observed, truth, forecast } of result.forecasts) {
    expect([...observed, ...truth]).toEqual([...curveAt(curves, curve).subarray(0, 19)]);
    expect(forecast[0]).toBe(observed.at(-1));
  }
});

test('many test curves are forecast in parts with the same result as each on its own', async () => {
  const many: Curves = { ...curves, count: 300, tokens: new Uint8Array(300 * 40).map((_, i) => (i * 7) % 5) };
  const batches: number[] = [];
  const forecaster: Forecaster = (request) => {
    batches.push(request.batch);
    return repeating(request);
  };
  const result = (await forecastFreely(configuration, { parameters, test: many, forecaster }, always))!;
  expect(batches).toEqual([128, 128, 44]);
  expect(result.forecasts).toHaveLength(4);
});

test('a stop between two steps ends the forecasts without a result', async () => {
  let asked = 0;
  const proceed = () => Promise.resolve(++asked < 4);
  expect(await forecastFreely(configuration, { parameters, test: curves, forecaster: repeating }, proceed)).toBeNull();
  expect(asked).toBe(4);
});

test('validation uses the same curves and origins in every arm and for every seed', () => {
  const arms = [null, unrolling()].map((arm) => tinyConfiguration({ training: { unrolling: arm } }));
  const [first, second] = arms.map((arm) => validationPieces(arm, validation));
  expect(first).toEqual(second);
  for (const { origins, batch } of first!) {
    expect(origins).toHaveLength(3);
    expect(Math.max(...origins) + 5).toBeLessThanOrEqual(batch.length);
  }
});
