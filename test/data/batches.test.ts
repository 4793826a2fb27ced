import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BatchStream, type BatchOptions } from '../../src-main/data/batches';
import type { Curves } from '../../src-main/data/curves';
import { RandomStream } from '../../src-main/math/random';

describe('the stream of batches', () => {
  test('gives every curve once in each epoch, whatever the batch size', () => {
    const sizes = { count: fc.integer({ min: 1, max: 20 }), batchSize: fc.integer({ min: 1, max: 30 }) };
    fc.assert(
      fc.property(fc.record(sizes), ({ count, batchSize }) => {
        const stream = begin(numberedCurves(count, 4), { batchSize, windowLength: null }, 5);
        const given = Array.from({ length: 3 * count }, () => curvesOf(stream.next().tokens, 4)).flat();
        for (let epoch = 0; epoch < 3; epoch++) {
          const once = given.slice(epoch * count, (epoch + 1) * count).sort((a, b) => a - b);
          expect(once).toEqual(Array.from({ length: count }, (_, i) => i));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('goes on from a cursor that went through JSON as if it had never stopped', () => {
    const options = { batchSize: 3, windowLength: 5 };
    const curves = numberedCurves(7, 20, 3);
    for (let stop = 0; stop < 12; stop++) {
      const whole = begin(curves, options, 9);
      for (let i = 0; i < stop; i++) whole.next();
      const cursor = JSON.parse(JSON.stringify(whole.cursor()));
      const resumed = BatchStream.resume(curves, options, cursor);
      for (let i = 0; i < 6; i++) expect(resumed.next()).toEqual(whole.next());
      expect(resumed.cursor()).toEqual(whole.cursor());
    }
  });

  test('shuffles each epoch anew, and another seed gives another order', () => {
    const options = { batchSize: 50, windowLength: null };
    const orders = [1, 2].flatMap((seed) => {
      const stream = begin(numberedCurves(50, 2), options, seed);
      return [curvesOf(stream.next().tokens, 2).join(), curvesOf(stream.next().tokens, 2).join()];
    });
    expect(new Set(orders).size).toBe(4);
  });

  test('cuts windows inside their curve, at every place', () => {
    const length = 5;
    const samples = 9;
    const curves: Curves = {
      count: 2,
      samples,
      tokens: Uint16Array.from({ length: 2 * samples }, (_, i) => i),
      classes: Uint16Array.of(10, 11),
      local: null,
    };
    const stream = begin(curves, { batchSize: 2, windowLength: length }, 3);
    const places = new Set<number>();
    for (let i = 0; i < 100; i++) {
      const { tokens, condition } = stream.next();
      for (let row = 0; row < 2; row++) {
        const window = [...tokens.subarray(row * length, (row + 1) * length)];
        const curve = Math.floor(window[0]! / samples);
        expect(window).toEqual(Array.from({ length }, (_, k) => window[0]! + k));
        expect(Math.floor(window[length - 1]! / samples)).toBe(curve);
        expect(condition![row]).toBe(10 + curve);
        places.add(window[0]! % samples);
      }
    }
    expect(places).toEqual(new Set([0, 1, 2, 3, 4]));
  });

  test('gives each input the local condition of its own place', () => {
    for (const windowLength of [null, 4]) {
      const samples = 7;
      const tokens = Uint16Array.from({ length: 3 * samples }, (_, i) => i % samples);
      const values = Float32Array.from({ length: 2 * samples }, (_, i) => Math.floor(i / 2) * (i % 2 === 0 ? 1 : -1));
      const local = { channels: 2, values, shared: true };
      const stream = begin({ count: 3, samples, tokens, classes: null, local }, { batchSize: 5, windowLength }, 2);
      for (let i = 0; i < 4; i++) {
        const batch = stream.next();
        const length = windowLength ?? samples;
        const inputs = [...batch.tokens].filter((_, at) => at % length !== length - 1);
        expect([...batch.local!]).toEqual(inputs.flatMap((token) => [token, -token]));
      }
    }
  });

  test('refuses a window longer than the curves, with both numbers', () => {
    const options = { batchSize: 1, windowLength: 5 };
    expect(() => begin(numberedCurves(2, 4), options, 1)).toThrow(/windowLength is 5.*4 samples/);
  });
});

function begin(curves: Curves, options: BatchOptions, seed: number): BatchStream {
  return BatchStream.begin(curves, options, RandomStream.fromSeed(seed).fork('batches'));
}

/** Curves whose samples all are the curve's number. */
function numberedCurves(count: number, samples: number, classes = 0): Curves {
  const tokens = Uint16Array.from({ length: count * samples }, (_, i) => Math.floor(i / samples));
  const classOf = Uint16Array.from({ length: count }, (_, i) => i % Math.max(1, classes));
  return { count, samples, tokens, classes: classes ? classOf : null, local: null };
}

function curvesOf(tokens: Int32Array, samples: number): number[] {
  return [...tokens].filter((_, i) => i % samples === 0);
}
