import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** How the name of a file ends while it is being written. */
export const temporary = '.part';

/** After this the file is either as it was or complete, whatever happens: also when the power fails. */
export async function writeSafely(path: string, bytes: Uint8Array): Promise<void> {
  // Two processes may write the same file at the same time: each completes its own.
  const unfinished = unfinishedName(path);
  await writeThrough(unfinished, bytes);
  await putInPlace(unfinished, path);
}

/** The name under which this process writes a file until it is whole. */
export function unfinishedName(path: string): string {
  return `${path}.${process.pid}${temporary}`;
}

/** Writes a file, and through to the disk. */
export async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Gives a file that was written and synchronised under a temporary name its own name. */
export async function putInPlace(unfinished: string, path: string): Promise<void> {
  await rename(unfinished, path);
  await syncFolder(join(path, '..'));
}

/** The rename itself is safe only when the folder is; some systems cannot flush folders, and need not. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
