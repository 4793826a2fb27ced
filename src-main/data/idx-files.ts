import { createReadStream } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { UserError } from '../contract/errors';
import { idxProblem, IdxParser, type IdxArray } from './idx';

/** Images and their labels in two files. */
export interface IdxPair {
  images: string;
  labels: string;
}

/** The files of a set in a folder: those to train on, and those to test on where the set has such. */
export interface IdxSetFiles {
  train: IdxPair;
  test: IdxPair | null;
}

/** Reads an IDX file, gzip or not (its first bytes tell, not its name). */
export async function readIdxFile(path: string, rank: number): Promise<IdxArray> {
  const parser = new IdxParser(path, rank);
  const packed = await isGzip(path);
  const file = createReadStream(path, { highWaterMark: 2 ** 18 });
  const unpacker = packed ? createGunzip() : null;
  // An error of the file has to end the reading of what is unpacked from it.
  if (unpacker) file.on('error', (error) => unpacker.destroy(error)).pipe(unpacker);
  let unpacked = 0;
  try {
    for await (const chunk of (unpacker ?? file) as AsyncIterable<Uint8Array>) {
      parser.push(chunk);
      unpacked += chunk.length;
    }
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (!code.startsWith('Z_')) throw error;
    throw idxProblem(
      path,
      `after ${unpacked} unpacked bytes`,
      `the gzip data are damaged or end too early (${message})`,
    );
  } finally {
    file.destroy();
    unpacker?.destroy();
  }
  return parser.end();
}

/**
 * Finds the files of a set by their names, such as `train-images-idx3-ubyte.gz` and `t10k-labels.idx1-ubyte`; throws a
 * UserError that lists what is missing or there twice.
 */
export async function findIdxFiles(folder: string): Promise<IdxSetFiles> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`The folder ${folder} cannot be read: ${error.message}.`, chooseFolder);
  });
  const test = pairOf(folder, names, 'test', false);
  return { train: pairOf(folder, names, 'train', true)!, test };
}

const chooseFolder =
  'Choose a folder with the files train-images-idx3-ubyte and train-labels-idx1-ubyte, and with those that begin with ' +
  't10k where there are test images; each as it is or with .gz.';

const fileName = /(?:^|[-_.])(train|t10k|test)[-_.](images|labels)[-_.]idx[13][-_.]ubyte(?:\.gz)?$/i;

function pairOf(folder: string, names: string[], split: 'train' | 'test', required: boolean): IdxPair | null {
  const matching = names.sort().flatMap((name) => {
    const match = fileName.exec(name);
    return match && (match[1]!.toLowerCase() === 'train') === (split === 'train') ? [{ name, part: match[2]! }] : [];
  });
  if (matching.length === 0 && !required) return null;
  const one = (part: 'images' | 'labels') => {
    const files = matching.filter((file) => file.part.toLowerCase() === part).map(({ name }) => name);
    if (files.length === 1) return join(folder, files[0]!);
    const found = files.length === 0 ? 'no file' : `${files.length} files (${files.join(', ')})`;
    throw new UserError(`The folder ${folder} has ${found} of ${split} ${part}; one is expected.`, chooseFolder);
  };
  return { images: one('images'), labels: one('labels') };
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`${path} cannot be read: ${error.message}.`, 'Check that the file is there and may be read.');
  });
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}
