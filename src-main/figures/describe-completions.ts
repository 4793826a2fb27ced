import type { ImageCompletions } from '../contract/evaluations';
import type { FigureDescription, ImagesPanel } from '../contract/figure';
import { scanOrder } from '../math/scan-order';
import { figureOf, imagesPanel, type DataSubject } from './describe-data';
import { observedBorder, pictureOf } from './describe-gallery';
import { withRemarks } from './remarks';

export interface CompletionsShown {
  /** Completions of each image that are shown at most. */
  shown?: number;
  /** Adds mean and standard deviation over all completions. */
  statistics?: boolean;
}

/**
 * Completed images as on the talk's slide: the originals in the top row, completions below, over all of them the border
 * of what was observed.
 */
export function describeCompletions(
  subject: DataSubject,
  result: ImageCompletions,
  options: CompletionsShown = {},
): FigureDescription {
  const { image, observed, images } = result;
  const rest = images.map(({ index, bitsOfRest }) => `${index}: ${bitsOfRest.toFixed(3)}`).join(', ');
  const remarks = [
    `Test images completed from their first ${observed} of ${image.width * image.height} pixels in ` +
      `${image.scanOrder} order, ${images[0]?.completions.length ?? 0} times each.`,
    `Bits per pixel of the true rest by test image: ${rest}.`,
  ];
  const named = { name: 'completions', title: 'Completed images' };
  return figureOf(withRemarks(subject, remarks), named, [completionsPanel(result, options)]);
}

/** A column for each image: the original, completions, and mean and standard deviation where they are asked for. */
export function completionsPanel(
  { image, observed, images }: ImageCompletions,
  { shown = 6, statistics = false }: CompletionsShown = {},
): ImagesPanel {
  const rows = Math.min(shown, images[0]?.completions.length ?? 0);
  const highest = image.quantizationLevels - 1;
  const completed = Array.from({ length: rows }, (_, row) =>
    images.map(({ completions }) => pictureOf(completions[row]!.tokens, 0, image)),
  );
  // Levels spread by at most half of their range, which is white.
  const spreads = [
    ...images.map(({ mean }) => pictureOf(mean, 0, image, (level) => level / highest)),
    ...images.map(({ standardDeviation: spread }) => pictureOf(spread, 0, image, (level) => (2 * level) / highest)),
  ];
  return {
    ...imagesPanel(image),
    columns: Math.max(1, images.length),
    images: [
      ...images.map(({ original }) => pictureOf(original, 0, image)),
      ...completed.flat(),
      ...(statistics ? spreads : []),
    ],
    rowLabels: [
      'Original',
      ...completed.map((_, row) => (row === 0 ? 'Completed' : '')),
      ...(statistics ? ['Mean', 'Std'] : []),
    ],
    border: observedBorder(scanOrder(image.scanOrder, image), image, observed),
  };
}
