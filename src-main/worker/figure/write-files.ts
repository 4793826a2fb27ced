import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../../contract/errors';
import { unfinishedName, writeThrough } from '../safe-files';

/**
 * Writes files beside their places and moves them there when all are whole: an interruption leaves the old files or
 * the new ones, never half of one. Throws a UserError that names the file that could not be written.
 */
export async function writeFiles(files: readonly { path: string; content: Uint8Array }[]): Promise<void> {
  const parts = files.map(({ path, content }) => ({ path, content, part: unfinishedName(path) }));
  try {
    for (const { path, content, part } of parts) await naming(path, () => writeThrough(part, content));
    for (const { path, part } of parts) await naming(path, () => rename(part, path));
  } catch (error) {
    for (const { part } of parts) await rm(part, { force: true });
    throw error;
  }
}

async function naming(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const reason = reasons[code]?.(dirname(path)) ?? message;
    const advice = 'Choose another place, or make room there, and export again.';
    throw new UserError(`${path} was not written: ${reason}.`, advice);
  }
}

const reasons: Record<string, (folder: string) => string> = {
  ENOENT: (folder) => `the folder ${folder} is not there`,
  EACCES: (folder) => `the folder ${folder} may not be written to`,
  EPERM: (folder) => `the folder ${folder} may not be written to`,
  EROFS: (folder) => `the folder ${folder} is read-only`,
  ENOSPC: () => 'the disk is full',
  EISDIR: () => 'there is a folder of this name',
};
