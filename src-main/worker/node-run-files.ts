import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../contract/errors';
import type { RunFiles } from '../training/run-files';
import { temporary, writeSafely } from './safe-files';

/** The files of a run in a folder of the disk; the folder is made when it is missing. */
export async function nodeRunFiles(folder: string): Promise<RunFiles> {
  await mkdir(folder, { recursive: true });
  // A process that was killed in the middle of writing leaves its temporary file behind.
  for (const name of await readdir(folder)) if (name.endsWith(temporary)) await rm(join(folder, name), { force: true });
  const place = (name: string) => join(folder, plainName(name));
  return {
    read: async (name) => readFile(place(name)).catch((error: Error) => fail('read', name, error)),
    write: async (name, bytes) => {
      await writeSafely(place(name), bytes).catch((error: Error) => fail('written', name, error));
      return { sha256: createHash('sha256').update(bytes).digest('hex') };
    },
    remove: (name) => rm(place(name), { force: true }),
    list: () => readdir(folder),
  };
}

/** Names come out of checkpoint files as well: none may lead out of the folder. */
function plainName(name: string): string {
  if (name === basename(name) && name !== '' && name !== '.' && name !== '..') return name;
  throw new Error(`"${name}" is no plain file name.`);
}

function fail(done: string, name: string, cause: Error): never {
  const error = new UserError(
    `The file ${name} of the run could not be ${done}: ${cause.message}.`,
    'Check that the disk is not full and that the data folder can be written to, then resume the run.',
  );
  throw Object.assign(error, { cause });
}
