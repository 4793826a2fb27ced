import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apportion, stratifiedSplit } from '../../src-main/data/stratified-split';
import { RandomStream } from '../../src-main/math/random';

const weights = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 8 });

test('quotas sum to the total, lie within 1 of the exact share and never above the weight', () => {
  fc.assert(
    fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (own, share) => {
      const sum = own.reduce((a, b) => a + b, 0);
      const total = Math.floor(share * sum);
      const quotas = apportion(total, own);
      expect(quotas.reduce((a, b) => a + b, 0)).toBe(total);
      quotas.forEach((quota, i) => {
        expect(quota).toBeLessThanOrEqual(own[i]!);
        expect(Math.abs(quota - (sum === 0 ? 0 : (total * own[i]!) / sum))).toBeLessThan(1);
      });
    }),
  );
});

test('groups are disjoint, of their sizes, and hold what there is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 60 }),
      fc.nat(100),
      (labels, seed) => {
        const sizes = [Math.floor(labels.length / 3), Math.floor(labels.length / 4)];
        const groups = stratifiedSplit(Uint8Array.from(labels), sizes, RandomStream.fromSeed(seed));
        expect(groups.map((group) => group.length)).toEqual(sizes);
        const all = groups.flatMap((group) => [...group]);
        expect(new Set(all).size).toBe(all.length);
        expect(all.every((item) => item < labels.length)).toBe(true);
      },
    ),
  );
});

test('more than there is cannot be divided', () => {
  expect(() => apportion(4, [1, 2])).toThrow('4 items were asked for; there are 3.');
});
