import { describe, expect, it } from 'vitest';
import { proportionInterval } from '../../src-main/math/proportion-interval';

describe('the interval of a share', () => {
  it('is Wilson’s', () => {
    // Newcombe (1998), table I: 81 of 263 and 15 of 148.
    const many = proportionInterval(81, 263);
    expect([many.low.toFixed(4), many.high.toFixed(4)]).toEqual(['0.2553', '0.3662']);
    const few = proportionInterval(15, 148);
    expect([few.low.toFixed(4), few.high.toFixed(4)]).toEqual(['0.0624', '0.1605']);
  });

  it('stays within 0 and 1, and is the same seen from the misses', () => {
    for (const [hits, count] of [
      [0, 20],
      [20, 20],
      [1, 3],
    ] as const) {
      const { low, high } = proportionInterval(hits, count);
      const misses = proportionInterval(count - hits, count);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeCloseTo(1 - misses.high, 12);
    }
  });

  it('refuses what is no share', () => {
    expect(() => proportionInterval(3, 2)).toThrow('given 3 of 2');
    expect(() => proportionInterval(0, 0)).toThrow('given 0 of 0');
  });
});
