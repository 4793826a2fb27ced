import { copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../../contract/errors';
import type { ImagesDataset, ImportChoice } from '../../contract/own-data';
import { findIdxFiles, readIdxFile } from '../../data/idx-files';
import { ImageSink } from './image-sink';
import { classOfName, type ReadFiles } from './import-series';
import { readImageArray, withArray } from './read-array';
import { readPictures } from './read-pictures';
import { stemOf } from './read-table';
import type { Sources } from './sources';

type Imported = Pick<ImagesDataset, 'kind' | 'classes' | 'counts' | 'width' | 'height'> & {
  facts: [name: string, value: string][];
};

/** Reads images and keeps them as IDX files. */
export async function importImages(sources: Sources, read: ReadFiles): Promise<Imported> {
  if (sources.kind === 'idx') return importIdx(sources.folder, read);
  const { reading, preparation } = read.choice;
  const sink = new ImageSink(read.folder, read.enough);
  let facts: Imported['facts'] = [];
  if (sources.kind === 'pictures') {
    const pictures = sources.pictures.map((picture) => ({
      ...picture,
      class: reading.classOfFileName ? classOfName(stemOf(picture.path)) : picture.class,
    }));
    await readPictures({ pictures, size: reading.size, sink, onPicture: () => {} });
  } else {
    for (const path of sources.paths) {
      facts = await withArray(path, reading, read.onBytes, (array) => readImageArray(array, sink));
    }
  }
  const { count, width, height, classes } = sink.end();
  return { kind: 'images', width, height, classes, counts: splitCounts(count, preparation.split), facts };
}

/** Images that are IDX files already: they are looked through, and copied. */
async function importIdx(folder: string, { choice, folder: target }: ReadFiles): Promise<Imported> {
  const { train, test } = await findIdxFiles(folder);
  let classes = 0;
  const counts: number[] = [];
  let size: [width: number, height: number] = [0, 0];
  for (const pair of test ? [train, test] : [train]) {
    const { dimensions } = await readIdxFile(pair.images, 3);
    const labels = await readIdxFile(pair.labels, 1);
    const [count, height, width] = dimensions as [number, number, number];
    if (labels.dimensions[0] !== count)
      throw new UserError(
        `${pair.labels}: ${count} labels were expected, one for each image, but it has ${labels.dimensions[0]}.`,
      );
    for (const label of labels.data) classes = Math.max(classes, label + 1);
    counts.push(count);
    size = [width, height];
    for (const path of [pair.images, pair.labels]) await copyFile(path, join(target, basename(path)));
  }
  const split = splitCounts(counts[0]!, choice.preparation.split);
  const own = counts[1];
  return {
    kind: 'images',
    width: size[0],
    height: size[1],
    classes: Array.from({ length: classes }, (_, label) => String(label)),
    counts: own === undefined ? split : { train: split.train + split.test, validation: split.validation, test: own },
    facts: [['Files', own === undefined ? 'training images' : 'training and test images']],
  };
}

function splitCounts(count: number, split: ImportChoice['preparation']['split']): ImagesDataset['counts'] {
  if (split.by === 'given') throw new UserError('Images cannot be split by name.', 'Split them by shares.');
  const [validation, test] = [split.validation, split.test].map((share) => Math.max(1, Math.round(count * share))) as [
    number,
    number,
  ];
  if (validation + test >= count)
    throw new UserError(
      `${count} images cannot be split into ${test} to test, ${validation} to validate and some to train.`,
    );
  return { train: count - validation - test, validation, test };
}
