import { expect, test } from 'vitest';
import { curveAt } from '../../src-main/data/curves';
import { openDataset } from '../../src-main/data/dataset';
import { imageRecognizer } from '../../src-main/data/recognizer';
import { imageConfiguration } from './image-configuration';

test.each(['scanline', 'hilbert'] as const)(
  'real digits read by %s are recognized, by few examples already',
  async (scanOrder) => {
    const configuration = imageConfiguration({ trainImages: 1500, scanOrder });
    const { train, test: own } = await openDataset(configuration, { bundled: 'resources/datasets', fetched: '' });
    const recognize = imageRecognizer(configuration, train);
    const right = Array.from(
      { length: own.count },
      (_, image) => recognize(curveAt(own, image)) === own.classes![image],
    );
    expect(right.filter(Boolean).length / own.count).toBeGreaterThan(0.88);
  },
);

test('images without classes cannot teach it', async () => {
  const configuration = imageConfiguration({ trainImages: 10, validationImages: 1, testImages: 1 });
  const { train } = await openDataset(configuration, { bundled: 'resources/datasets', fetched: '' });
  expect(() => imageRecognizer(configuration, { ...train, classes: null })).toThrow(/these have none/);
});
