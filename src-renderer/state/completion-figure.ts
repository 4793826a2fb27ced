import { leadingSamples } from '../../src-main/contract/data-sizes';
import type { CompletedImage, ImageCompletions } from '../../src-main/contract/evaluations';
import type { FigureDescription, ImagesPanel } from '../../src-main/contract/figure';
import type { RunDetail } from '../../src-main/contract/runs';
import { imagesPanel } from '../../src-main/figures/describe-data';
import { observedBorder, pictureOf } from '../../src-main/figures/describe-gallery';
import { scanOrder } from '../../src-main/math/scan-order';
import { formatCount, formatDecimals, formatPlural } from '../format';
import { completionClasses, type CompletionClass, type CompletionView } from './completion-view.svelte';
import { className } from './generation-words';

/** Completions of each image that are drawn; mean and spread are over all. */
export const drawnCompletions = 4;

const titles: Record<CompletionClass, string> = { given: 'The class given', none: 'The class not given' };

export interface CompletionScene extends Pick<CompletionView, 'results'> {
  run: RunDetail;
  /** Pixels on the near side of the border, which may just be moved. */
  observed: number;
  /** How they were drawn, in words. */
  sampling: string;
}

/** Originals in the top row, completions below them, then mean and spread; a panel with and one without the class. */
export function completionFigure({ results, run, observed, sampling }: CompletionScene): FigureDescription | null {
  const there = completionClasses.filter((own) => results[own]);
  const [first] = there.map((own) => results[own]!);
  if (!first) return null;
  const { data } = run.configuration;
  const count = first.images[0]?.completions.length ?? 0;
  return {
    name: `${run.studyName}-completions`,
    title: `${run.name}: completions of the first ${formatCount(first.observed)} pixels`,
    panels: there.map((own) => ({ ...panelOf(results[own]!, observed), title: there.length > 1 ? titles[own] : '' })),
    columns: there.length,
    sharedX: false,
    legend: 'none',
    provenance: {
      study: run.studyTitle,
      runs: [{ id: run.id, name: run.name, seed: run.seed, configurationHash: run.configurationHash }],
      versions: run.environment ? { tensorflow: run.environment.tensorflow } : {},
      dataHash: run.dataHash,
      remarks: [
        `Top: images of the test data. Line: the border of the first ${formatCount(first.observed)} pixels in ` +
          `${first.image.scanOrder} order, which were observed.`,
        `${formatPlural(count, 'completion')} of each, ${sampling}; mean and standard deviation over all, of the ` +
          'latter white is half of the range.',
        ...there.map((own) => {
          const bits = results[own]!.images.map((image) => {
            return `${className(data, image.class ?? 0)} ${formatDecimals(image.bitsOfRest, 3)}`;
          });
          return `Bits per pixel of the true rest, ${titles[own].toLowerCase()}: ${bits.join(', ')}.`;
        }),
      ],
    },
  };
}

function panelOf({ image, images, observed }: ImageCompletions, border: number): ImagesPanel {
  // Before images are completed anew, they show what they will be completed from.
  const isCurrent = border === observed;
  const half = (image.quantizationLevels - 1) / 2;
  const count = Math.min(drawnCompletions, images[0]?.completions.length ?? 0);
  const row = (of: (one: CompletedImage) => readonly number[], grey?: (value: number) => number) =>
    images.map((one) => {
      if (!isCurrent) return pictureOf(one.original.slice(0, leadingSamples + border), 0, image);
      return pictureOf(of(one), 0, image, grey);
    });
  const drawn = Array.from({ length: count }, (_, index) => row(({ completions }) => completions[index]!.tokens));
  return {
    ...imagesPanel(image),
    columns: images.length,
    images: [
      ...images.map(({ original }) => pictureOf(original, 0, image)),
      ...drawn.flat(),
      ...row(({ mean }) => mean, (level) => level / (2 * half)),
      ...row(({ standardDeviation }) => standardDeviation, (spread) => spread / half),
    ],
    rowLabels: ['Original', ...drawn.map(() => ''), 'Mean', 'Std'],
    columnLabels: null,
    border: observedBorder(scanOrder(image.scanOrder, image), image, border),
  };
}
