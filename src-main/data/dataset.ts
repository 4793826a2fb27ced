import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { DataConfiguration, ImageDataConfiguration } from '../contract/configuration';
import { UserError } from '../contract/errors';
import type { Dataset } from './curves';
import { fourierDataset } from './fourier';
import { readImageSet } from './image-set';
import { imageDataset } from './images';
import { absentDataset, openOwnSeries } from './own/open-own';

/** Folders with a folder for each image set that is known by name. */
export interface DataFolders {
  /** Sets that come with the program. */
  bundled: string;
  /** Sets that a person fetched, and imported datasets by their identity. */
  fetched: string;
}

/**
 * Makes or reads the data that a configuration describes: the same bytes for the same configuration and files,
 * everywhere. Throws a UserError naming file and place where files do not fit.
 */
export async function openDataset(configuration: DataConfiguration, folders: DataFolders): Promise<Dataset> {
  switch (configuration.source) {
    case 'fourier':
      return fourierDataset(configuration);
    case 'own':
      return openOwnSeries(configuration, join(folders.fetched, configuration.dataset));
    case 'images':
      return imageDataset(configuration, await readImageSet(setFolder(configuration, folders), configuration));
  }
}

/** SHA-256 as hex over sizes, tokens and classes of all three splits: two runs saw the same data when it is equal. */
export function datasetHash({ quantizationLevels, train, validation, test }: Dataset): string {
  const hash = createHash('sha256');
  for (const { count, samples, tokens, classes } of [train, validation, test]) {
    hash.update(`${quantizationLevels} ${count} ${samples} ${classes ? 'classes' : ''}\n`);
    hash.update(bytesOf(tokens));
    if (classes) hash.update(bytesOf(classes));
  }
  return hash.digest('hex');
}

function setFolder({ set }: ImageDataConfiguration, folders: DataFolders): string {
  if (set === 'mnist-10k') return join(folders.bundled, set);
  if (set === 'mnist') {
    const folder = join(folders.fetched, set);
    if (existsSync(folder)) return folder;
    throw new UserError(
      `The whole MNIST set is not on this machine: there is no folder ${folder}.`,
      'Fetch it first (wavebench fetch mnist); or set data.set to "mnist-10k", the digits that come along, or to the ' +
        'folder that has its files.',
    );
  }
  if ('dataset' in set) {
    const folder = join(folders.fetched, set.dataset);
    if (existsSync(folder)) return folder;
    throw absentDataset(set.dataset, folder);
  }
  if (isAbsolute(set.folder)) return set.folder;
  throw new UserError(
    `data.set.folder ("${set.folder}") must be an absolute path.`,
    'Give the whole path of the folder with the IDX files.',
  );
}

function bytesOf(array: Uint8Array | Uint16Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
