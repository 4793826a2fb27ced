import { z } from 'zod';
import type { CalibrationBin } from '../math/classifier-scores';
import type { DataConfiguration, ImageDataConfiguration, RunConfiguration } from './configuration';
import {
  checkpointChoiceSchema,
  generationChoiceSchema,
  type CheckpointChoice,
  type GenerationModel,
} from './generations';

const id = z.string().min(1).max(64);
const seed = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const images = z.int().min(1).max(100_000);

const bundledModel = z.string().regex(/^[a-z0-9-]{1,64}$/);

/** The model of a run at one of its checkpoints, or one that comes along with the program, by its name. */
export const chosenModelSchema = z.union([
  z.strictObject({ runId: id, checkpoint: checkpointChoiceSchema.default('best') }),
  z.strictObject({ model: bundledModel }),
]);
export type ChosenModel = z.infer<typeof chosenModelSchema>;

/** Images whose density is asked for. */
export const densitySetSchema = z.discriminatedUnion('kind', [
  /** As they are in the test data. */
  z.strictObject({ kind: z.literal('test') }),
  /** The same images turned counter-clockwise about their centre; black comes in from outside. */
  z.strictObject({ kind: z.literal('rotated'), degrees: z.number().min(-360).max(360) }),
  /** Independent pixels, each level as frequent as in the test images, or every level as likely as any other. */
  z.strictObject({ kind: z.literal('noise'), levels: z.enum(['as-data', 'uniform']) }),
  /** Images of another set: IDX files in a folder, of the same size; those to test on where the set has such. */
  z.strictObject({ kind: z.literal('other'), folder: z.string().min(1).max(4096) }),
]);
export type DensitySet = z.infer<typeof densitySetSchema>;

/** What is measured, whatever the model. */
export const evaluationChoiceSchema = z.discriminatedUnion('kind', [
  /** p(y | x) ∝ p(x | y) p(y) of test images. */
  z.strictObject({
    kind: z.literal('classification'),
    /** Test images, drawn by the seed; null takes all. */
    count: images.nullable().default(null),
    seed: seed.default(1),
    /** p(y): every class as likely as any other, or as frequent as among the images to train on. */
    prior: z.enum(['uniform', 'training']).default('uniform'),
    /** Bins of the calibration curve. */
    bins: z.int().min(2).max(100).default(10),
  }),
  /** log p(x) = log Σ p(x | y) p(y) of images of several kinds. */
  z.strictObject({
    kind: z.literal('density'),
    /** Images of each kind, drawn by the seed; null takes all. */
    count: images.nullable().default(200),
    seed: seed.default(1),
    sets: z
      .array(densitySetSchema)
      .min(1)
      .max(16)
      .default([
        { kind: 'test' },
        { kind: 'rotated', degrees: 90 },
        { kind: 'rotated', degrees: 180 },
        { kind: 'rotated', degrees: 270 },
        { kind: 'noise', levels: 'as-data' },
        { kind: 'noise', levels: 'uniform' },
      ]),
    /** Bins of the histograms, over all kinds alike. */
    bins: z.int().min(2).max(400).default(60),
  }),
]);
export type EvaluationChoice = z.infer<typeof evaluationChoiceSchema>;
export type ClassificationChoice = EvaluationChoice & { kind: 'classification' };
export type DensityChoice = EvaluationChoice & { kind: 'density' };

export const startEvaluationSchema = z.strictObject({ source: chosenModelSchema, choice: evaluationChoiceSchema });
export type StartEvaluation = z.infer<typeof startEvaluationSchema>;

/** completed: stored; the others live only in the process that started them. */
export type EvaluationStatus = 'queued' | 'running' | 'completed' | 'cancelled' | 'failed';

/** An evaluation in lists and events. */
export interface EvaluationSummary {
  id: string;
  status: EvaluationStatus;
  /** Why it failed, in words for a person; null otherwise. */
  reason: string | null;
  runId: string | null;
  checkpoint: CheckpointChoice | null;
  choice: EvaluationChoice;
  /** Null until the model has been read. */
  model: GenerationModel | null;
  /** Images under one class each count once. */
  progress: { done: number; all: number; secondsLeft: number };
  /** Milliseconds since 1970. */
  createdAt: number;
  /** Milliseconds of computing. */
  duration: number;
}

export interface EvaluationDetail extends EvaluationSummary {
  /** Null until it is completed. */
  result: EvaluationResult | null;
  environment: EvaluationEnvironment | null;
}

export interface EvaluationEnvironment {
  tensorflow: string;
  /** Threads that computed. */
  threads: number;
  /** Version of the program. */
  version: string;
}

/** How the images of a signal are unrolled. */
export type EvaluatedImage = Pick<ImageDataConfiguration, 'width' | 'height' | 'scanOrder' | 'quantizationLevels'>;

export type EvaluationResult = ClassificationResult | DensityResult;

export interface ClassificationResult {
  kind: 'classification';
  image: EvaluatedImage;
  /** p(y) by classes. */
  prior: number[];
  /** Each image's place in the test data, own class, most likely class, and the probability of that one. */
  images: { index: number[]; class: number[]; predicted: number[]; confidence: number[] };
  /** Share of images whose most likely class is their own. */
  accuracy: number;
  /** Mean −log p(own class | x), in nats. */
  logLoss: number;
  /** Images by own class (rows) and most likely class (columns). */
  confusion: number[][];
  /** By the probability of the most likely class. */
  calibration: CalibrationBin[];
  /** Expected calibration error: mean |accuracy − confidence| over the bins, each by its share of the images. */
  calibrationError: number;
  /** Mean −log₂ p / pixels of p(x | own class) and of p(x). */
  bitsPerPixel: { ofClass: number; marginal: number };
  /** Surest first, at most `listedErrors`. */
  errors: ClassificationError[];
  progressive: ProgressiveAccuracy;
  /** Milliseconds of computing for 1,000 images. */
  millisecondsPerThousand: number;
}
export const listedErrors = 500;

export interface ClassificationError {
  /** Place in the test data. */
  index: number;
  class: number;
  predicted: number;
  /** p(y | x) by classes. */
  posterior: number[];
  /** The signal, with the black pixel before the image. */
  tokens: number[];
}

/** How a classification comes about over all images: p(y | first n pixels). */
export interface ProgressiveAccuracy {
  /** Pixels seen, from none to all of them. */
  pixels: number[];
  accuracy: number[];
  /** Mean probability of the most likely class. */
  confidence: number[];
}

export interface DensityResult {
  kind: 'density';
  image: EvaluatedImage;
  sets: DensityOfSet[];
  /** Edges of the bins in bits per pixel, one more than bins; `counts` of the sets lie between them. */
  edges: number[];
  /** `log`: bins of equal ratio, where images differ by magnitudes. */
  scale: 'linear' | 'log';
}

export interface DensityOfSet {
  set: DensitySet;
  /** In words: `Test images`, `Rotated by 90°`. */
  label: string;
  /** −log₂ p(x) / pixels of every image; log p(x) in nats is −bits · pixels · ln 2. */
  bits: number[];
  mean: number;
  /** Sample standard deviation. */
  standardDeviation: number;
  /** Images in each bin; they sum to the number of images. */
  counts: number[];
  /** The first images, as signals with the black pixel before each. */
  examples: number[][];
}
/** Images of a set that are kept as examples. */
export const densityExamples = 10;

/** p(y | first n pixels) of single images, pixel by pixel: the frames of an animation. */
export const imagePosteriorsSchema = z.strictObject({
  source: chosenModelSchema,
  /** Places in the test data. */
  images: z.array(z.int().min(0)).min(1).max(64),
  prior: z.enum(['uniform', 'training']).default('uniform'),
});
export type ImagePosteriorsRequest = z.infer<typeof imagePosteriorsSchema>;

export interface ImagePosterior {
  image: EvaluatedImage;
  index: number;
  class: number;
  /** With the black pixel before the image. */
  tokens: number[];
  /** By number of pixels seen, 0 … all, then by class. */
  posteriors: number[][];
}

/** Completions of test images from their first pixels. */
export const completionChoiceSchema = z.strictObject({
  /** Places in the test data. */
  images: z.array(z.int().min(0)).min(1).max(256),
  /** Pixels in scan order that are seen, of each image. */
  observed: z.int().min(1),
  /** Completions of each image. */
  count: z.int().min(1).max(4096),
  /** `given`: under each image's own class; `none`: under classes drawn from p(y | observed pixels). */
  class: z.enum(['given', 'none']),
  temperature: z.number().positive().max(1000).default(1),
  seed: seed.default(1),
});
export type CompletionChoice = z.infer<typeof completionChoiceSchema>;
export const completeImagesSchema = z.strictObject({ source: chosenModelSchema, choice: completionChoiceSchema });
export type CompleteImages = z.infer<typeof completeImagesSchema>;

export interface ImageCompletions {
  image: EvaluatedImage;
  /** Pixels that were seen. */
  observed: number;
  images: CompletedImage[];
}

export interface CompletedImage {
  index: number;
  class: number | null;
  /** The original, with the black pixel before it. */
  original: number[];
  /** p(y | observed pixels) by classes; null for a model without classes. */
  posterior: number[] | null;
  completions: { class: number | null; tokens: number[] }[];
  /** Over all completions at every sample, in levels. */
  mean: number[];
  standardDeviation: number[];
  /** −log₂ p(true rest | observed pixels) over the number of unseen pixels. */
  bitsOfRest: number;
}

/** How probable a model finds images pixel by pixel. */
export const imageLikelihoodsSchema = z.strictObject({
  source: chosenModelSchema,
  /** Whole signals with the black pixel before each image, or places in the test data. */
  series: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('tokens'),
      rows: z
        .array(z.array(z.int().min(0).max(1023)).max(65_537))
        .min(1)
        .max(64),
    }),
    z.strictObject({ kind: z.literal('dataset'), series: z.array(z.int().min(0)).min(1).max(64) }),
  ]),
  /** Classes that each is taken under, or `marginal` over all; null takes the series' own, none without classes. */
  classes: z.union([z.array(z.int().min(0).max(65_535)).min(1).max(64), z.literal('marginal')]).nullable(),
});
export type ImageLikelihoodsRequest = z.infer<typeof imageLikelihoodsSchema>;

/** A model that comes along with the program. */
export interface BundledModel {
  /** Name of its file without the ending. */
  name: string;
  title: string;
  study: string;
  arm: string;
  /** Source of the data it was trained on. */
  source: DataConfiguration['source'];
  quantizationLevels: number;
  conditionClasses: number | null;
  image: EvaluatedImage | null;
  receptiveField: number;
  parameters: number;
  /** The model and the data that it was trained on. */
  configuration: Pick<RunConfiguration, 'model' | 'data'>;
  /** How it was trained and how well it does, as the file says. */
  training: Readonly<Record<string, unknown>>;
}

/** A generation by a model that comes along; it belongs to no run. */
export const generateByModelSchema = generationChoiceSchema.extend({ model: bundledModel });
