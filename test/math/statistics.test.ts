import { describe, expect, it } from 'vitest';
import { extent, mean, median, quantile, standardDeviation, standardError } from '../../src-main/math/statistics';

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
