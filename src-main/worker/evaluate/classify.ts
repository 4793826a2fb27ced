import { UserError } from '../../contract/errors';
import type { ClassificationChoice, ClassificationResult, ImagePosterior } from '../../contract/evaluations';
import { classifyProgressively } from '../../generation/classification';
import { ClassificationTally } from '../../generation/classification-tally';
import { ClassPasses, type ClassPassesOptions } from './class-passes';
import { chooseImages, pixelsOf, priorOf, requireImages, signalsOf, type OpenedImages } from './open-images';

/** Tells test images apart by Bayes' rule. Throws a UserError for a model without classes. */
export async function classify(
  images: OpenedImages,
  { count, seed, prior: wanted, bins }: ClassificationChoice,
  options: ClassPassesOptions,
): Promise<ClassificationResult> {
  requireClasses(images);
  const { test } = images.dataset;
  const chosen = chooseImages(test, count, seed);
  const signals = signalsOf(test, chosen);
  const tally = new ClassificationTally({ prior: priorOf(images, wanted), pixels: pixelsOf(images), bins });
  options.progress.expect(chosen.length);
  const began = options.progress.duration;
  const passes = new ClassPasses(images, chosen.length, options);
  try {
    let next = 0;
    for await (const likelihoods of passes.over(signals)) {
      const index = chosen[next]!;
      tally.add({ index, class: test.classes![index]!, tokens: signals[next]!, likelihoods });
      next += 1;
    }
  } finally {
    passes.dispose();
  }
  const millisecondsPerThousand = (1000 * (options.progress.duration - began)) / chosen.length;
  return { kind: 'classification', image: images.image, ...tally.result(), millisecondsPerThousand };
}

/** p(y | first n pixels) of single test images for every n. */
export async function imagePosteriors(
  images: OpenedImages,
  { images: chosen, prior: wanted }: { images: readonly number[]; prior: 'uniform' | 'training' },
  options: ClassPassesOptions,
): Promise<ImagePosterior[]> {
  requireClasses(images);
  const { test } = images.dataset;
  requireImages(test, chosen);
  const prior = priorOf(images, wanted);
  const signals = signalsOf(test, chosen);
  options.progress.expect(chosen.length);
  const passes = new ClassPasses(images, chosen.length, options);
  const found: ImagePosterior[] = [];
  try {
    for await (const likelihoods of passes.over(signals)) {
      const index = chosen[found.length]!;
      found.push({
        image: images.image,
        index,
        class: test.classes![index]!,
        tokens: [...signals[found.length]!],
        posteriors: classifyProgressively(likelihoods, prior).map((row) => [...row]),
      });
    }
  } finally {
    passes.dispose();
  }
  return found;
}

function requireClasses({ classes }: OpenedImages): void {
  if (classes !== null) return;
  throw new UserError(
    'This model has no classes, so it cannot tell images apart by p(x | y).',
    'Choose a model that was trained with model.conditionClasses.',
  );
}
