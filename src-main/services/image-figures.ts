import type { ClassificationResult, DensityResult, EvaluatedImage, ImageCompletions } from '../contract/evaluations';
import type { FigureDescription } from '../contract/figure';
import type { GenerationDetail } from '../contract/generations';
import {
  describeCalibration,
  describeConfusion,
  describeErrors,
  describeProgressiveAccuracy,
} from '../figures/describe-classification';
import { describeCompletions } from '../figures/describe-completions';
import type { DataSubject } from '../figures/describe-data';
import { describeGallery, type PicturedGroup } from '../figures/describe-gallery';
import { describeDensities, describeDensityExamples } from '../figures/describe-density';
import { withRemarks } from '../figures/remarks';

export { imageSubject } from '../figures/image-subject';
export { progressiveFrames } from '../figures/describe-progressive';

/** Figures of a classification by name. */
export const classificationFigures = {
  confusion: describeConfusion,
  calibration: describeCalibration,
  progressive: describeProgressiveAccuracy,
  errors: describeErrors,
} satisfies Record<string, (subject: DataSubject, result: ClassificationResult) => FigureDescription>;
export type ClassificationFigure = keyof typeof classificationFigures;

/** Figures of densities by name. */
export const densityFigures = {
  histograms: describeDensities,
  images: describeDensityExamples,
} satisfies Record<string, (subject: DataSubject, result: DensityResult) => FigureDescription>;
export type DensityFigure = keyof typeof densityFigures;

/** Completed images, as many of the completions as `shown`, with mean and standard deviation. */
export function completionsFigure(subject: DataSubject, result: ImageCompletions, shown: number): FigureDescription {
  return describeCompletions(subject, result, { shown, statistics: result.images[0]!.completions.length > 1 });
}

/** Generated images in rows of one prompt and class each; `samples` are the tokens of every trajectory. */
export function galleryFigure(
  subject: DataSubject,
  { image, generation, samples }: { image: EvaluatedImage; generation: GenerationDetail; samples: number[][] },
): FigureDescription {
  const { choice, observedGroups } = generation;
  const groups = observedGroups.map((group): PicturedGroup => {
    const { first, count, observed, prompt, truth } = group;
    const label = group.class === null ? '' : String(group.class);
    return { label, observed, prompt, truth, samples: samples.slice(first, first + count), statistics: null };
  });
  const { sampler, seed } = choice;
  const drawn = sampler.kind === 'greedy' ? 'greedy' : `temperature ${sampler.temperature}`;
  return describeGallery({
    name: `${subject.name}-gallery`,
    title: `Generated images: ${subject.title}`,
    models: [{ title: '', image, groups, samples: choice.count }],
    columns: 1,
    provenance: withRemarks(subject, [`Generation ${generation.id}: ${drawn}, seed ${seed}.`]).provenance,
  });
}
