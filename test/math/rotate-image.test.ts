import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rotateImage } from '../../src-main/math/rotate-image';

const image = fc.integer({ min: 1, max: 6 }).chain((side) =>
  fc.record({
    side: fc.constant(side),
    pixels: fc.array(fc.integer({ min: 0, max: 255 }), { minLength: side ** 2, maxLength: side ** 2 }),
  }),
);

describe('turning an image', () => {
  test('by a quarter counter-clockwise brings its right column to the top', () => {
    const turned = rotateImage([1, 2, 3, 4, 5, 6, 7, 8, 9], { width: 3, height: 3 }, 90);
    expect([...turned]).toEqual([3, 6, 9, 2, 5, 8, 1, 4, 7]);
  });

  test('by four quarters, by two halves, or there and back leaves a square one as it is', () => {
    fc.assert(
      fc.property(image, fc.integer({ min: -8, max: 8 }), ({ side, pixels }, quarters) => {
        const size = { width: side, height: side };
        const there = rotateImage(pixels, size, 90 * quarters);
        expect([...rotateImage(there, size, -90 * quarters)]).toEqual(pixels);
        expect([...rotateImage(rotateImage(pixels, size, 180), size, 180)]).toEqual(pixels);
        expect([...rotateImage(pixels, size, 360)]).toEqual(pixels);
      }),
    );
  });

  test('by any angle stays between black and the brightest pixel, and keeps a pixel in the centre', () => {
    fc.assert(
      fc.property(image, fc.double({ min: -360, max: 360, noNaN: true }), ({ side, pixels }, degrees) => {
        for (const value of rotateImage(pixels, { width: side, height: side }, degrees)) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(Math.max(...pixels) + 1e-9);
        }
      }),
    );
    const dot = Array.from({ length: 25 }, (_, i) => (i === 12 ? 200 : 0));
    expect(rotateImage(dot, { width: 5, height: 5 }, 33)[12]).toBeCloseTo(200, 9);
  });
});
