import type { ImageDataConfiguration } from '../contract/configuration';
import { leadingSamples } from '../contract/data-sizes';
import type { FigureDescription, ImagesPanel, Provenance } from '../contract/figure';
import type { TrajectoryStatistics } from '../contract/generations';
import { levelToGray } from '../math/gray-levels';
import { scanOrder, type ImageSize } from '../math/scan-order';

/** How the images are unrolled to the signals that the model has learnt. */
export type UnrolledImage = Pick<ImageDataConfiguration, 'width' | 'height' | 'scanOrder' | 'quantizationLevels'>;

/** A row of the gallery: one prompt under one class. */
export interface PicturedGroup {
  label: string;
  /** Number of observed samples, the black pixel before the image among them; `prompt` holds the last of them. */
  observed: number;
  prompt: readonly number[];
  /** How the test image really went on; empty where nothing is known. */
  truth: readonly number[];
  /** Levels of each sample after what was observed, as far as they have been generated. */
  samples: readonly (readonly number[])[];
  /** Over all samples, of every step; null where they are not asked for. */
  statistics: Pick<TrajectoryStatistics, 'mean' | 'standardDeviation'> | null;
}

/** A panel of the gallery: what one model has generated. */
export interface PicturedModel {
  title: string;
  image: UnrolledImage;
  groups: readonly PicturedGroup[];
  /** Samples of each group that have a place, whether they are there or not. */
  samples: number;
}

export interface Gallery {
  name: string;
  title: string;
  models: readonly PicturedModel[];
  /** Panels in a row. */
  columns: number;
  provenance: Provenance;
}

/**
 * Generated signals as the images that they stand for: a row for each prompt and class, a column for each sample. The
 * original, where there is one, stands in front; mean and standard deviation over all samples stand behind.
 */
export function describeGallery({ name, title, models, columns, provenance }: Gallery): FigureDescription {
  return {
    name,
    title,
    panels: models.map(panelOf),
    columns,
    sharedX: false,
    legend: 'none',
    provenance,
  };
}

/**
 * The image, [height · width], of a signal whose first given level is sample `first`: 0 (black) … 1 (white), null
 * where no level is given. What lies before or behind the image is left out. `grey` shows other values than levels.
 */
export function pictureOf(
  levels: readonly number[],
  first: number,
  image: UnrolledImage,
  grey: Grey = greyOf(image),
): (number | null)[] {
  return rolled(levels, first, { order: scanOrder(image.scanOrder, image), grey });
}

/** The lines x1, y1, x2, y2 … between the first `observed` pixels of the order and the others. */
export function observedBorder(order: Uint32Array, { width, height }: ImageSize, observed: number): number[] {
  const isObserved = new Uint8Array(order.length);
  for (const pixel of order.subarray(0, observed)) isObserved[pixel] = 1;
  const border: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const own = isObserved[y * width + x];
      if (x + 1 < width && isObserved[y * width + x + 1] !== own) border.push(x + 1, y, x + 1, y + 1);
      if (y + 1 < height && isObserved[(y + 1) * width + x] !== own) border.push(x, y + 1, x + 1, y + 1);
    }
  }
  return border;
}

function panelOf({ title, image, groups, samples }: PicturedModel): ImagesPanel {
  const order = scanOrder(image.scanOrder, image);
  const hasOriginals = groups.some(({ truth }) => truth.length > 0);
  const hasStatistics = groups.some(({ statistics }) => statistics !== null);
  const numbers = Array.from({ length: samples }, (_, index) => index);
  const labels = [
    ...(hasOriginals ? ['Original'] : []),
    ...numbers.map(() => ''),
    ...(hasStatistics ? ['Mean', 'Std'] : []),
  ];
  const observed = Math.max(0, ...groups.map((group) => group.observed)) - leadingSamples;
  return {
    kind: 'images',
    title,
    columns: labels.length,
    imageWidth: image.width,
    imageHeight: image.height,
    images: groups.flatMap((group) => {
      const first = group.observed - group.prompt.length;
      const show = (after: readonly number[], grey = greyOf(image), before = group.prompt) =>
        rolled([...before, ...after], first, { order, grey });
      const { mean, standardDeviation } = group.statistics ?? { mean: [], standardDeviation: [] };
      const half = (image.quantizationLevels - 1) / 2;
      return [
        ...(hasOriginals ? [show(group.truth)] : []),
        ...numbers.map((number) => show(group.samples[number] ?? [])),
        // Levels spread by at most half of their range, which is white.
        ...(hasStatistics
          ? [
              show(mean, (level) => level / (2 * half)),
              show(
                standardDeviation,
                (spread) => spread / half,
                group.prompt.map(() => 0),
              ),
            ]
          : []),
      ];
    }),
    rowLabels: groups.some(({ label }) => label !== '') ? groups.map(({ label }) => label) : null,
    columnLabels: hasOriginals || hasStatistics ? labels : null,
    border: observed > 0 ? observedBorder(order, image, observed) : [],
  };
}

type Grey = (level: number) => number;

function greyOf({ quantizationLevels }: UnrolledImage): Grey {
  return (level) => levelToGray(level, quantizationLevels) / 255;
}

function rolled(
  levels: readonly number[],
  first: number,
  { order, grey }: { order: Uint32Array; grey: Grey },
): (number | null)[] {
  const pixels = new Array<number | null>(order.length).fill(null);
  levels.forEach((level, index) => {
    const pixel = order[first + index - leadingSamples];
    if (pixel !== undefined) pixels[pixel] = grey(level);
  });
  return pixels;
}
