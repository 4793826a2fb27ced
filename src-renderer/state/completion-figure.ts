import { leadingSamples } from '../../src-main/contract/data-sizes';
import type { CompletedImage, ImageCompletions } from '../../src-main/contract/evaluations';
import type { FigureDescription } from '../../src-main/contract/figure';
import { completionsPanel } from '../../src-main/figures/describe-completions';
import { formatCount, formatDecimals, formatPlural } from '../format';
import type { AskedModel } from './asked-model';
import { completionClasses, type CompletionClass, type CompletionView } from './completion-view.svelte';
import { className } from './generation-words';
import { modelProvenance } from './model-provenance';

/** Completions of each image that are drawn; mean and spread are over all. */
const drawnCompletions = 4;

const titles: Record<CompletionClass, string> = { given: 'The class given', none: 'The class not given' };

export interface CompletionScene extends Pick<CompletionView, 'results'> {
  model: AskedModel;
  /** Pixels on the near side of the border, which may just be moved. */
  observed: number;
  /** How they were drawn, in words. */
  sampling: string;
}

/** Originals in the top row, completions below them, then mean and spread; a panel with and one without the class. */
export function completionFigure({ results, model, observed, sampling }: CompletionScene): FigureDescription | null {
  const there = completionClasses.filter((own) => results[own]);
  const [first] = there.map((own) => results[own]!);
  if (!first) return null;
  const { data } = model.configuration;
  const count = first.images[0]?.completions.length ?? 0;
  return {
    name: `${model.studyName}-completions`,
    title: `${model.name}: completions of the first ${formatCount(first.observed)} pixels`,
    panels: there.map((own) => {
      const result = results[own]!;
      const seen = result.observed === observed ? result : beforeCompletion(result, observed);
      const panel = completionsPanel(seen, { shown: drawnCompletions, statistics: true });
      return { ...panel, title: there.length > 1 ? titles[own] : '' };
    }),
    columns: there.length,
    sharedX: false,
    legend: 'none',
    provenance: modelProvenance(model, [
      `Top: images of the test data. Line: the border of the first ${formatCount(first.observed)} pixels in ` +
        `${first.image.scanOrder} order, which were observed.`,
      `${formatPlural(count, 'completion')} of each, ${sampling}; mean and standard deviation over all, of the ` +
        'latter white is half of the range.',
      ...there.map((own) => {
        const bits = results[own]!.images.map((image) => {
          return `${className(data, image.class ?? 0, model.classNames)} ${formatDecimals(image.bitsOfRest, 3)}`;
        });
        return `Bits per pixel of the true rest, ${titles[own].toLowerCase()}: ${bits.join(', ')}.`;
      }),
    ]),
  };
}

/** What images will be completed from, in place of what they were completed to. */
function beforeCompletion({ images, ...rest }: ImageCompletions, border: number): ImageCompletions {
  const seen = (image: CompletedImage) => image.original.slice(0, leadingSamples + border);
  return {
    ...rest,
    observed: border,
    images: images.map((image) => ({
      ...image,
      completions: image.completions.map((one) => ({ ...one, tokens: seen(image) })),
      mean: seen(image),
      standardDeviation: seen(image).map(() => 0),
    })),
  };
}
