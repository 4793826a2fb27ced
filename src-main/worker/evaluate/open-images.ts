import { leadingSamples } from '../../contract/data-sizes';
import { UserError } from '../../contract/errors';
import type { EvaluateRequest } from '../../contract/evaluate-job';
import type { EvaluatedImage } from '../../contract/evaluations';
import { conditionedFor, curveAt, type Curves, type Dataset } from '../../data/curves';
import { openDataset } from '../../data/dataset';
import { uniformPrior } from '../../math/bayes';
import { RandomStream } from '../../math/random';
import type { TrainedModel } from '../../model/network';
import { loadModel } from '../generate/load-model';

/** A model of images with the images that it was trained and is tested on. */
export interface OpenedImages {
  trained: TrainedModel;
  /** SHA-256 of the model's file. */
  sha256: string;
  image: EvaluatedImage;
  dataset: Dataset;
  /** Classes that the model knows; null for one without a global condition. */
  classes: number | null;
}

/** Reads model and data. Throws a UserError for a model of other data, or of levels that the data do not have. */
export async function openImages(
  { model: source, data: named, fetchedSets }: Pick<EvaluateRequest, 'model' | 'data' | 'fetchedSets'>,
  bundledSets: string,
): Promise<OpenedImages> {
  const { trained, sha256, data: own } = await loadModel(source);
  const { model } = trained;
  const data = named ?? own;
  if (data?.source !== 'images') {
    const found = data ? 'This model has learnt curves, not images.' : 'This model does not say what it has learnt.';
    throw new UserError(found, 'Choose a model of images, by its run where the file does not say it.');
  }
  const { width, height, scanOrder, quantizationLevels } = data;
  if (quantizationLevels !== model.quantizationLevels) {
    throw new UserError(
      `The images have ${quantizationLevels} levels, this model ${model.quantizationLevels}.`,
      'Name the run that the model belongs to.',
    );
  }
  const whole = await openDataset(data, { bundled: bundledSets, fetched: fetchedSets });
  const conditioned = conditionedFor(whole, model);
  return {
    trained,
    sha256,
    image: { width, height, scanOrder, quantizationLevels },
    // What class an image has is known, whether or not the model is told.
    dataset: {
      ...conditioned,
      train: withClasses(conditioned.train, whole.train),
      test: withClasses(conditioned.test, whole.test),
    },
    classes: model.family === 'wavenet' ? model.conditionClasses : null,
  };
}

/** Places of test images: all of them, or so many as the seed draws, in the order of the data. */
export function chooseImages({ count: all }: Curves, count: number | null, seed: number): number[] {
  if (count === null || count === all) return Array.from({ length: all }, (_, index) => index);
  if (count > all) {
    throw new UserError(`${count} test images were asked for; this model's data have ${all}.`, `Ask for 1 to ${all}.`);
  }
  return RandomStream.fromSeed(seed)
    .fork('evaluated images')
    .distinct(count, all)
    .sort((a, b) => a - b);
}

/** Throws a UserError where there is no such test image. */
export function requireImages({ count }: Curves, images: readonly number[]): void {
  const absent = images.find((index) => index >= count);
  if (absent === undefined) return;
  throw new UserError(`There is no test image ${absent}.`, `This model's data have the test images 0 to ${count - 1}.`);
}

/** Signals of test images. */
export function signalsOf(curves: Curves, images: readonly number[]): (Uint8Array | Uint16Array)[] {
  return images.map((index) => curveAt(curves, index));
}

/** p(y) by classes: uniform, or as frequent as among the images to train on. */
export function priorOf({ dataset, classes }: OpenedImages, prior: 'uniform' | 'training'): Float64Array {
  const count = classes ?? 1;
  if (prior === 'uniform') return uniformPrior(count);
  const shares = new Float64Array(count);
  for (const own of dataset.train.classes!) shares[own]! += 1 / dataset.train.count;
  return shares;
}

/** Pixels of an image. */
export function pixelsOf({ dataset }: Pick<OpenedImages, 'dataset'>): number {
  return dataset.test.samples - leadingSamples;
}

function withClasses(curves: Curves, { classes }: Curves): Curves {
  return { ...curves, classes };
}
