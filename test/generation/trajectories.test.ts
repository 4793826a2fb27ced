import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stepStatistics, ThinnedTrajectory } from '../../src-main/generation/trajectories';

describe('statistics over trajectories', () => {
  test('are mean, spread, interval of the mean and quantiles', () => {
    const { mean, standardDeviation, low, high, quantiles } = stepStatistics([1, 2, 3, 6], [0, 0.5, 1]);
    expect(mean).toBe(3);
    expect(standardDeviation).toBeCloseTo(Math.sqrt(14 / 3), 12);
    // Student's t with three degrees of freedom.
    expect(high - mean).toBeCloseTo((3.1824 * Math.sqrt(14 / 3)) / 2, 3);
    expect(mean - low).toBeCloseTo(high - mean, 12);
    expect(quantiles).toEqual([1, 2.5, 6]);
  });

  test('of one trajectory are that trajectory', () => {
    expect(stepStatistics([4], [0.05, 0.95])).toEqual({
      mean: 4,
      standardDeviation: 0,
      low: 4,
      high: 4,
      quantiles: [4, 4],
    });
  });
});

test('a thinned trajectory has at most the points that were asked for, in order, and all extremes of every bucket', () => {
  const law = fc.property(
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 400 }),
    fc.integer({ min: 2, max: 60 }),
    (tokens, maxPoints) => {
      const thinned = new ThinnedTrajectory(tokens.length, maxPoints);
      tokens.forEach((token, step) => thinned.add(step, token));
      thinned.finish();
      const { step, token } = thinned;
      expect(step.length).toBeLessThanOrEqual(maxPoints);
      expect(step).toEqual([...step].sort((a, b) => a - b));
      expect(token).toEqual(step.map((at) => tokens[at]));
      expect([Math.min(...token), Math.max(...token)]).toEqual([Math.min(...tokens), Math.max(...tokens)]);
      if (tokens.length <= maxPoints) expect(token).toEqual(tokens);
    },
  );
  fc.assert(law);
});
