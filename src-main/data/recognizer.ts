import type { ImageDataConfiguration } from '../contract/configuration';
import { leadingSamples } from '../contract/data-sizes';
import { levelToGray, rollImage } from '../math/gray-levels';
import { classifyByNeighbours, type Examples } from '../math/nearest-neighbours';
import { scanOrder } from '../math/scan-order';
import { curveAt, type Curves } from './curves';

/** Neighbours that vote. */
const NEIGHBOURS = 3;

/** The class that an image looks like, given as its signal (with the pixel before it). */
export type Recognizer = (signal: ArrayLike<number>) => number;

/**
 * A judge of generated images that is independent of any model: the three nearest real images vote, each a little
 * blurred so that a stroke beside another one is near it. What it makes of real images is the yardstick for generated
 * ones.
 */
export function imageRecognizer(configuration: ImageDataConfiguration, real: Curves): Recognizer {
  if (!real.classes) throw new Error('Images are recognized by the classes of real ones; these have none.');
  const { width, height, quantizationLevels } = configuration;
  const length = width * height;
  const order = scanOrder(configuration.scanOrder, configuration);
  const pixels = new Uint8Array(length);
  const vectorOf = (signal: ArrayLike<number>) => {
    const levels = Uint8Array.from({ length }, (_, i) => levelToGray(signal[leadingSamples + i]!, quantizationLevels));
    rollImage(levels, order, pixels);
    return blurred(pixels, width, height);
  };
  const vectors = new Float32Array(real.count * length);
  for (let image = 0; image < real.count; image++) vectors.set(vectorOf(curveAt(real, image)), image * length);
  const examples: Examples = { vectors, length, labels: real.classes };
  return (signal) => classifyByNeighbours(vectorOf(signal), examples, NEIGHBOURS);
}

/** Mean over each pixel and its neighbours, nearer ones counting more ([1, 2, 1] both ways); black beyond the edges. */
function blurred(pixels: Uint8Array, width: number, height: number): Float32Array {
  const at = (row: number, column: number) =>
    row < 0 || row >= height || column < 0 || column >= width ? 0 : pixels[row * width + column]!;
  const rows = new Float32Array(pixels.length);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      rows[row * width + column] = at(row, column - 1) + 2 * at(row, column) + at(row, column + 1);
    }
  }
  const blur = new Float32Array(pixels.length);
  for (let i = 0; i < blur.length; i++) blur[i] = ((rows[i - width] ?? 0) + 2 * rows[i]! + (rows[i + width] ?? 0)) / 16;
  return blur;
}
