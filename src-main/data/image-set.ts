import { UserError } from '../contract/errors';
import { idxProblem } from './idx';
import { findIdxFiles, readIdxFile, type IdxPair } from './idx-files';

/** Gray images of one size with their labels. */
export interface LabelledImages {
  count: number;
  width: number;
  height: number;
  /** [count, height, width], 0 … 255. */
  pixels: Uint8Array;
  /** [count]. */
  labels: Uint8Array;
}

/** A set as its files hold it. */
export interface ImageSet {
  train: LabelledImages;
  /** Null where the set has no test images of its own. */
  test: LabelledImages | null;
}

/** What is expected of a set. */
export interface ImageSetShape {
  width: number;
  height: number;
  /** Labels are 0 … classes − 1. */
  classes: number;
}

/** Reads the set in a folder; throws a UserError naming file, place and what was expected when it does not fit. */
export async function readImageSet(folder: string, shape: ImageSetShape): Promise<ImageSet> {
  const { train, test } = await findIdxFiles(folder);
  return { train: await readPair(train, shape), test: test && (await readPair(test, shape)) };
}

async function readPair(files: IdxPair, shape: ImageSetShape): Promise<LabelledImages> {
  const labels = await readIdxFile(files.labels, 1);
  const { dimensions, data: pixels } = await readIdxFile(files.images, 3);
  const [count, height, width] = dimensions as [number, number, number];
  if (labels.dimensions[0] !== count) {
    throw idxProblem(
      files.labels,
      'bytes 4 to 7',
      `${count} labels expected, one for each image of ${files.images}, but it has ${labels.dimensions[0]}`,
    );
  }
  if (width !== shape.width || height !== shape.height) {
    throw new UserError(
      `${files.images}, bytes 8 to 15: images of ${shape.width} × ${shape.height} pixels expected (data.width × ` +
        `data.height), but they have ${width} × ${height}.`,
      `Set data.width to ${width} and data.height to ${height}, or choose another folder.`,
    );
  }
  const foreign = labels.data.findIndex((label) => label >= shape.classes);
  if (foreign >= 0) {
    throw new UserError(
      `${files.labels}, byte ${LABEL_HEADER + foreign}: a label from 0 to ${shape.classes - 1} expected ` +
        `(data.classes), but ${labels.data[foreign]} stands there, for image ${foreign}.`,
      'Raise data.classes, or choose another folder.',
    );
  }
  return { count, width, height, pixels, labels: labels.data };
}

/** Bytes before the first label. */
const LABEL_HEADER = 8;
