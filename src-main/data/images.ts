import type { ImageDataConfiguration } from '../contract/configuration';
import { leadingSamples } from '../contract/data-sizes';
import { UserError } from '../contract/errors';
import { grayToLevel, unrollImage } from '../math/gray-levels';
import { RandomStream } from '../math/random';
import { scanOrder } from '../math/scan-order';
import type { Curves, Dataset, LocalCondition } from './curves';
import type { ImageSet, LabelledImages } from './image-set';
import { stratifiedSplit } from './stratified-split';

/**
 * Images as signals: split by the configuration's seed with every class in its share, quantized, unrolled in the scan
 * order. Test images come from the set's own where it has such. Label and place of a pixel can condition a model.
 */
export function imageDataset(configuration: ImageDataConfiguration, set: ImageSet): Dataset {
  const { quantizationLevels } = configuration;
  const order = scanOrder(configuration.scanOrder, configuration);
  const local = pixelPlaces(configuration, order);
  const curves = ({ images, chosen }: Chosen): Curves => ({
    count: chosen.length,
    samples: leadingSamples + order.length,
    tokens: imageSignals(images, chosen, { order, quantizationLevels }),
    classes: Uint16Array.from(chosen, (image) => images.labels[image]!),
    local,
  });
  const { train, validation, test } = chooseImages(configuration, set);
  return {
    quantizationLevels,
    range: { low: 0, high: 255 },
    train: curves(train),
    validation: curves(validation),
    test: curves(test),
  };
}

/** Some images of a file. */
interface Chosen {
  images: LabelledImages;
  chosen: Uint32Array;
}

/** Test images are drawn first, then those of the validation, so that neither depends on how many train. */
function chooseImages(
  { trainImages, validationImages, testImages, seed }: ImageDataConfiguration,
  set: ImageSet,
): Record<'train' | 'validation' | 'test', Chosen> {
  const stream = RandomStream.fromSeed(seed).fork('images');
  if (set.test) {
    requireImages(set.train, { 'data.trainImages': trainImages, 'data.validationImages': validationImages });
    requireImages(set.test, { 'data.testImages': testImages });
    const [test] = stratifiedSplit(set.test.labels, [testImages], stream.fork('test'));
    const [validation, train] = stratifiedSplit(
      set.train.labels,
      [validationImages, trainImages],
      stream.fork('train'),
    );
    return {
      train: { images: set.train, chosen: train! },
      validation: { images: set.train, chosen: validation! },
      test: { images: set.test, chosen: test! },
    };
  }
  const wanted = { trainImages, validationImages, testImages };
  requireImages(set.train, Object.fromEntries(Object.entries(wanted).map(([name, count]) => [`data.${name}`, count])));
  const sizes = [testImages, validationImages, trainImages];
  const [test, validation, train] = stratifiedSplit(set.train.labels, sizes, stream);
  const of = (chosen: Uint32Array | undefined) => ({ images: set.train, chosen: chosen! });
  return { train: of(train), validation: of(validation), test: of(test) };
}

function requireImages({ count }: LabelledImages, wanted: Record<string, number>): void {
  const sum = Object.values(wanted).reduce((a, b) => a + b, 0);
  if (sum <= count) return;
  const fields = Object.entries(wanted).map(([field, value]) => `${field} (${value})`);
  throw new UserError(
    `${fields.join(' + ')} must be at most ${count}, the images that the set has for them.`,
    'Lower one of these numbers, or choose a larger set.',
  );
}

/** Signals [chosen, 1 + pixels] of images of a file: a black pixel, then the image's levels in the scan order. */
export function imageSignals(
  { pixels }: LabelledImages,
  chosen: Uint32Array,
  { order, quantizationLevels }: { order: Uint32Array; quantizationLevels: number },
): Uint8Array {
  const levels = Uint8Array.from({ length: 256 }, (_, gray) => grayToLevel(gray, quantizationLevels));
  const samples = leadingSamples + order.length;
  const tokens = new Uint8Array(chosen.length * samples);
  chosen.forEach((image, index) => {
    const signal = tokens.subarray(index * samples + leadingSamples, (index + 1) * samples);
    unrollImage(pixels.subarray(image * order.length, (image + 1) * order.length), order, signal);
    for (let i = 0; i < signal.length; i++) signal[i] = levels[signal[i]!]!;
  });
  return tokens;
}

/**
 * Row and column, one-hot, of the pixel that each sample predicts: [samples, height + width], zeros at the last sample,
 * which predicts none.
 */
function pixelPlaces({ width, height }: ImageDataConfiguration, order: Uint32Array): LocalCondition {
  const channels = height + width;
  const values = new Float32Array((leadingSamples + order.length) * channels);
  order.forEach((pixel, i) => {
    const predictedBy = (leadingSamples - 1 + i) * channels;
    values[predictedBy + Math.floor(pixel / width)] = 1;
    values[predictedBy + height + (pixel % width)] = 1;
  });
  return { channels, values, shared: true };
}
