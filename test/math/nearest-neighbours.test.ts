import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classifyByNeighbours } from '../../src-main/math/nearest-neighbours';

test('one neighbour gives the class of the nearest example, found by looking at all', () => {
  const point = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 70, maxLength: 70 });
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 12 }), point, (examples, query) => {
      const distances = examples.map((own) => own.reduce((sum, value, i) => sum + (value - query[i]!) ** 2, 0));
      const nearest = distances.indexOf(Math.min(...distances));
      const vectors = Float32Array.from(examples.flat());
      const labels = examples.map((_, i) => i);
      expect(classifyByNeighbours(Float32Array.from(query), { vectors, length: 70, labels }, 1)).toBe(nearest);
    }),
  );
});

test('of several the most frequent class wins, of equally frequent ones the nearer', () => {
  const examples = { vectors: Float32Array.of(1, 2, 3, 4, 10), length: 1, labels: [7, 8, 8, 9, 9] };
  expect(classifyByNeighbours(Float32Array.of(0), examples, 3)).toBe(8);
  expect(classifyByNeighbours(Float32Array.of(0), examples, 2)).toBe(7);
  expect(classifyByNeighbours(Float32Array.of(0), examples, 9)).toBe(8);
  expect(() => classifyByNeighbours(Float32Array.of(0), { ...examples, labels: [] }, 1)).toThrow(/no examples/);
});
