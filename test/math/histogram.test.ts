import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commonBins, countInBins } from '../../src-main/math/histogram';

const values = fc.array(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 50 });

describe('bins that several lists share', () => {
  test('hold every value of every list exactly once, whatever their scale', () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 30 }), (lists, count) => {
        const { edges } = commonBins(lists, count);
        expect(edges).toHaveLength(count + 1);
        edges.forEach((edge, i) => expect(edge).toBeGreaterThan(i === 0 ? -Infinity : edges[i - 1]!));
        for (const list of lists) {
          expect(countInBins(list, edges).reduce((sum, one) => sum + one, 0)).toBe(list.length);
        }
      }),
    );
  });

  test('are of equal ratio where positive values differ by magnitudes, else of equal width', () => {
    expect(commonBins([[1, 100]], 2)).toMatchObject({ scale: 'log', edges: Float64Array.of(1, 10, 100) });
    expect(commonBins([[1], [3]], 2)).toMatchObject({ scale: 'linear', edges: Float64Array.of(1, 2, 3) });
    expect(commonBins([[-1, 100]], 2).scale).toBe('linear');
  });

  test('count a value at an edge in the upper bin, at the last one in the lower', () => {
    expect(countInBins([0, 1, 2, 3, -1], [0, 1, 2])).toEqual([1, 2]);
    expect(countInBins([7, 7], commonBins([[7, 7]], 3).edges)).toEqual([0, 2, 0]);
  });

  test('cannot be made of nothing, or of what is no number', () => {
    expect(() => commonBins([[]], 3)).toThrow('at least one value');
    expect(() => commonBins([[1, Infinity]], 3)).toThrow('from 1 to Infinity');
  });
});
