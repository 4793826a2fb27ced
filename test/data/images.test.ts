import { expect, test } from 'vitest';
import { UserError } from '../../src-main/contract/errors';
import { curveAt, type Curves } from '../../src-main/data/curves';
import { datasetHash, openDataset } from '../../src-main/data/dataset';
import type { ImageSet, LabelledImages } from '../../src-main/data/image-set';
import { imageDataset } from '../../src-main/data/images';
import { rollImage } from '../../src-main/math/gray-levels';
import { scanOrder, scanOrderNames } from '../../src-main/math/scan-order';
import { imageConfiguration } from './image-configuration';

const sizes = { width: 3, height: 2, classes: 3, trainImages: 30, validationImages: 12, testImages: 6 };
const small = (changes: Parameters<typeof imageConfiguration>[0] = {}) =>
  imageConfiguration({ ...sizes, quantizationLevels: 256, ...changes });

test('every image is in one split at most, and each class has its share in all of them', () => {
  const { train, validation, test: own } = imageDataset(small(), numberedSet(60, [30, 20, 10]));
  const all = [train, validation, own].flatMap((curves) => imagesOf(curves));
  expect(new Set(all).size).toBe(48);
  expect(all.length).toBe(48);
  expect(perClass(own)).toEqual([3, 2, 1]);
  expect(perClass(validation)).toEqual([6, 4, 2]);
  expect(perClass(train)).toEqual([15, 10, 5]);
});

test('neither test nor validation images depend on how many others there are', () => {
  const set = numberedSet(60, [30, 20, 10]);
  const base = imageDataset(small(), set);
  const fewer = imageDataset(small({ trainImages: 10 }), set);
  const fewest = imageDataset(small({ trainImages: 10, validationImages: 5 }), set);
  expect(imagesOf(fewer.validation)).toEqual(imagesOf(base.validation));
  expect(imagesOf(fewest.test)).toEqual(imagesOf(base.test));
});

test('another seed splits otherwise; the same one as before', () => {
  const set = numberedSet(60, [30, 20, 10]);
  const hash = (seed: number) => datasetHash(imageDataset(small({ seed }), set));
  expect(hash(1)).toBe(hash(1));
  expect(hash(1)).not.toBe(hash(2));
});

test('test images come from the files for them where the set has such', () => {
  const set = { train: numberedSet(60, [30, 20, 10]).train, test: numberedSet(6, [2, 2, 2], 200).train };
  const { train, validation, test: own } = imageDataset(small(), set);
  expect(Math.min(...imagesOf(own))).toBeGreaterThanOrEqual(200);
  expect(Math.max(...imagesOf(train), ...imagesOf(validation))).toBeLessThan(60);
});

test('more images than there are is refused with the fields and the number of the set', () => {
  const refusal = (set: ImageSet) => () => imageDataset(small(), set);
  const one = numberedSet(40, [20, 10, 10]);
  expect(refusal(one)).toThrow(UserError);
  expect(refusal(one)).toThrow(
    'data.trainImages (30) + data.validationImages (12) + data.testImages (6) must be at most 40',
  );
  const two = { train: numberedSet(60, [30, 20, 10]).train, test: numberedSet(3, [1, 1, 1]).train };
  expect(refusal(two)).toThrow('data.testImages (6) must be at most 3');
});

test.each(scanOrderNames)('a signal in the order %s is a black pixel and then the image', (order) => {
  const set = numberedSet(60, [30, 20, 10]);
  const { train } = imageDataset(small({ scanOrder: order }), set);
  const signal = curveAt(train, 0);
  expect(train.samples).toBe(7);
  expect(signal[0]).toBe(0);
  const pixels = new Uint8Array(6);
  rollImage(signal.subarray(1), scanOrder(order, sizes), pixels);
  const [image] = imagesOf(train, order);
  expect([...pixels]).toEqual([image, ...Array.from({ length: 5 }, (_, i) => 100 + i)]);
});

test('with two levels a pixel is 1 above 127; with 256 it keeps its gray value', () => {
  const pixels = Uint8Array.of(0, 127, 128, 255, 1, 254);
  const images: LabelledImages = { count: 1, width: 3, height: 2, pixels, labels: Uint8Array.of(0) };
  const set = {
    train: { ...images, count: 2, pixels: new Uint8Array([...pixels, ...pixels]), labels: new Uint8Array(2) },
    test: images,
  };
  const tokens = (quantizationLevels: number) => [
    ...imageDataset(small({ quantizationLevels, trainImages: 1, validationImages: 1, testImages: 1 }), set).test.tokens,
  ];
  expect(tokens(2)).toEqual([0, 0, 0, 1, 1, 0, 1]);
  expect(tokens(256)).toEqual([0, ...pixels]);
  expect(tokens(4)).toEqual([0, 0, 1, 2, 3, 0, 3]);
});

test.each(scanOrderNames)('in the order %s each input is told row and column of the pixel that it predicts', (name) => {
  const { train } = imageDataset(small({ scanOrder: name }), numberedSet(60, [30, 20, 10]));
  const { channels, values } = train.local!;
  expect(channels).toBe(5);
  const order = scanOrder(name, sizes);
  for (let input = 0; input < 7; input++) {
    const row = [...values.subarray(input * channels, (input + 1) * channels)];
    const ones = row.flatMap((value, channel) => (value === 1 ? [channel] : []));
    const pixel = order[input];
    expect(ones).toEqual(pixel === undefined ? [] : [Math.floor(pixel / 3), 2 + (pixel % 3)]);
  }
});

test('the digits that come along open as a dataset, the same at every time', async () => {
  const folders = { bundled: 'resources/datasets', fetched: '' };
  const dataset = await openDataset(imageConfiguration(), folders);
  expect(dataset.train).toMatchObject({ count: 800, samples: 785 });
  expect(perClass(dataset.train).every((count) => count >= 66 && count <= 94)).toBe(true);
  expect(Math.max(...dataset.test.tokens)).toBe(1);
  expect(datasetHash(dataset)).toBe(datasetHash(await openDataset(imageConfiguration(), folders)));
});

test('the whole set is asked for where it was not fetched, and a folder by its whole path', async () => {
  const folders = { bundled: 'resources/datasets', fetched: '/nowhere' };
  await expect(openDataset(imageConfiguration({ set: 'mnist' }), folders)).rejects.toThrow(
    'there is no folder /nowhere/mnist',
  );
  await expect(openDataset(imageConfiguration({ set: { folder: 'digits' } }), folders)).rejects.toThrow(
    'data.set.folder ("digits") must be an absolute path.',
  );
});

/** Images of 3 × 2 pixels whose first pixel is their number (from `first` on), the others 100, 101, …. */
function numberedSet(count: number, classes: readonly number[], first = 0): ImageSet {
  const pixels = Uint8Array.from({ length: count * 6 }, (_, i) => (i % 6 === 0 ? first + i / 6 : 99 + (i % 6)));
  const labels = Uint8Array.from(classes.flatMap((size, label) => Array<number>(size).fill(label)));
  return { train: { count, width: 3, height: 2, pixels, labels }, test: null };
}

/** The numbers of the images of a numbered set. */
function imagesOf(curves: Curves, order: (typeof scanOrderNames)[number] = 'scanline'): number[] {
  const first = 1 + scanOrder(order, sizes).indexOf(0);
  return Array.from({ length: curves.count }, (_, index) => curveAt(curves, index)[first]!);
}

function perClass({ classes }: Curves): number[] {
  const counts: number[] = [];
  for (const label of classes!) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}
