import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { dataSplits, type DataSplit } from '../../../src-main/contract/dataset-examples';
import { usualPreparation, type Preparation } from '../../../src-main/contract/own-data';
import { levelValues, originalValue } from '../../../src-main/contract/own-units';
import { readWindows } from '../../../src-main/data/own/open-own';
import { partsOf, windowStarts } from '../../../src-main/data/own/parts';
import { SeriesSpool, type Signal } from '../../../src-main/data/own/series-spool';
import { writeSeries, type SourceSeries } from '../../../src-main/data/own/write-series';
import { RandomStream } from '../../../src-main/math/random';

const folders: string[] = [];
const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'wavebench-own-'));
  folders.push(path);
  return path;
};
afterEach(() => folders.splice(0).forEach((path) => rmSync(path, { recursive: true })));

const memory = (values: readonly number[]): Signal => ({
  length: values.length,
  read: (start, count) => Float64Array.from(values.slice(start, start + count)),
});
const series = (
  name: string,
  values: readonly number[],
  conditions: readonly (readonly number[])[] = [],
): SourceSeries => ({
  name,
  class: null,
  values: memory(values),
  conditions: conditions.map(memory),
});
const preparation = (changes: Partial<Preparation>): Preparation => ({
  ...usualPreparation,
  windowLength: 10,
  stride: 3,
  ...changes,
});
const noise = (length: number, seed: number) => {
  const stream = RandomStream.fromSeed(seed);
  return Array.from({ length }, () => stream.normal());
};

describe('a spool of series', () => {
  test('gives every stretch back, whatever the order in which series grow', () => {
    const spool = new SeriesSpool(join(folder(), 'spool'));
    const stream = RandomStream.fromSeed(1);
    const expected: number[][] = Array.from({ length: 5 }, () => []);
    expected.forEach(() => spool.add());
    for (let i = 0; i < 40_000; i++) {
      const number = Math.min(stream.integer(5), stream.integer(5));
      const value = stream.uniform();
      expected[number]!.push(value);
      spool.append(number, value);
    }
    for (let i = 0; i < 100; i++) {
      const number = stream.integer(5);
      const { length, read } = spool.signal(number);
      expect(length).toBe(expected[number]!.length);
      const start = stream.integer(length);
      const count = stream.integer(length - start + 1);
      expect([...read(start, count)]).toEqual(expected[number]!.slice(start, start + count));
    }
    spool.close();
  });
});

describe('a split', () => {
  test('by time leaves no window that reaches over a cut, and no value in two splits', () => {
    for (let length = 80; length < 200; length += 7) {
      const { windowLength, stride, split } = preparation({});
      const seen = new Map<number, DataSplit>();
      for (const part of partsOf([{ name: 'x', length }], split)) {
        for (const start of windowStarts(part, { windowLength, stride })) {
          for (let place = start; place < start + windowLength; place++) {
            expect(seen.get(place) ?? part.split).toBe(part.split);
            seen.set(place, part.split);
          }
        }
      }
      const latest = (split: DataSplit) =>
        Math.max(...[...seen].filter(([, own]) => own === split).map(([place]) => place));
      expect(latest('train')).toBeLessThan(latest('validation'));
      expect(latest('validation')).toBeLessThan(latest('test'));
    }
  });

  test('by series holds whole series out, the same ones for the same seed', () => {
    const many = Array.from({ length: 20 }, (_, i) => ({ name: `s${i}`, length: 30 }));
    const by = (seed: number) =>
      partsOf(many, { by: 'series', validation: 0.2, test: 0.1, seed }).map(({ split }) => split);
    expect(by(1)).toEqual(by(1));
    expect(by(1)).not.toEqual(by(2));
    expect(dataSplits.map((split) => by(1).filter((own) => own === split).length)).toEqual([14, 4, 2]);
  });

  test('by names that are not there is refused with those that are', () => {
    const two = [
      { name: 'a', length: 9 },
      { name: 'b', length: 9 },
    ];
    expect(() => partsOf(two, { by: 'given', validation: ['b'], test: ['z'] })).toThrow(
      'split.test names the series "z"',
    );
  });
});

describe('prepared series', () => {
  test('change nothing of what trains when only the held-out part changes', () => {
    const past = noise(140, 2);
    const of = (future: readonly number[], changes: Partial<Preparation>) => {
      const path = folder();
      const written = writeSeries({
        series: [series('x', [...past, ...future], [[...past, ...future].map((value) => value * 2)])],
        conditions: [{ name: 'c', lag: 0 }],
        preparation: preparation(changes),
        folder: path,
      });
      const files = ['train.tokens', 'train.local', 'train.windows'].map((name) => readFileSync(join(path, name)));
      const { range, conditions } = written;
      const { scale, offset, slope } = written.series[0]!;
      return { files, range, conditions, inverse: { scale, offset, slope } };
    };
    const kinds: Partial<Preparation>[] = [
      {},
      { detrend: true },
      { standardise: true, detrend: true },
      { range: { kind: 'quantile', low: 0.05, high: 0.95 } },
    ];
    for (const changes of kinds) {
      expect(of(noise(60, 3), changes)).toEqual(
        of(
          noise(60, 4).map((value) => 100 + 50 * value),
          changes,
        ),
      );
    }
  });

  test.each([
    ['linear', {}],
    ['linear', { detrend: true }],
    ['mu-law', { standardise: true, detrend: true }],
    ['linear', { quantizationLevels: 1024, standardise: true }],
  ] as const)('become their values again but for the quantization error that is told: %s %j', async (law, changes) => {
    const path = folder();
    const values = noise(200, 5).map((value, t) => 40 + 0.3 * t + value);
    const prepared = preparation({ law, quantizationLevels: 256, ...changes });
    const {
      range,
      error,
      series: records,
      counts,
    } = writeSeries({
      series: [series('x', values)],
      conditions: [],
      preparation: prepared,
      folder: path,
    });
    const back = levelValues({ ...prepared, range });
    const bytes = readFileSync(join(path, 'train.tokens'));
    const tokens = prepared.quantizationLevels > 256 ? new Uint16Array(bytes.buffer.slice(bytes.byteOffset)) : bytes;
    const windows = await readWindows(path, 'train');
    expect(windows.length).toBe(2 * counts.train);
    let largest = 0;
    for (let window = 0; window < counts.train; window++) {
      const start = windows[2 * window + 1]!;
      for (let i = 0; i < 10; i++) {
        const value = originalValue(back[tokens[10 * window + i]!]!, start + i, records[0]!);
        largest = Math.max(largest, Math.abs(value - values[start + i]!));
      }
    }
    expect(largest).toBeLessThanOrEqual(error.largest + 1e-9);
    expect(largest).toBeGreaterThan(0);
    expect(error.rootMeanSquare).toBeLessThan(error.largest);
  });

  test('condition each input by what belongs to the sample it predicts, or by what was known so many samples before', () => {
    const path = folder();
    const places = Array.from({ length: 100 }, (_, t) => t);
    const { conditions } = writeSeries({
      series: [series('x', noise(100, 6), [places, places])],
      conditions: [
        { name: 'known', lag: 0 },
        { name: 'late', lag: 4 },
      ],
      preparation: preparation({}),
      folder: path,
    });
    const bytes = readFileSync(join(path, 'test.local'));
    const local = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    const raw = (channel: number, t: number) =>
      local[2 * t + channel]! * conditions[channel]!.scale + conditions[channel]!.mean;
    const start = 85;
    for (let t = 0; t < 9; t++) {
      expect(raw(0, t)).toBeCloseTo(start + t + 1, 3);
      expect(raw(1, t)).toBeCloseTo(start + t + 1 - 4, 3);
    }
  });

  test('that are too short for a window say so', () => {
    const write = () =>
      writeSeries({
        series: [series('x', noise(40, 7))],
        conditions: [],
        preparation: preparation({}),
        folder: folder(),
      });
    expect(write).toThrow(
      'Nothing is left for the split "validation": a window has 10 samples, its longest stretch 6.',
    );
  });
});
