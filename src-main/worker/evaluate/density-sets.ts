import { leadingSamples } from '../../contract/data-sizes';
import { UserError } from '../../contract/errors';
import type { DensitySet, EvaluatedImage } from '../../contract/evaluations';
import { readImageSet } from '../../data/image-set';
import { imageSignals } from '../../data/images';
import { grayToLevel, levelToGray, rollImage, unrollImage } from '../../math/gray-levels';
import { RandomStream } from '../../math/random';
import { rotateImage } from '../../math/rotate-image';
import { scanOrder } from '../../math/scan-order';

/** Signals with the black pixel before each image. */
export type Signals = readonly (Uint8Array | Uint16Array)[];

export interface DensitySetOptions {
  image: EvaluatedImage;
  /** The chosen test images. */
  test: Signals;
  /** Images wanted of a set that is not made from the test images; null takes as many as there are. */
  count: number | null;
  seed: number;
}

/** A set in words. */
export function densityLabel(set: DensitySet): string {
  switch (set.kind) {
    case 'test':
      return 'Test images';
    case 'rotated':
      return `Rotated by ${set.degrees}°`.replace('-', '−');
    case 'noise':
      return set.levels === 'uniform' ? 'Uniform noise' : 'Noise of the data’s levels';
    case 'other':
      return set.folder.split(/[\\/]/).filter(Boolean).at(-1) ?? set.folder;
  }
}

/** Makes or reads the images of a set. Throws a UserError for files that do not fit. */
export async function densitySignals(set: DensitySet, options: DensitySetOptions): Promise<Signals> {
  switch (set.kind) {
    case 'test':
      return options.test;
    case 'rotated':
      return rotated(set.degrees, options);
    case 'noise':
      return noise(set.levels, options);
    case 'other':
      return other(set.folder, options);
  }
}

function rotated(degrees: number, { image, test }: DensitySetOptions): Signals {
  const { quantizationLevels } = image;
  const order = scanOrder(image.scanOrder, image);
  const pixels = new Uint8Array(order.length);
  return test.map((signal) => {
    const grays = Uint8Array.from(signal.subarray(leadingSamples), (level) => levelToGray(level, quantizationLevels));
    rollImage(grays, order, pixels);
    const turned = Uint8Array.from(rotateImage(pixels, image, degrees), Math.round);
    const own = new Uint8Array(signal.length);
    unrollImage(turned, order, own.subarray(leadingSamples));
    for (let i = leadingSamples; i < own.length; i++) own[i] = grayToLevel(own[i]!, quantizationLevels);
    return own;
  });
}

function noise(levels: 'as-data' | 'uniform', { image, test, seed }: DensitySetOptions): Signals {
  const stream = RandomStream.fromSeed(seed).fork(`noise ${levels}`);
  // A pixel drawn from all pixels of all images has each level as often as they have it.
  const drawn = () => {
    const signal = test[stream.integer(test.length)]!;
    return signal[leadingSamples + stream.integer(signal.length - leadingSamples)]!;
  };
  const next = levels === 'uniform' ? () => stream.integer(image.quantizationLevels) : drawn;
  return test.map((signal) => Uint8Array.from(signal, (_, i) => (i < leadingSamples ? 0 : next())));
}

async function other(folder: string, { image, count, seed }: DensitySetOptions): Promise<Signals> {
  const { width, height, quantizationLevels } = image;
  const set = await readImageSet(folder, { width, height, classes: 256 });
  const images = set.test ?? set.train;
  if (count !== null && count > images.count) {
    throw new UserError(`${count} images were asked for; ${folder} has ${images.count}.`, 'Ask for fewer.');
  }
  const drawn = RandomStream.fromSeed(seed)
    .fork('images of another set')
    .distinct(count ?? images.count, images.count);
  const chosen = Uint32Array.from(drawn).sort();
  const order = scanOrder(image.scanOrder, image);
  const signals = imageSignals(images, chosen, { order, quantizationLevels });
  const samples = leadingSamples + order.length;
  return Array.from(chosen, (_, row) => signals.subarray(row * samples, (row + 1) * samples));
}
