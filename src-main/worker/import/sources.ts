import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { UserError } from '../../contract/errors';
import { isPicture, listPictures, type Picture } from './read-pictures';
import { byNumberOrName } from './image-sink';

/** The files of an import, all of one kind. */
export type Sources =
  | { kind: 'tables' | 'arrays' | 'sounds'; paths: string[] }
  | { kind: 'pictures'; paths: string[]; pictures: Picture[] }
  | { kind: 'idx'; paths: string[]; folder: string };

const kinds: Record<string, 'tables' | 'arrays' | 'sounds'> = {
  '.csv': 'tables',
  '.tsv': 'tables',
  '.txt': 'tables',
  '.dat': 'tables',
  '.npy': 'arrays',
  '.npz': 'arrays',
  '.wav': 'sounds',
};

const readable =
  'Tables (.csv, .tsv, .txt, .dat), arrays (.npy, .npz), sounds (.wav), folders of images (.png, .jpg) and IDX files can be.';

/** What the paths hold, by endings: files of one kind, or one folder with such files. */
export async function findSources(paths: readonly string[]): Promise<Sources> {
  const [first] = paths as [string, ...string[]];
  for (const path of paths) requireThere(path);
  if (paths.length === 1 && statSync(first).isDirectory()) return ofFolder(first);
  return ofFiles(paths);
}

/** SHA-256 over names and contents of files, hexadecimal, with their sizes. */
export async function hashFiles(
  paths: readonly string[],
  onBytes: (done: number, total: number) => void,
): Promise<{ sha256: string; files: { name: string; bytes: number }[]; total: number }> {
  const files = paths.map((path) => ({ name: basename(path), bytes: statSync(path).size }));
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const hash = createHash('sha256');
  let done = 0;
  for (const [index, path] of paths.entries()) {
    hash.update(`${files[index]!.name}\n${files[index]!.bytes}\n`);
    for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 }) as AsyncIterable<Uint8Array>) {
      hash.update(chunk);
      done += chunk.length;
      onBytes(done, total);
    }
  }
  return { sha256: hash.digest('hex'), files, total };
}

async function ofFolder(folder: string): Promise<Sources> {
  const pictures = await listPictures(folder);
  if (pictures.length > 0) return { kind: 'pictures', paths: pictures.map(({ path }) => path), pictures };
  const names = (await readdir(folder)).sort(byNumberOrName);
  const idx = names.filter((name) => /idx[13][-_.]ubyte(?:\.gz)?$/i.test(name));
  if (idx.length > 0) return { kind: 'idx', folder, paths: idx.map((name) => join(folder, name)) };
  const known = names.filter((name) => extname(name).toLowerCase() in kinds).map((name) => join(folder, name));
  if (known.length === 0) throw new UserError(`${folder} has no files that can be imported.`, readable);
  return ofFiles(known);
}

function ofFiles(paths: readonly string[]): Sources {
  const sorted = [...paths];
  if (sorted.every(isPicture)) {
    return { kind: 'pictures', paths: sorted, pictures: sorted.map((path) => ({ path, class: null })) };
  }
  const found = new Set(sorted.map((path) => kinds[extname(path).toLowerCase()]));
  const [kind] = found;
  if (found.size > 1)
    throw new UserError('Files of different kinds cannot be imported together.', 'Import one kind after the other.');
  if (!kind) throw new UserError(`${sorted[0]} cannot be imported.`, readable);
  return { kind, paths: sorted };
}

function requireThere(path: string): void {
  try {
    statSync(path);
  } catch (error) {
    throw new UserError(
      `${path} cannot be read: ${(error as Error).message}.`,
      'Check that it is there and may be read.',
    );
  }
}
