import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../contract/errors';
import {
  connectForReading,
  connectForWriting,
  type ConnectOptions,
  type ReadableDatabase,
  type WritableDatabase,
} from './database';
import { migrate } from './migrate';

/** Name of the database inside the data folder. */
export const databaseName = 'wavebench.db';

/**
 * Opens the store of a data folder for reading and writing, makes both where they are missing and brings the schema up
 * to date. Throws a UserError that says what is wrong with the folder or the file.
 */
export function openStore(dataFolder: string, options: ConnectOptions = {}): WritableDatabase {
  const file = join(dataFolder, databaseName);
  return explained(file, () => {
    mkdirSync(dataFolder, { recursive: true });
    const db = connectForWriting(file, options);
    try {
      migrate(db, { file, ...options });
    } catch (error) {
      db.close();
      throw error;
    }
    return db;
  });
}

/** Opens an existing store for reading alone. */
export function openStoreForReading(dataFolder: string, options: ConnectOptions = {}): ReadableDatabase {
  const file = join(dataFolder, databaseName);
  if (!existsSync(file)) {
    throw new UserError(
      `There is no Wavebench data in ${dataFolder}.`,
      'Start a study first, or choose another --data-dir.',
    );
  }
  return explained(file, () => connectForReading(file, options));
}

/** The environment that tells a worker process which store to open. */
export function storeEnvironment(dataFolder: string, { nativeBinding }: ConnectOptions): Record<string, string> {
  return { WAVEBENCH_DATA: dataFolder, ...(nativeBinding ? { WAVEBENCH_SQLITE: nativeBinding } : {}) };
}

/** Inverse of storeEnvironment, in the worker: opens the store for reading. */
export function openStoreOfEnvironment(environment: NodeJS.ProcessEnv): ReadableDatabase {
  const { dataFolder, ...connection } = storeOfEnvironment(environment);
  return openStoreForReading(dataFolder, connection);
}

/** Inverse of storeEnvironment, in the worker. */
export function storeOfEnvironment(environment: NodeJS.ProcessEnv): ConnectOptions & { dataFolder: string } {
  const dataFolder = environment.WAVEBENCH_DATA;
  if (!dataFolder)
    throw new Error('WAVEBENCH_DATA is not set; whoever starts this process has to name the data folder.');
  return { dataFolder, nativeBinding: environment.WAVEBENCH_SQLITE ?? null };
}

const advice: Record<string, string> = {
  SQLITE_NOTADB:
    'Move the damaged file away (it is not deleted) or restore a backup lying beside it, then start again.',
  SQLITE_CORRUPT:
    'Move the damaged file away (it is not deleted) or restore a backup lying beside it, then start again.',
  SQLITE_CANTOPEN: 'Check that the folder exists and may be written to, or choose another one with --data-dir.',
  SQLITE_READONLY: 'Check that the folder may be written to, or choose another one with --data-dir.',
  SQLITE_BUSY: 'Another process has been writing to it for a long time; try again when it has finished.',
  SQLITE_FULL: 'The disk is full; free some space, then start again.',
  EACCES: 'Check that the folder may be written to, or choose another one with --data-dir.',
  EROFS: 'The folder cannot be written to; choose another one with --data-dir.',
  ENOTDIR: 'A file lies where the folder should be; choose another one with --data-dir.',
  EEXIST: 'A file lies where the folder should be; choose another one with --data-dir.',
  ENOSPC: 'The disk is full; free some space, then start again.',
};

function explained<Result>(file: string, open: () => Result): Result {
  try {
    return open();
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (error instanceof UserError || typeof code !== 'string') throw error;
    const known = Object.keys(advice).find((name) => code === name || code.startsWith(`${name}_`));
    if (!known) throw error;
    throw new UserError(`The data in ${file} cannot be opened: ${(error as Error).message}.`, advice[known]);
  }
}
