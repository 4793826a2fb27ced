import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { downsampleIndices } from '../../src-main/math/downsampling';

describe('down-sampling', () => {
  it('keeps a curve that fits as it is', () => {
    expect(downsampleIndices([0, 1, 2, 3], [5, NaN, 1, 2], 4)).toEqual([0, 1, 2, 3]);
    expect(downsampleIndices([], [], 4)).toEqual([]);
  });

  it('keeps first and last point and both extremes, in order and within the limit', () => {
    const curve = fc.tuple(
      fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 4, max: 60 }),
    );
    fc.assert(
      fc.property(curve, ([y, maxPoints]) => {
        const x = y.map((_, i) => i);
        const chosen = downsampleIndices(x, y, maxPoints);
        expect(chosen.length).toBeLessThanOrEqual(maxPoints);
        expect(chosen).toEqual([...new Set(chosen)].sort((a, b) => a - b));
        expect([chosen[0], chosen.at(-1)]).toEqual([0, y.length - 1]);
        const kept = chosen.map((i) => y[i]!);
        expect([Math.min(...kept), Math.max(...kept)]).toEqual([Math.min(...y), Math.max(...y)]);
      }),
    );
  });

  it('leaves out what is not finite between the ends', () => {
    const y = Array.from({ length: 100 }, (_, i) => (i % 3 === 0 ? NaN : i));
    const chosen = downsampleIndices(
      y.map((_, i) => i),
      y,
      10,
    );
    expect(chosen.slice(1, -1).every((i) => Number.isFinite(y[i]!))).toBe(true);
  });

  it('serves a curve whose points share one x', () => {
    const chosen = downsampleIndices(
      new Array(50).fill(2),
      Array.from({ length: 50 }, (_, i) => i),
      6,
    );
    expect(chosen[0]).toBe(0);
    expect(chosen.at(-1)).toBe(49);
  });

  it('refuses curves of unequal length and too few points', () => {
    expect(() => downsampleIndices([1], [], 4)).toThrow(/1 x values and 0 y values/);
    expect(() => downsampleIndices([1], [1], 3)).toThrow(/maxPoints is 3/);
  });
});
