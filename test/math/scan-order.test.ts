import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  distanceAbove,
  inverseOrder,
  scanOrder,
  scanOrderNames,
  type ImageSize,
  type ScanOrderName,
} from '../../src-main/math/scan-order';

const sizes = fc.record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 40 }) });
const mnist = { width: 28, height: 28 };

describe.each(scanOrderNames)('the scan order %s', (name) => {
  test('reads every pixel of an image of any size exactly once', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const order = scanOrder(name, size);
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: size.width * size.height }, (_, i) => i));
      }),
    );
  });

  test('is undone by its inverse, both ways', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const order = scanOrder(name, size);
        const inverse = inverseOrder(order);
        expect(order.every((pixel, sample) => inverse[pixel] === sample)).toBe(true);
        expect(inverseOrder(inverse)).toEqual(order);
      }),
    );
  });

  test('begins at the upper left corner', () => {
    fc.assert(fc.property(sizes, (size) => void expect(scanOrder(name, size)[0]).toBe(0)));
  });
});

test('scanline and column read straight on, serpentine turns at the ends of rows', () => {
  const size = { width: 3, height: 2 };
  expect([...scanOrder('scanline', size)]).toEqual([0, 1, 2, 3, 4, 5]);
  expect([...scanOrder('column', size)]).toEqual([0, 3, 1, 4, 2, 5]);
  expect([...scanOrder('serpentine', size)]).toEqual([0, 1, 2, 5, 4, 3]);
});

test('z-order interleaves the bits of row and column', () => {
  const size = { width: 16, height: 16 };
  const key = (pixel: number) => {
    let bits = 0;
    for (let bit = 0; bit < 4; bit++) {
      bits |= (((pixel % 16) >> bit) & 1) << (2 * bit);
      bits |= ((Math.floor(pixel / 16) >> bit) & 1) << (2 * bit + 1);
    }
    return bits;
  };
  scanOrder('z-order', size).forEach((pixel, sample) => expect(key(pixel)).toBe(sample));
});

test('z-order of 28 × 28 is that of 32 × 32 without what lies beyond', () => {
  const whole = [...scanOrder('z-order', { width: 32, height: 32 })].map((pixel) => [
    pixel % 32,
    Math.floor(pixel / 32),
  ]);
  const inside = whole.filter(([column, row]) => column! < 28 && row! < 28).map(([column, row]) => row! * 28 + column!);
  expect([...scanOrder('z-order', mnist)]).toEqual(inside);
});

test('along serpentine, and along hilbert where both sides are even, each step goes to a neighbour', () => {
  fc.assert(fc.property(sizes, (size) => void expect(longestStep('serpentine', size)).toBeLessThanOrEqual(1)));
  fc.assert(
    fc.property(sizes, ({ width, height }) => {
      expect(longestStep('hilbert', { width: 2 * width, height: 2 * height })).toBe(1);
    }),
  );
  expect(longestStep('hilbert', mnist)).toBe(1);
});

test('along hilbert at most one step is diagonal, whatever the size', () => {
  fc.assert(
    fc.property(sizes, (size) => {
      const long = steps('hilbert', size).filter((length) => length > 1);
      expect(long.length).toBeLessThanOrEqual(1);
      for (const length of long) expect(length).toBeCloseTo(Math.SQRT2, 10);
    }),
  );
});

test('hilbert keeps stretches of the signal together: 49 samples of 28 × 28 lie within a square of 13', () => {
  const extents = (name: ScanOrderName) => {
    const order = scanOrder(name, mnist);
    return Array.from({ length: order.length - 48 }, (_, first) => {
      const stretch = [...order.subarray(first, first + 49)];
      const extent = (values: number[]) => Math.max(...values) - Math.min(...values) + 1;
      return Math.max(
        extent(stretch.map((pixel) => pixel % 28)),
        extent(stretch.map((pixel) => Math.floor(pixel / 28))),
      );
    });
  };
  expect(Math.max(...extents('hilbert'))).toBeLessThan(Math.min(...extents('scanline')));
});

test('the pixel above lies a row before in scanline, one sample in column, and anywhere in serpentine', () => {
  const above = (name: ScanOrderName) => [...distanceAbove(scanOrder(name, mnist), mnist)].slice(28);
  expect(new Set(above('scanline'))).toEqual(new Set([28]));
  expect(new Set(above('column'))).toEqual(new Set([1]));
  // From 1 at one end of the row to 2 · 28 − 1 at the other, in odd steps: the talk's reason for worse results.
  expect([...new Set(above('serpentine'))].sort((a, b) => a - b)).toEqual(
    Array.from({ length: 28 }, (_, i) => 2 * i + 1),
  );
});

test('the distance to the pixel above is negative where that one comes later, and 0 in the first row', () => {
  fc.assert(
    fc.property(sizes, fc.constantFrom(...scanOrderNames), (size, name) => {
      const order = scanOrder(name, size);
      const place = inverseOrder(order);
      const distances = distanceAbove(order, size);
      const holds = (distance: number, pixel: number) =>
        pixel < size.width ? distance === 0 : order[place[pixel]! - distance] === pixel - size.width;
      expect(distances.every(holds)).toBe(true);
    }),
  );
  expect(Math.min(...distanceAbove(scanOrder('hilbert', mnist), mnist))).toBeLessThan(0);
});

test('a size that is no image is refused with the value', () => {
  for (const width of [0, -1, 1.5, Number.NaN]) {
    expect(() => scanOrder('scanline', { width, height: 2 })).toThrow(`The width of an image is ${width};`);
  }
});

function steps(name: ScanOrderName, { width, height }: ImageSize): number[] {
  const order = scanOrder(name, { width, height });
  return Array.from(order.subarray(1), (pixel, i) => {
    const before = order[i]!;
    return Math.hypot((pixel % width) - (before % width), Math.floor(pixel / width) - Math.floor(before / width));
  });
}

function longestStep(name: ScanOrderName, size: ImageSize): number {
  return Math.max(0, ...steps(name, size));
}
