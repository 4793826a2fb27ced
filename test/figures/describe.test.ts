import { join } from 'node:path';
import { expect, test } from 'vitest';
import { figureSchema, type FigureDescription } from '../../src-main/contract/figure';
import { describeError } from '../../src-main/figures/describe-error';
import { describeForecasts } from '../../src-main/figures/describe-forecasts';
import { describeValidation } from '../../src-main/figures/describe-validation';
import { meanOverSeeds } from '../../src-main/figures/seed-band';
import { studentQuantile } from '../../src-main/math/statistics';
import { armSeries, type StudyRun } from '../../src-main/figures/study-run';

const study = { name: 'fourier-unrolling', title: 'Unrolled training' };
const run = (arm: number, seed: number): StudyRun => ({
  id: `run-${arm}-${seed}`,
  name: `${['one-step', 'unrolled-8'][arm]} · seed ${seed}`,
  armLabel: ['One-step', 'Unrolled, 8 steps'][arm]!,
  colorIndex: arm,
  seed,
  configurationHash: `hash-${arm}`,
  dataHash: 'data',
  versions: { wavebench: '1.0.0', tensorflow: '2.21.0' },
});
const curve = (arm: number, seed: number, steps = 4) => ({
  run: run(arm, seed),
  x: Array.from({ length: steps }, (_, i) => 10 * (i + 1)),
  y: Array.from({ length: steps }, (_, i) => Math.sin(i + seed / 3) / (arm + 2)),
});

/** The figure as text, numbers to three decimals, compared with the file of that name. */
async function expectFigure(figure: FigureDescription, name: string): Promise<void> {
  expect(() => figureSchema.parse(figure)).not.toThrow();
  const text = JSON.stringify(
    figure,
    (_, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(3)) : value),
    1,
  );
  await expect(`${text}\n`).toMatchFileSnapshot(join(import.meta.dirname, 'descriptions', `${name}.json`));
}

test('validation, one seed: a curve for each arm', async () => {
  const figure = describeValidation({ study, curves: [curve(1, 1), curve(0, 1)], horizon: 8, band: 'range' });
  await expectFigure(figure, 'validation-one-seed');
});

test('validation, three seeds: the mean with its band, and the single seeds faint behind', async () => {
  const curves = [0, 1].flatMap((arm) => [1, 2, 3].map((seed) => curve(arm, seed, 3 + seed)));
  await expectFigure(describeValidation({ study, curves, horizon: 1, band: 'ci95' }), 'validation-three-seeds');
});

test('error by forecast step', async () => {
  const errors = [0, 1].flatMap((arm) =>
    [1, 2].map((seed) => ({ run: run(arm, seed), error: [seed, 2 * seed, 3 * arm], curves: 32 })),
  );
  await expectFigure(describeError({ study, errors, band: 'std' }), 'error');
});

test('forecasts: test curves below each other, truth, observation limit and the forecast of each arm', async () => {
  const forecasts = (offset: number) =>
    [0, 1].map((number) => ({
      curve: number,
      origin: 4,
      observed: [3, 4, 5],
      truth: [6, 5, 4],
      forecast: [6 + offset, 5, 4 - offset],
    }));
  const runs = [0, 1].map((arm) => ({
    run: run(arm, 1),
    forecasts: forecasts(arm + 1),
    error: [arm, arm, 4],
    curves: 32,
  }));
  const figure = describeForecasts({ study, runs, seed: 1, quantizationLevels: 9, sampleInterval: 0.02 });
  await expectFigure(figure, 'forecasts');
});

test('a mean counts only places where all seeds have a finite value, and names how many there are', () => {
  const curves = [
    { x: [1, 2, 3], y: [1, NaN, 5] },
    { x: [1, 2, 3, 4], y: [3, 4, 7, 8] },
  ];
  expect(meanOverSeeds(curves, 'range')).toEqual({
    x: [1, 3],
    y: [2, 6],
    band: { low: [1, 5], high: [3, 7], kind: 'range', n: 2 },
  });
  expect(meanOverSeeds(curves, 'std').band!.low[0]).toBeCloseTo(2 - Math.SQRT2);
  expect(meanOverSeeds(curves, 'sem').band!.low[0]).toBeCloseTo(1);
  expect(meanOverSeeds(curves, 'ci95').band!.high[0]).toBeCloseTo(2 + 12.7062);
  expect(meanOverSeeds(curves, 'none').band).toBeNull();
});

test('an arm keeps its color and dash whatever other arms are there', () => {
  const alone = armSeries([curve(1, 1)], 'none')[0]!;
  const beside = armSeries([curve(0, 1), curve(1, 1)], 'none')[1]!;
  expect(alone).toEqual(beside);
});

test('quantiles of Student’s t agree with tables', () => {
  for (const [degrees, value] of [
    [1, 12.706],
    [2, 4.303],
    [10, 2.228],
    [11, 2.201],
    [30, 2.042],
    [120, 1.98],
  ]) {
    expect(studentQuantile(degrees!)).toBeCloseTo(value!, 2);
  }
});
