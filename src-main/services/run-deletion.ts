import { setImmediate as nextTurn } from 'node:timers/promises';
import { UserError } from '../contract/errors';
import type { DeletionSize } from '../contract/run-edits';
import { transaction, type WritableDatabase } from '../store/database';
import { beginDeletion, deletePoints, deleteRun, storedSize } from '../store/run-deletion';
import { runFolder } from './data-folder';
import type { Files } from './files';
import type { Publish } from './publish';

export interface DeletionOptions {
  store: WritableDatabase;
  files: Files;
  publish: Publish;
  dataFolder: string;
}

/** What would be gone: rows, and the bytes of all files of these runs. */
export async function deletionSize(
  { store, files, dataFolder }: DeletionOptions,
  ids: readonly string[],
): Promise<DeletionSize> {
  let bytes = 0;
  for (const id of ids) bytes += await files.size(runFolder(dataFolder, id));
  return { ...storedSize(store, ids), bytes };
}

/** So many points go in a few milliseconds. */
const pointsAtOnce = 5_000;

/**
 * Deletes runs for good, rows and files, a little at a time, so that nothing else waits. All or, when one of them is
 * still queued or running, none.
 */
export async function deleteRuns(
  { store, files, publish, dataFolder }: DeletionOptions,
  ids: readonly string[],
): Promise<void> {
  transaction(store, () => {
    if (beginDeletion(store, ids) === ids.length) return;
    throw new UserError('Runs that are queued or running cannot be deleted.', 'Stop them first.');
  });
  const studies = new Set<string>();
  for (const id of ids) {
    while (deletePoints(store, id, pointsAtOnce) === pointsAtOnce) await nextTurn();
    const { studyId, generationIds } = transaction(store, () => deleteRun(store, id));
    files.remove(runFolder(dataFolder, id));
    publish('runs:deleted', { runIds: [id] });
    if (generationIds.length > 0) publish('generations:deleted', { generationIds });
    if (studyId !== null) studies.add(studyId);
    await nextTurn();
  }
  for (const studyId of studies) publish('studies:changed', { studyId });
}
