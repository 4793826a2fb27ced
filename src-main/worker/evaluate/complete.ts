import { leadingSamples } from '../../contract/data-sizes';
import { UserError } from '../../contract/errors';
import type { CompletedImage, CompletionChoice, ImageCompletions } from '../../contract/evaluations';
import { classifyProgressively, type ClassLikelihoods } from '../../generation/classification';
import { bitsOfRest, complete, completionStatistics } from '../../generation/completion';
import type { Generator } from '../../generation/generator';
import { ClassPasses, type ClassPassesOptions } from './class-passes';
import { pixelsOf, requireImages, signalsOf, type OpenedImages } from './open-images';

/** Rows that one batch of the generator has at most; the images of a batch are completed together. */
const rowsAtOnce = 1024;

export interface CompleteImagesOptions extends ClassPassesOptions {
  generator: Generator;
}

/** Completes test images from their first pixels, and says how probable their true rest was. */
export async function completeImages(
  images: OpenedImages,
  choice: CompletionChoice,
  options: CompleteImagesOptions,
): Promise<ImageCompletions> {
  const { test } = images.dataset;
  requireImages(test, choice.images);
  if (choice.observed >= pixelsOf(images)) {
    const pixels = pixelsOf(images);
    throw new UserError(
      `${choice.observed} pixels were to be observed; an image has ${pixels}.`,
      `Observe 1 to ${pixels - 1}.`,
    );
  }
  options.progress.expect(choice.images.length * (1 + choice.count));
  const likelihoods = await allLikelihoods(images, choice, options);
  const completed: CompletedImage[] = [];
  const imagesAtOnce = Math.max(1, Math.floor(rowsAtOnce / choice.count));
  for (let first = 0; first < choice.images.length; first += imagesAtOnce) {
    const part = { first, likelihoods: likelihoods.slice(first, first + imagesAtOnce) };
    completed.push(...(await completePart(images, choice, { ...part, ...options })));
    options.progress.add(part.likelihoods.length * choice.count);
    await options.pause();
  }
  return { image: images.image, observed: choice.observed, images: completed };
}

async function allLikelihoods(
  images: OpenedImages,
  choice: CompletionChoice,
  options: CompleteImagesOptions,
): Promise<ClassLikelihoods[]> {
  const passes = new ClassPasses(images, choice.images.length, options);
  try {
    const found: ClassLikelihoods[] = [];
    for await (const one of passes.over(signalsOf(images.dataset.test, choice.images))) found.push(one);
    return found;
  } finally {
    passes.dispose();
  }
}

interface Part {
  /** Place of the part's first image among the chosen ones. */
  first: number;
  likelihoods: readonly ClassLikelihoods[];
  generator: Generator;
}

async function completePart(
  { dataset: { test }, classes }: OpenedImages,
  { images: all, observed: pixels, count, class: classed, temperature, seed }: CompletionChoice,
  { first, likelihoods, generator }: Part,
): Promise<CompletedImage[]> {
  const chosen = all.slice(first, first + likelihoods.length);
  const observed = leadingSamples + pixels;
  const series = signalsOf(test, chosen);
  const posteriors = likelihoods.map((one) => classifyProgressively(one, undefined, [pixels])[0]!);
  const own = chosen.map((index) => test.classes?.[index] ?? null);
  const completions = await complete(generator, {
    series,
    observed,
    samples: test.samples,
    count,
    sampler: { kind: 'stochastic', temperature, topK: null, topP: null },
    seed,
    firstSeries: first,
    classes: classes === null ? null : classed === 'given' ? { given: own as number[] } : { posteriors },
    local: test.local && test.local.values.subarray(0, (test.samples - 1) * test.local.channels),
  });
  return chosen.map((index, place) => {
    const ownCompletions = completions.slice(place * count, (place + 1) * count);
    const statistics = completionStatistics(ownCompletions);
    const given = classes !== null && classed === 'given' ? own[place]! : null;
    return {
      index,
      class: own[place]!,
      original: [...series[place]!],
      posterior: classes === null ? null : [...posteriors[place]!],
      completions: ownCompletions.map(({ class: y, tokens }) => ({ class: y, tokens: [...tokens] })),
      mean: statistics.map((at) => at.mean),
      standardDeviation: statistics.map((at) => at.standardDeviation),
      bitsOfRest: bitsOfRest(likelihoods[place]!, observed, given),
    };
  });
}
