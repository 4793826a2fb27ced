import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The files that the services touch; all paths are absolute. */
export interface Files {
  exists(path: string): boolean;
  /** Makes a folder with all that lead to it. */
  makeFolder(path: string): void;
  /** Removes a file or folder; an absent one is no error. */
  remove(path: string): void;
  readText(path: string): string;
  readBytes(path: string): Uint8Array;
  /** Writes a whole file beside its place and then renames it, so that no half of it is ever read. */
  write(path: string, content: string | Uint8Array): void;
  /** Names in a folder, sorted; none for an absent folder. */
  list(folder: string): string[];
  /** When a file, or the list of a folder's, last changed, in milliseconds since 1970; 0 where there is none. */
  changedAt(path: string): number;
  /** Bytes of all files in a folder and below it; links are not followed. */
  size(folder: string): Promise<number>;
}

export const nodeFiles: Files = {
  exists: existsSync,
  makeFolder: (path) => void mkdirSync(path, { recursive: true }),
  remove: (path) => rmSync(path, { recursive: true, force: true }),
  readText: (path) => readFileSync(path, 'utf8'),
  readBytes: (path) => readFileSync(path),
  write: (path, content) => {
    writeFileSync(`${path}.partial`, content);
    renameSync(`${path}.partial`, path);
  },
  list: (folder) => (existsSync(folder) ? readdirSync(folder).sort() : []),
  changedAt: (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0,
  size: folderSize,
};

async function folderSize(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return folderSize(path);
      // A file may go while we count.
      return entry.isFile() ? (await stat(path).catch(() => ({ size: 0 }))).size : 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
