import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  bundleFormat,
  bundleTables,
  bundleVersion,
  checkpointPath,
  datasetFileName,
  datasetPath,
  generationPath,
  tablePath,
  type BundleManifest,
} from '../../contract/bundle';
import { UserError } from '../../contract/errors';
import type { ReadableDatabase } from '../../store/database';
import { rowsOfStudy, type BundleRow } from '../../store/study-rows';
import { inSnapshot } from './snapshot';
import { ZipWriter } from './zip-writer';

export interface WriteBundleOptions {
  studyId: string;
  dataFolder: string;
  /** The file to write, and its name until it is whole. */
  target: string;
  unfinished: string;
  /** Version of the program. */
  version: string;
  onProgress: (done: number, total: number) => void;
}

/**
 * Writes a study into one file, as `contract/bundle.ts` describes it. The same study gives the same bytes. Throws a
 * UserError where its runs still train, or a file is gone or is not the one that the store knows; nothing is left then.
 */
export async function writeBundle(
  db: ReadableDatabase,
  options: WriteBundleOptions,
): Promise<{ bytes: number; files: number }> {
  const archive = await ZipWriter.create({ path: options.target, unfinished: options.unfinished });
  try {
    const parts = await inSnapshot(db, () => writeParts(db, archive, options));
    const bytes = await archive.finish();
    return { bytes, files: parts };
  } catch (error) {
    await archive.discard();
    throw error;
  }
}

/** A file of a study, by what the store knows of it. */
interface StudyFile {
  path: string;
  /** Null where the store does not keep it. */
  sha256: string | null;
}

async function writeParts(
  db: ReadableDatabase,
  archive: ZipWriter,
  { studyId, dataFolder, version, onProgress }: WriteBundleOptions,
): Promise<number> {
  const study = [...rowsOfStudy(db, 'studies', studyId)][0] as { id: string; name: string; title: string } | undefined;
  if (!study) throw new UserError(`There is no study "${studyId}".`);
  requireEnded([...rowsOfStudy(db, 'runs', studyId)]);
  const files = [...filesOf(db, studyId), ...(await datasetFiles(db, { studyId, dataFolder }))];
  const sizes = await Promise.all(files.map(({ path }) => sizeOf(join(dataFolder, path))));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const parts: BundleManifest['parts'] = [];
  for (const table of bundleTables) {
    parts.push(await archive.add(tablePath(table), lines(rowsOfStudy(db, table, studyId)), 'deflated'));
  }
  let done = 0;
  for (const [index, { path, sha256 }] of files.entries()) {
    // Weights and tokens are close to random: packing them takes long and gains little.
    const part = await archive.add(path, createReadStream(join(dataFolder, path)), 'stored');
    if (sha256 !== null && part.sha256 !== sha256) throw changed(join(dataFolder, path));
    parts.push(part);
    onProgress((done += sizes[index]!), total);
  }
  const { id, name, title } = study;
  const schema = db.pragma('user_version', { simple: true }) as number;
  const about = { format: bundleFormat, version: bundleVersion, program: version, schema } as const;
  const manifest: BundleManifest = { ...about, study: { id, name, title }, parts };
  await archive.add('manifest.json', [Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`)], 'deflated');
  return parts.length;
}

function requireEnded(runs: readonly BundleRow[]): void {
  const active = runs.filter(({ status }) => status === 'queued' || status === 'running').length;
  if (active === 0) return;
  throw new UserError(
    `${active === 1 ? 'A run of this study is' : `${active} runs of this study are`} still queued or running.`,
    'Wait for the end of the study, or stop its runs, and bundle it then.',
  );
}

function filesOf(db: ReadableDatabase, studyId: string): StudyFile[] {
  const text = (row: BundleRow, column: string) => row[column] as string;
  const files = new Map<string, StudyFile>();
  const add = (path: string, sha256: string) => files.set(path, { path, sha256 });
  for (const row of rowsOfStudy(db, 'checkpoints', studyId))
    add(checkpointPath(text(row, 'run_id'), text(row, 'file')), text(row, 'sha256'));
  for (const row of rowsOfStudy(db, 'generations', studyId)) {
    add(generationPath(text(row, 'run_id'), text(row, 'tokens_file')), text(row, 'tokens_sha256'));
    add(generationPath(text(row, 'run_id'), text(row, 'weights_file')), text(row, 'weights_sha256'));
  }
  return [...files.values()];
}

/** The files of the imported data that the study's runs saw. */
async function datasetFiles(
  db: ReadableDatabase,
  { studyId, dataFolder }: Pick<WriteBundleOptions, 'studyId' | 'dataFolder'>,
): Promise<StudyFile[]> {
  const files: StudyFile[] = [];
  for (const { id } of rowsOfStudy(db, 'datasets', studyId)) {
    const folder = join(dataFolder, datasetPath(id as string, ''));
    const names = await readdir(folder).catch((): string[] => []);
    if (!names.includes('dataset.json')) throw gone(folder);
    const own = names.filter((name) => datasetFileName.test(name)).sort();
    files.push(...own.map((name) => ({ path: datasetPath(id as string, name), sha256: null })));
  }
  return files;
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  if (found) return found.size;
  throw gone(path);
}

function gone(path: string): UserError {
  return new UserError(
    `${path} is listed in the store but is not there.`,
    'Put it back, or delete what it belongs to.',
  );
}

function changed(path: string): UserError {
  return new UserError(
    `${path} is not the file that the store knows: its SHA-256 is another one.`,
    'It was changed or is damaged. Delete what it belongs to, or put the right file back.',
  );
}

function* lines(rows: Iterable<BundleRow>): Generator<Uint8Array> {
  for (const row of rows) yield Buffer.from(`${JSON.stringify(row)}\n`);
}
