import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportChoice, OwnDataset } from '../../contract/own-data';
import { manifestName } from '../../data/own/open-own';
import { importImages } from './import-images';
import { importSeries } from './import-series';
import { withArray, holdsImages } from './read-array';
import { findSources, hashFiles, type Sources } from './sources';

export interface ImportDataset {
  choice: ImportChoice;
  /** A folder that does not exist yet. */
  staging: string;
  /** Identities of datasets that need no second import. */
  known: readonly string[];
  onProgress: (done: number, total: number) => void;
}

/** Changes when the same files would become other ones. */
const formatVersion = 1;

/**
 * Reads files and prepares them as a dataset in a folder; null where it is known. Its identity is the SHA-256 of the
 * files and of all that was chosen, so that the same import is recognised. Throws a UserError naming the place where a
 * file cannot be read; nothing is left then.
 */
export async function importDataset({
  choice: { paths, ...choice },
  staging,
  known,
  onProgress,
}: ImportDataset): Promise<{ id: string; dataset: OwnDataset | null }> {
  const sources = await findSources(paths);
  // Every byte is read twice: for the identity, then for the values.
  const hashed = await hashFiles(sources.paths, (done, total) => onProgress(done, 2 * total));
  const { sha256, files, total } = hashed;
  const id = createHash('sha256')
    .update(JSON.stringify([formatVersion, sha256, choice]))
    .digest('hex');
  if (known.includes(id)) return { id, dataset: null };
  mkdirSync(staging, { recursive: true });
  try {
    const onBytes = (bytes: number) => onProgress(total + bytes, 2 * total);
    const read = { choice, folder: staging, onBytes, enough: Infinity };
    const { facts, ...own } = (await hasImages(sources, choice.reading))
      ? await importImages(sources, read)
      : await importSeries(sources, read);
    const dataset: OwnDataset = { id, source: { files, sha256, facts }, choice, ...own };
    writeFileSync(join(staging, manifestName), `${JSON.stringify(dataset)}\n`);
    return { id, dataset };
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    throw error;
  }
}

/** Whether files hold images and not series. */
export async function hasImages({ kind, paths }: Sources, reading: ImportChoice['reading']): Promise<boolean> {
  if (kind !== 'arrays') return kind === 'pictures' || kind === 'idx';
  return withArray(
    paths[0]!,
    reading,
    () => {},
    async ({ values }) => holdsImages(values.header),
  );
}
