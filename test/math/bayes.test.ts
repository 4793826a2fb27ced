import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logMarginal, mostLikely, posterior, progressivePosterior, uniformPrior } from '../../src-main/math/bayes';

const probability = fc.double({ min: 1e-6, max: 1, noNaN: true });
const classes = fc.array(fc.tuple(probability, probability), { minLength: 1, maxLength: 6 });

describe('the posterior', () => {
  test('is likelihood times prior over their sum', () => {
    fc.assert(
      fc.property(classes, (pairs) => {
        const total = pairs.reduce((sum, [, p]) => sum + p, 0);
        const prior = pairs.map(([, p]) => p / total);
        const joint = pairs.map(([likelihood], y) => likelihood * prior[y]!);
        const evidence = joint.reduce((a, b) => a + b, 0);
        const given = pairs.map(([likelihood]) => Math.log(likelihood));
        posterior(given, prior).forEach((p, y) => expect(p).toBeCloseTo(joint[y]! / evidence, 12));
        expect(logMarginal(given, prior)).toBeCloseTo(Math.log(evidence), 10);
      }),
    );
  });

  test('does not change when all likelihoods shrink alike, however small they are', () => {
    const near = posterior([-1, -2, -4], uniformPrior(3));
    const far = posterior([-100_001, -100_002, -100_004], uniformPrior(3));
    far.forEach((p, y) => expect(p).toBeCloseTo(near[y]!, 10));
    expect(logMarginal([-100_001], uniformPrior(1))).toBe(-100_001);
  });

  test('gives an impossible class nothing, and says where none is possible or something is wrong', () => {
    expect([...posterior([-3, -Infinity], uniformPrior(2))]).toEqual([1, 0]);
    expect([...posterior([-3, -3], [1, 0])]).toEqual([1, 0]);
    expect(() => posterior([-Infinity, -Infinity], uniformPrior(2))).toThrow(/No class can have given/);
    expect(logMarginal([-Infinity], uniformPrior(1))).toBe(-Infinity);
    expect(() => posterior([Number.NaN, 0], uniformPrior(2))).toThrow('The likelihood of class 0 is NaN');
    expect(() => posterior([0], uniformPrior(2))).toThrow('for 1 classes and a prior for 2');
  });
});

test('the progressive posterior begins with the prior, and after n samples is that of their summed likelihoods', () => {
  const steps = fc.array(fc.array(fc.double({ min: -20, max: 0, noNaN: true }), { minLength: 4, maxLength: 4 }), {
    minLength: 2,
    maxLength: 5,
  });
  fc.assert(
    fc.property(steps, (own) => {
      const prior = uniformPrior(own.length);
      const rows = progressivePosterior(own, prior);
      expect(rows).toHaveLength(5);
      rows[0]!.forEach((p) => expect(p).toBeCloseTo(1 / own.length, 12));
      rows.forEach((row, n) => {
        const sums = own.map((values) => values.slice(0, n).reduce((a, b) => a + b, 0));
        posterior(sums, prior).forEach((p, y) => expect(row[y]).toBeCloseTo(p, 10));
      });
    }),
  );
});

test('the most likely class is the lower one of equals', () => {
  expect(mostLikely([0.2, 0.4, 0.4])).toBe(1);
});
