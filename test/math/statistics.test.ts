import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../src-main/math/random';
import {
  bootstrapInterval,
  bootstrapPairedDifference,
  extent,
  mean,
  median,
  quantile,
  standardDeviation,
  standardError,
} from '../../src-main/math/statistics';

describe('statistics', () => {
  const values = [2, 4, 4, 4, 5, 5, 7, 9];

  it('has mean, deviation and error of the mean', () => {
    expect(mean(values)).toBe(5);
    expect(standardDeviation(values)).toBeCloseTo(Math.sqrt(32 / 7), 12);
    expect(standardError(values)).toBeCloseTo(Math.sqrt(32 / 7 / 8), 12);
    expect([mean([]), standardDeviation([]), standardDeviation([3])]).toEqual([NaN, NaN, 0]);
  });

  it('interpolates quantiles as NumPy does', () => {
    expect([0, 0.1, 0.25, 0.5, 0.9, 1].map((p) => quantile([3, 1, 2, 4], p))).toEqual(
      [1, 1.3, 1.75, 2.5, 3.7, 4].map((v) => expect.closeTo(v, 12)),
    );
    expect(median([5])).toBe(5);
    expect(quantile([], 0.5)).toBeNaN();
    expect(() => quantile([1], 1.1)).toThrow(/1.1.*between 0 and 1/);
  });

  it('finds the extent', () => {
    expect(extent([3, -1, 2])).toEqual({ low: -1, high: 3 });
  });
});

describe('the bootstrap', () => {
  it('covers the true mean in about 95 of 100 samples', () => {
    const stream = RandomStream.fromSeed(1);
    let covered = 0;
    for (let trial = 0; trial < 200; trial++) {
      const sample = Array.from({ length: 30 }, () => stream.normal());
      const { low, high } = bootstrapInterval(sample, { stream, resamples: 400 });
      if (low <= 0 && 0 <= high) covered++;
    }
    expect(covered).toBeGreaterThan(176);
    expect(covered).toBeLessThan(200);
  });

  it('resamples pairs, so what both share drops out', () => {
    const stream = RandomStream.fromSeed(2);
    const shared = Array.from({ length: 8 }, () => 100 * stream.normal());
    const a = shared.map((value) => value + 1 + 0.01 * stream.normal());
    const { mean: difference, low, high, count } = bootstrapPairedDifference(a, shared, { stream });
    expect(difference).toBeCloseTo(1, 1);
    expect(high - low).toBeLessThan(0.05);
    expect(count).toBe(8);
  });

  it('repeats with the same stream, and refuses pairs that are none', () => {
    const interval = () => bootstrapInterval([1, 2, 3, 5], { stream: RandomStream.fromSeed(3) });
    expect(interval()).toEqual(interval());
    expect(() => bootstrapPairedDifference([1], [1, 2], { stream: RandomStream.fromSeed(3) })).toThrow(/1 and 2/);
  });
});
