import { expect, test } from 'vitest';
import { forecastRows } from '../../src-main/contract/baselines';
import type { Curves, Dataset } from '../../src-main/data/curves';
import { measureBaselines } from '../../src-main/worker/baselines';
import { tinyConfiguration } from '../training/tiny-run';

const samples = 40;
const levels = 7;
const period = 8;

/** Sines of a period of 8 samples that begin one sample later each. */
function curves(count: number, values?: Float64Array): Curves {
  const level = (curve: number, t: number) => Math.round(3 + 3 * Math.sin((2 * Math.PI * (t + curve)) / period));
  return {
    count,
    samples,
    tokens: Uint8Array.from({ length: count * samples }, (_, i) => level(Math.floor(i / samples), i % samples)),
    classes: null,
    local: null,
    ...(values ? { values: { ofLevels: values, scales: new Float64Array(count).fill(2) } } : {}),
  };
}

function dataset(values?: Float64Array): Dataset {
  const [train, validation, test] = [6, 5, 5].map((count) => curves(count, values)) as [Curves, Curves, Curves];
  return { quantizationLevels: levels, range: { low: 0, high: 1 }, train, validation, test };
}

test('what repeats itself is forecast by its last season, and not by its last value', () => {
  const measured = measureBaselines(tinyConfiguration({ training: { skipPartialReceptiveField: true } }), dataset());
  const named = new Map(measured.baselines.map((baseline) => [baseline.name, baseline]));
  expect(named.get('seasonal')).toMatchObject({ label: 'Last value of a season of 8', error: new Array(10).fill(0) });
  expect(named.get('seasonal')!.accuracy).toEqual([
    { horizon: 3, share: 1 },
    { horizon: 5, share: 1 },
  ]);
  expect(named.get('last-value')!.error[period - 1]).toBe(0);
  expect(named.get('last-value')!.error[0]).toBeGreaterThan(0.5);
  expect(measured.baselines.every(({ valueError }) => valueError === undefined)).toBe(true);
});

test('values at equal distances err as levels do, in their unit and at the scale of their series', () => {
  const inLevels = measureBaselines(tinyConfiguration(), dataset()).baselines;
  const inValues = measureBaselines(
    tinyConfiguration(),
    dataset(Float64Array.from({ length: levels }, (_, i) => 5 + i / 2)),
  );
  inValues.baselines.forEach(({ error, valueError, accuracy }, index) => {
    error.forEach((one, step) => expect(one).toBeCloseTo(inLevels[index]!.error[step]!, 4));
    valueError!.forEach((one, step) => expect(one).toBeCloseTo(error[step]!, 9));
    expect(accuracy).toEqual(inLevels[index]!.accuracy);
  });
});

test('a model is worth it where it errs less than the best simple forecast, in the unit of the data', () => {
  const baseline = { name: 'last-value' as const, accuracy: [] };
  const rows = forecastRows({
    baselines: [
      { ...baseline, label: 'Last value', error: [4], valueError: [20] },
      { ...baseline, label: 'Season', error: [1], valueError: [40] },
    ],
    arms: [{ label: 'One-step', seeds: 1, error: 2, valueError: 15, accuracy: [] }],
    curves: 1,
    origin: 0,
    horizon: 1,
    unit: 'mm',
  });
  expect(rows.map(({ label, skill }) => [label, skill])).toEqual([
    ['One-step', 0.25],
    ['Last value', null],
    ['Season', null],
  ]);
});
