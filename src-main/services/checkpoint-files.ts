import { join } from 'node:path';
import { deleteCheckpoint, listCheckpoints } from '../store/checkpoints';
import { transaction, type ReadableDatabase, type WritableDatabase } from '../store/database';
import type { Files } from './files';

/**
 * The checkpoints that a run can be resumed from, newest first. A file that is not listed does not count: its training
 * and whoever recorded it ended at the same moment, and the points before it are not stored.
 */
export function resumableCheckpoints(
  store: ReadableDatabase,
  runId: string,
  { folder, files }: { folder: string; files: Files },
): string[] {
  const listed = listCheckpoints(store, runId).map(({ file }) => file);
  return listed.reverse().filter((file) => files.exists(join(folder, file)));
}

/** Takes checkpoints off a run's list whose files are gone. */
export function forgetMissingCheckpoints(
  store: WritableDatabase,
  runId: string,
  { folder, files }: { folder: string; files: Files },
): void {
  const missing = listCheckpoints(store, runId).filter(({ file }) => !files.exists(join(folder, file)));
  if (missing.length === 0) return;
  transaction(store, () => {
    for (const { file } of missing) deleteCheckpoint(store, runId, file);
  });
}
