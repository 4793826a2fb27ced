import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** What a file is called while it is being written. */
export const temporary = '.part';

/** After this the file is either as it was or complete, whatever happens: also when the power fails. */
export async function writeSafely(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path + temporary, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await putInPlace(path);
}

/** Gives a file that was written and synchronised under its temporary name its own name. */
export async function putInPlace(path: string): Promise<void> {
  await rename(path + temporary, path);
  await syncFolder(join(path, '..'));
}

/** The rename itself is safe only when the folder is; some systems cannot flush folders, and need not. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
