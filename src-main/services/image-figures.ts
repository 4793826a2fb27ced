import type {
  ClassificationResult,
  DensityResult,
  EvaluatedImage,
  ImageCompletions,
  ImagePosterior,
} from '../contract/evaluations';
import type { FigureDescription } from '../contract/figure';
import type { GenerationDetail, GenerationModel } from '../contract/generations';
import type { RunDetail } from '../contract/runs';
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
import { describeProgressiveFrame, progressiveMoments } from '../figures/describe-progressive';
import { withRemarks } from '../figures/remarks';

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

export interface ImageSubjectOptions {
  /** The model's run; null for a model file. */
  run: RunDetail | null;
  /** The file or the name of a model without a run. */
  model: Pick<GenerationModel, 'file'>;
  /** Of the program. */
  version: string;
}

/** What figures of a model of images say of it. */
export function imageSubject({ run, model, version }: ImageSubjectOptions): DataSubject {
  const versions = { wavebench: version };
  if (run === null) {
    const name = model.file.split(/[\\/]/).at(-1)!.replace(/\.safetensors$/, '');
    const remarks = [`Model ${name}.`];
    return { name, title: name, provenance: { study: name, runs: [], versions, dataHash: null, remarks } };
  }
  const { id, name, seed, configurationHash, studyName, studyTitle, dataHash } = run;
  const runs = [{ id, name, seed, configurationHash }];
  return {
    name: studyName,
    title: name,
    provenance: { study: studyTitle, runs, versions, dataHash, remarks: [`Checkpoint ${model.file}.`] },
  };
}

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

/** The frames of a classification from no pixel to all, the last one several times, so that it is seen. */
export function classificationFrames(
  subject: DataSubject,
  posterior: ImagePosterior,
  { frames, rest }: { frames: number; rest: number },
): FigureDescription[] {
  const moments = progressiveMoments(posterior.posteriors.length - 1, frames);
  const shown = [...moments, ...Array.from({ length: rest }, () => moments.at(-1)!)];
  return shown.map((seen) => describeProgressiveFrame(subject, posterior, seen));
}
