import { expect, test } from 'vitest';
import { strokeWidth } from '../../src-main/math/stroke-width';

const size = 64;

function disc(distance: (x: number, y: number) => number, halfWidth: number): number[] {
  return Array.from({ length: size * size }, (_, i) => {
    return Math.abs(distance((i % size) - size / 2, Math.floor(i / size) - size / 2)) <= halfWidth ? 1 : 0;
  });
}

const whole = { width: size, threshold: 1, rows: { from: 0, to: size } };

test('a straight stroke is as wide as it is, along rows and along columns, and a slanted one nearly', () => {
  const widths = [3, 5, 7].map((width) => [
    strokeWidth(
      disc((x) => x, (width - 0.5) / 2),
      whole,
    )! / width,
    strokeWidth(
      disc((x, y) => (x + y) / Math.SQRT2, width / 2),
      whole,
    )! / width,
  ]);
  for (const [straight, slanted] of widths) {
    expect(straight).toBeGreaterThan(0.95);
    expect(straight).toBeLessThan(4.2 / Math.PI);
    expect(slanted).toBeGreaterThan(0.75);
    expect(slanted).toBeLessThan(1.3);
  }
});

test('a ring, which has all directions, is measured without bias', () => {
  for (const width of [4, 6]) {
    const ring = disc((x, y) => Math.hypot(x, y) - 20, width / 2);
    expect(strokeWidth(ring, whole)! / width).toBeCloseTo(1, 1);
  }
});

test('a cut through a stroke is no outline: each half is as wide as the whole', () => {
  const bar = disc((x) => x, 2);
  const [above, below] = [
    { from: 0, to: size / 2 },
    { from: size / 2, to: size },
  ].map((rows) => strokeWidth(bar, { ...whole, rows })!);
  expect(above).toBeCloseTo(below!, 6);
});

test('where there is no ink there is no width', () => {
  expect(strokeWidth(new Array(size * size).fill(0), whole)).toBeNull();
});
