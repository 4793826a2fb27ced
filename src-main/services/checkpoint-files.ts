import { join } from 'node:path';
import { parseCheckpointFileName } from '../contract/training';
import { deleteCheckpoint, listCheckpoints } from '../store/checkpoints';
import { transaction, type WritableDatabase } from '../store/database';
import type { Files } from './files';

/**
 * The newest checkpoint in a run's folder, or null. The folder knows better than the store: when a training and its
 * owner end at the same moment, the last file is written and older ones are gone, but the store has not heard of it.
 */
export function newestCheckpoint(folder: string, files: Files): string | null {
  const found = files.list(folder).flatMap((file) => {
    const parsed = parseCheckpointFileName(file);
    return parsed ? [{ file, ...parsed }] : [];
  });
  // Of the same step, `best` and `last` hold the same; sorted by name, `last` comes last.
  found.sort((a, b) => a.step - b.step || (a.file < b.file ? -1 : 1));
  return found.at(-1)?.file ?? null;
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
