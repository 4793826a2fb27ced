import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, open, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  bundleManifestSchema,
  bundleRows,
  bundleTables,
  bundleVersion,
  checkpointPath,
  datasetFileName,
  datasetPath,
  generationPath,
  maxParts,
  tablePath,
  type BundleManifest,
  type BundleTable,
} from '../../contract/bundle';
import { manifestName as manifestFile } from '../../data/own/open-own';
import { parseWith } from '../../contract/configuration';
import { UserError } from '../../contract/errors';
import type { WritableDatabase } from '../../store/database';
import { summarizeSeries } from '../../store/metrics';
import { migrations } from '../../store/migrate';
import { insertStudyRow, type BundleRow } from '../../store/study-rows';
import { readLines } from './read-lines';
import { refused, ZipReader, type ZipLimits } from './zip-reader';

export interface ReadBundleOptions {
  source: string;
  /** The files of runs are put here, under the paths that they have in the data folder. */
  folder: string;
  /** Opens an empty store, which gets the rows. */
  openStore: () => WritableDatabase;
  onProgress: (done: number, total: number) => void;
}

/** A bundle that was read whole, and in which everything is as its manifest says. */
export interface ReadBundle {
  manifest: BundleManifest;
  store: WritableDatabase;
}

/**
 * Reads a bundle into a folder and a store of its own. Nothing of it is believed: sizes, checksums, hashes, types of
 * all rows, references, and that it holds exactly the files which its rows speak of; the paths that are written are made of
 * the rows' ids, never taken from the archive. Throws a UserError naming the file and the entry otherwise.
 */
export async function readBundle({ source, folder, openStore, onProgress }: ReadBundleOptions): Promise<ReadBundle> {
  return ZipReader.with(source, limits, async (archive) => {
    const manifest = await readManifest(archive, source);
    await requireSpace(folder, archive, source);
    const store = openStore();
    try {
      const total = manifest.parts.reduce((sum, { bytes }) => sum + bytes, 0);
      let done = 0;
      const part = new PartReader(archive, manifest, source, (bytes) => onProgress((done += bytes), total));
      for (const table of bundleTables) await readRows(store, table, part, source);
      const files = filesOf(store);
      const data = datasetFiles(store, manifest);
      requireExactly(new Map([...files, ...data]), manifest, source);
      for (const path of [...files.keys(), ...data.keys()]) await readFile(part, { path, folder, source });
      requireDescribed(store, { folder, source });
      finish(store, manifest, source);
      return { manifest, store };
    } catch (error) {
      store.close();
      throw error;
    }
  });
}

const mebibyte = 2 ** 20;
const limits: ZipLimits = {
  entries: maxParts + 1,
  directoryBytes: 64 * mebibyte,
  alwaysAllowed: 100 * mebibyte,
  ratio: 100,
};
const manifestName = 'manifest.json';
const longestManifest = 64 * mebibyte;
const longestLine = 64 * mebibyte;

async function readManifest(archive: ZipReader, source: string): Promise<BundleManifest> {
  const entry = archive.entries.get(manifestName);
  if (!entry) throw refused(source, new Error(`it is no bundle of a study: it has no ${manifestName}`));
  if (entry.bytes > longestManifest) throw refused(source, new Error('it is too long'), manifestName);
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive.read(manifestName)) chunks.push(chunk);
  const manifest = explained(source, manifestName, () =>
    parseWith(bundleManifestSchema, JSON.parse(Buffer.concat(chunks).toString('utf8')), 'manifest'),
  );
  if (manifest.version > bundleVersion || manifest.schema > migrations.length) {
    throw new UserError(
      `${source} was written by a newer Wavebench (${manifest.program}) in a way that this one does not know.`,
      'Install the newer version, then import it.',
    );
  }
  const paths = new Set(manifest.parts.map(({ path }) => path));
  const unlisted = [...archive.entries.keys()].find((name) => name !== manifestName && !paths.has(name));
  if (unlisted !== undefined) throw refused(source, new Error('the manifest does not list it'), unlisted);
  if (paths.size < manifest.parts.length) throw refused(source, new Error('it lists a part twice'), manifestName);
  return manifest;
}

async function requireSpace(folder: string, archive: ZipReader, source: string): Promise<void> {
  const bytes = [...archive.entries.values()].reduce((sum, entry) => sum + entry.bytes, 0);
  const disk = await statfs(folder);
  const free = disk.bavail * disk.bsize;
  if (bytes > free)
    throw new UserError(`${source} unpacks to ${bytes} bytes; the disk has ${free} left.`, 'Make room.');
}

/** Reads the parts that the manifest lists and compares them with it. */
class PartReader {
  readonly #archive: ZipReader;
  readonly #parts: ReadonlyMap<string, BundleManifest['parts'][number]>;
  readonly #source: string;
  readonly #onBytes: (bytes: number) => void;

  constructor(archive: ZipReader, manifest: BundleManifest, source: string, onBytes: (bytes: number) => void) {
    this.#archive = archive;
    this.#parts = new Map(manifest.parts.map((part) => [part.path, part]));
    this.#source = source;
    this.#onBytes = onBytes;
  }

  async *read(path: string): AsyncGenerator<Uint8Array> {
    const part = this.#parts.get(path);
    if (!part) throw refused(this.#source, new Error(`the manifest does not list ${path}`));
    if (this.#archive.entries.get(path)?.bytes !== part.bytes)
      throw refused(this.#source, new Error('it is not as long as the manifest says'), path);
    const hash = createHash('sha256');
    for await (const chunk of this.#archive.read(path)) {
      hash.update(chunk);
      yield chunk;
      this.#onBytes(chunk.length);
    }
    if (hash.digest('hex') !== part.sha256)
      throw refused(this.#source, new Error('its SHA-256 is not the one of the manifest'), path);
  }
}

async function readRows(store: WritableDatabase, table: BundleTable, part: PartReader, source: string): Promise<void> {
  const path = tablePath(table);
  const schema = bundleRows[table];
  store.exec('BEGIN');
  let line = 0;
  const tooLong = () => refused(source, new Error('a line is too long'), path);
  for await (const text of readLines(part.read(path), longestLine, tooLong)) {
    line += 1;
    explained(source, `${path}, line ${line}`, () => {
      const row: unknown = JSON.parse(text);
      parseWith<unknown>(schema, row, 'row');
      insertStudyRow(store, table, row as BundleRow);
    });
  }
  store.exec('COMMIT');
}

/** Path → SHA-256 of the files that the rows speak of. */
function filesOf(store: WritableDatabase): Map<string, string> {
  const rows = (sql: string) => store.prepare<[], { run: string; file: string; hash: string }>(sql).all();
  const files = new Map<string, string>();
  for (const { run, file, hash } of rows('SELECT run_id AS run, file, sha256 AS hash FROM checkpoints'))
    files.set(checkpointPath(run, file), hash);
  for (const kind of ['tokens', 'weights']) {
    for (const { run, file, hash } of rows(
      `SELECT run_id AS run, ${kind}_file AS file, ${kind}_sha256 AS hash FROM generations`,
    ))
      files.set(generationPath(run, file), hash);
  }
  return files;
}

/** Path → SHA-256 of the files of imported data; the store keeps none of these. The first file has to be there. */
function datasetFiles(store: WritableDatabase, { parts }: BundleManifest): Map<string, string> {
  const files = new Map<string, string>();
  for (const id of store.prepare<[], string>('SELECT id FROM datasets').pluck().all()) {
    const own = parts.filter(({ path }) => {
      const name = path.split('/').at(-1)!;
      return datasetFileName.test(name) && path === datasetPath(id, name);
    });
    const described = own.find(({ path }) => path === datasetPath(id, manifestFile));
    for (const { path, sha256 } of own) files.set(path, sha256);
    if (!described) files.set(datasetPath(id, manifestFile), '');
  }
  return files;
}

/** Imported data say of themselves what their row says. */
function requireDescribed(store: WritableDatabase, { folder, source }: { folder: string; source: string }): void {
  const rows = store.prepare<[], { id: string; definition: string }>('SELECT id, definition FROM datasets').all();
  for (const { id, definition } of rows) {
    const path = datasetPath(id, manifestFile);
    explained(source, path, () => {
      const described = JSON.parse(readFileSync(join(folder, path), 'utf8')) as { id?: unknown };
      const same = isDeepStrictEqual(described, JSON.parse(definition)) && described.id === id;
      if (!same) throw new Error('it is not what its row says');
    });
  }
}

function requireExactly(files: ReadonlyMap<string, string>, manifest: BundleManifest, source: string): void {
  const listed = new Map(manifest.parts.map(({ path, sha256 }) => [path, sha256]));
  const tables = new Set(bundleTables.map(tablePath));
  for (const [path, hash] of files) {
    if (!listed.has(path)) throw refused(source, new Error('a row speaks of it, but it is missing'), path);
    if (listed.get(path) !== hash) throw refused(source, new Error('its row has another SHA-256'), path);
  }
  const foreign = [...listed.keys()].find((path) => !tables.has(path) && !files.has(path));
  if (foreign !== undefined) throw refused(source, new Error('no row speaks of it'), foreign);
}

async function readFile(
  part: PartReader,
  { path, folder, source }: { path: string; folder: string; source: string },
): Promise<void> {
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true });
  // Two names may be one where the file system does not tell capitals apart.
  const file = await open(target, 'wx').catch((error: Error) => {
    throw refused(source, error, path);
  });
  try {
    for await (const chunk of part.read(path)) await file.writeFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What the rows have to say together. */
function finish(store: WritableDatabase, { study }: BundleManifest, source: string): void {
  const ids = store.prepare<[], string>('SELECT id FROM studies').pluck().all();
  if (ids.length !== 1 || ids[0] !== study.id)
    throw refused(source, new Error(`it does not hold the study ${study.id} alone`), tablePath('studies'));
  const loose = store.pragma('foreign_key_check') as { table: string }[];
  if (loose.length > 0)
    throw refused(source, new Error('a row refers to one that is not in it'), `tables/${loose[0]!.table}.jsonl`);
  store.exec('BEGIN');
  for (const run of store.prepare<[], string>('SELECT id FROM runs').pluck().all()) summarizeSeries(store, run);
  store.exec('COMMIT');
}

/** Says where in the bundle something is wrong. */
function explained<Result>(source: string, entry: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw refused(source, error as Error, entry);
  }
}
