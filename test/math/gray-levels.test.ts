import fc from 'fast-check';
import { expect, test } from 'vitest';
import { grayToLevel, levelToGray, rollImage, unrollImage } from '../../src-main/math/gray-levels';
import { scanOrder, scanOrderNames } from '../../src-main/math/scan-order';

const grays = Array.from({ length: 256 }, (_, gray) => gray);

test('gray values fill every level, in order and in equal parts', () => {
  for (let levels = 2; levels <= 256; levels++) {
    const given = grays.map((gray) => grayToLevel(gray, levels));
    expect(given).toEqual([...given].sort((a, b) => a - b));
    const counts = Array<number>(levels).fill(0);
    for (const level of given) counts[level]! += 1;
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  }
});

test('a level is shown by a gray value of its own bin; the ends are black and white', () => {
  for (let levels = 2; levels <= 256; levels++) {
    for (let level = 0; level < levels; level++) expect(grayToLevel(levelToGray(level, levels), levels)).toBe(level);
    expect(levelToGray(0, levels)).toBe(0);
    expect(levelToGray(levels - 1, levels)).toBe(255);
  }
});

test('rolling an unrolled image gives it back', () => {
  const size = fc.record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) });
  fc.assert(
    fc.property(size, fc.constantFrom(...scanOrderNames), ({ width, height }, name) => {
      const pixels = Uint8Array.from({ length: width * height }, (_, i) => i);
      const order = scanOrder(name, { width, height });
      const signal = new Uint8Array(pixels.length);
      const back = new Uint8Array(pixels.length);
      unrollImage(pixels, order, signal);
      rollImage(signal, order, back);
      expect(back).toEqual(pixels);
    }),
  );
});
