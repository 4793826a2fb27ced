import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { usualMeaning, usualPreparation, usualReading, type SeriesDataset } from '../../src-main/contract/own-data';
import {
  commonStretch,
  fullScale,
  levelValues,
  ownUnits,
  soundRate,
  stretchOf,
} from '../../src-main/contract/own-units';
import { levelOf } from '../../src-main/data/own/levels';
import { transformed } from '../../src-main/data/own/measure';
import { levelScale, ownScale } from '../../src-main/figures/curve-scale';

const dataset = (change: Partial<SeriesDataset> = {}): SeriesDataset => ({
  kind: 'series',
  id: 'a'.repeat(64),
  source: { files: [], sha256: '', facts: [] },
  choice: {
    reading: usualReading,
    preparation: usualPreparation,
    meaning: { ...usualMeaning, valueName: 'Sunspots', valueUnit: 'per month', timeUnit: 'year', start: 1749 },
  },
  classes: null,
  counts: { train: 1, validation: 1, test: 1 },
  interval: 0.25,
  range: { low: -3, high: 5 },
  error: { rootMeanSquare: 0, largest: 0, clamped: 0 },
  series: [{ name: 'a', length: 100, class: null, scale: 2, offset: 10, slope: 0 }],
  conditions: [],
  ...change,
});

describe('imported series in their own unit', () => {
  test('differ from what was imported by no more than their levels are wide, whatever was taken from them', () => {
    const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(
        fc.record({
          law: fc.constantFrom('linear' as const, 'mu-law' as const),
          quantizationLevels: fc.integer({ min: 2, max: 1024 }),
          sample: number(-3, 5),
          scale: number(0.01, 100),
          offset: number(-100, 100),
          slope: number(-2, 2),
          begin: fc.integer({ min: 0, max: 50 }),
          index: fc.integer({ min: 0, max: 49 }),
        }),
        ({ law, quantizationLevels, sample, scale, offset, slope, begin, index }) => {
          const preparation = { ...usualPreparation, law, quantizationLevels };
          const own = dataset({
            choice: { ...dataset().choice, preparation },
            series: [{ name: 'a', length: 100, class: null, scale, offset, slope }],
          });
          const place = begin + index;
          const original = sample * scale + offset + slope * place;
          const levels = { ...preparation, range: own.range };
          const level = levelOf(transformed(original, place, own.series[0]!), levels);
          const shown = ownScale(ownUnits(own), stretchOf(own, 0, begin)).value(level, index);
          const values = levelValues(levels);
          const gap = Math.max(
            ...[level - 1, level + 1].map((next) => Math.abs((values[next] ?? values[level]!) - values[level]!)),
          );
          expect(Math.abs(shown - original)).toBeLessThanOrEqual(
            gap * scale * (1 + 1e-9) + 1e-9 * (Math.abs(original) + 1),
          );
        },
      ),
    );
  });

  test('stand at their own times, their axes named as a person named them', () => {
    const own = dataset();
    const scale = ownScale(ownUnits(own), stretchOf(own, 0, 40));
    expect(scale.x).toMatchObject({ title: 'Time', unit: 'year' });
    expect([scale.time(0), scale.time(3)]).toEqual([1759, 1759.75]);
    expect(scale.y).toMatchObject({ title: 'Sunspots', unit: 'per month', min: 4, max: 20 });
    expect(scale.value(63, 0)).toBe(12);
  });

  test('have a common scale where nothing was taken from them, or the same of all', () => {
    const [first] = dataset().series;
    expect(commonStretch(dataset())).toEqual({ scale: 2, offset: 10, slope: 0, place: 0, start: 0 });
    expect(commonStretch({ series: [first!, { ...first!, scale: 3 }] })).toBeNull();
    expect(commonStretch({ series: [{ ...first!, slope: 0.1 }] })).toBeNull();
  });

  test('are sounds where their rate can be heard', () => {
    const time = { title: 'Time', unit: 's' };
    expect(soundRate({ time, interval: 1 / 8000 })).toBe(8000);
    expect(soundRate({ time, interval: 0.02 })).toBeNull();
    expect(soundRate({ time: { ...time, unit: 'month' }, interval: 1 / 8000 })).toBeNull();
    expect(fullScale({ values: [-1, 0.5] }, { scale: 1, offset: 0, slope: 0, place: 0, start: 0 })).toBe(1);
    expect(fullScale({ values: [-1, 0.5] }, { scale: 300, offset: 0, slope: 0, place: 0, start: 0 })).toBe(300);
  });
});

test('levels stay as they are', () => {
  const { value, time, y } = levelScale({ quantizationLevels: 9, sampleInterval: 0.02 });
  expect([value(3, 7), time(3), y.max]).toEqual([3, 0.06, 8]);
});
