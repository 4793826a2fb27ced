import { existsSync, readFileSync } from 'node:fs';
import { manifestFile } from './paths.mjs';
import { writeWhole } from './memory.mjs';

/** @typedef {{ cache: string, electron: import('./electron.mjs').Electron,
 *   tensorflow: import('./tensorflow.mjs').Tensorflow,
 *   sqlite: { nativeBinding: string | null, source: 'prebuilt' | 'compiled' } }} Provision */

/**
 * Writes what was provisioned and where, in the form that the application reads (`src-main/contract/environment.ts`).
 * The file is touched only when something has changed.
 *
 * @param {string} root
 * @param {Provision} provision
 */
export function writeManifest(root, { cache, electron, tensorflow, sqlite }) {
  const manifest = {
    manifestVersion: 1,
    platform: `${process.platform}-${process.arch}`,
    cache: { folder: cache },
    electron,
    tensorflow,
    sqlite,
  };
  const file = manifestFile(root);
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeWhole(file, text);
}
