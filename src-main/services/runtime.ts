import { delimiter, dirname, join, resolve } from 'node:path';
import { parseWith } from '../contract/configuration';
import { runtimeManifestSchema, type RuntimeManifest } from '../contract/environment';
import { UserError } from '../contract/errors';
import type { Files } from './files';

/** Where the set-up leaves word of what it provisioned; `WAVEBENCH_RUNTIME` names another file. */
export function manifestFile(root: string, environment: NodeJS.ProcessEnv): string {
  const { WAVEBENCH_RUNTIME } = environment;
  return WAVEBENCH_RUNTIME ? resolve(WAVEBENCH_RUNTIME) : join(root, 'node_modules', '.wavebench', 'runtime.json');
}

/**
 * Reads the manifest; its paths come out absolute. Null where there is none: then the packages' own native parts are
 * used. Throws a UserError for a damaged one.
 */
export function readManifest(file: string, files: Files): RuntimeManifest | null {
  if (!files.exists(file)) return null;
  const manifest = parseManifest(file, files.readText(file));
  const folder = dirname(file);
  const { cache, electron, tensorflow, sqlite } = manifest;
  return {
    ...manifest,
    cache: { folder: resolve(folder, cache.folder) },
    electron: { ...electron, executable: resolve(folder, electron.executable) },
    tensorflow: { ...tensorflow, libraryFolders: tensorflow.libraryFolders.map((path) => resolve(folder, path)) },
    sqlite: { ...sqlite, nativeBinding: sqlite.nativeBinding && resolve(folder, sqlite.nativeBinding) },
  };
}

/** What is added to the environment of every job: where the loader finds TensorFlow's libraries, and less chatter. */
export function jobEnvironment(
  manifest: RuntimeManifest | null,
  environment: NodeJS.ProcessEnv,
): Record<string, string> {
  const folders = [...(manifest?.tensorflow.libraryFolders ?? []), environment.LD_LIBRARY_PATH ?? ''].filter(Boolean);
  return {
    TF_CPP_MIN_LOG_LEVEL: environment.TF_CPP_MIN_LOG_LEVEL ?? '2',
    ...(folders.length > 0 ? { LD_LIBRARY_PATH: folders.join(delimiter) } : {}),
  };
}

function parseManifest(file: string, text: string): RuntimeManifest {
  try {
    return parseWith(runtimeManifestSchema, JSON.parse(text), 'runtime manifest');
  } catch (error) {
    const advice = 'Delete the file and start again: the set-up writes it anew.';
    throw new UserError(`${file} is damaged: ${(error as Error).message}`, advice);
  }
}
