import { expect, test } from 'vitest';
import { readNpyArray } from '../../src-main/formats/npy-array';
import { npyOfTokens } from '../../src-main/formats/npy-encode';

test.each([
  [[3], 2, 1],
  [[2, 3, 4], 256, 1],
  [[2, 2], 257, 2],
] as const)('tokens of the shape %j with %d levels are read again as they were', (shape, quantizationLevels, bytes) => {
  const size = shape.reduce((product: number, one) => product * one, 1);
  const values = Array.from({ length: size }, (_, i) => (i * 37) % quantizationLevels);
  const file = npyOfTokens(values, { shape, quantizationLevels });
  expect(readNpyArray(file)).toEqual({ shape: [...shape], values });
  // NumPy maps files into memory at multiples of 64 bytes.
  expect((file.length - bytes * size) % 64).toBe(0);
});
