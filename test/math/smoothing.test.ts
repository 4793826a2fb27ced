import { describe, expect, it } from 'vitest';
import { smooth } from '../../src-main/math/smoothing';

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('smoothing', () => {
  it('leaves a constant as it is', () => {
    for (const value of smooth(
      range(50),
      range(50).map(() => 3),
      10,
    ))
      expect(value).toBeCloseTo(3, 12);
  });

  it('leaves a straight line as it is away from its ends: it does not lag', () => {
    const steps = range(400);
    const line = steps.map((step) => 5 - 0.01 * step);
    expect(smooth(steps, line, 10)[200]).toBeCloseTo(line[200]!, 6);
  });

  it('is the weighted mean that it says to be', () => {
    const [step, value] = [
      [0, 3, 4, 9],
      [1, 5, 2, 7],
    ];
    const expected = step.map((at) => {
      const weights = step.map((other) => 0.5 ** (Math.abs(other - at) / 2));
      return weights.reduce((sum, weight, i) => sum + weight * value[i]!, 0) / weights.reduce((a, b) => a + b);
    });
    smooth(step, value, 2).forEach((smoothed, i) => expect(smoothed).toBeCloseTo(expected[i]!, 12));
  });

  it('bridges values that are not finite', () => {
    expect(smooth([0, 1, 2], [1, NaN, 1], 5)).toEqual([1, 1, 1]);
    expect(smooth([0], [NaN], 5)).toEqual([NaN]);
  });
});
