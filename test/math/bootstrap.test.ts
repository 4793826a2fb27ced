import { describe, expect, it } from 'vitest';
import { bootstrapInterval, bootstrapPairedDifference, bootstrapPairedRatio } from '../../src-main/math/bootstrap';
import { RandomStream } from '../../src-main/math/random';

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

  it('gives the ratio of pairs, and the inverse of it the other way round', () => {
    const [a, b] = [
      [2, 4, 9],
      [1, 2, 3],
    ];
    const ratio = bootstrapPairedRatio(a, b, { stream: RandomStream.fromSeed(4) });
    const inverse = bootstrapPairedRatio(b, a, { stream: RandomStream.fromSeed(4) });
    expect(ratio.mean).toBeCloseTo(12 ** (1 / 3), 12);
    expect([ratio.low, ratio.high]).toEqual([expect.closeTo(2, 9), expect.closeTo(3, 9)]);
    expect(inverse.mean * ratio.mean).toBeCloseTo(1, 12);
    expect(inverse.low).toBeCloseTo(1 / ratio.high, 9);
  });
});
