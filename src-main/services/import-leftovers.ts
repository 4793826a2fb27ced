import { join } from 'node:path';
import { generationPath } from '../contract/bundle';
import { journalName, stagingFolder, type MoveJournal } from '../contract/staged-files';
import { transaction, type WritableDatabase } from '../store/database';
import { listDatasets } from '../store/datasets';
import { findGenerations, listGenerations } from '../store/generations';
import { runStatus } from '../store/runs';
import type { Clock } from './clock';
import { fetchedSetsFolder, runFolder } from './data-folder';
import type { Files } from './files';
import { newIdentifier } from './identifier';
import type { Processes } from './processes';

export interface ImportsOptions {
  store: WritableDatabase;
  files: Files;
  clock: Clock;
  processes: Processes;
  dataFolder: string;
}

/** A folder for one import, inside the data folder, whose name says which process looks after it. */
export function newStagingFolder({ dataFolder, processes }: ImportsOptions): string {
  const { host, pid, start } = processes.self;
  // Where it is a date it has colons and spaces: the silence alone decides then.
  const started = /^\w*$/.test(start) ? start : '';
  return join(dataFolder, stagingFolder, `${host}-${pid}-${started}-${newIdentifier()}`);
}

/**
 * Removes what imports have left whose process is gone: what was unpacked, and files that were moved to their places
 * while their rows were not committed any more.
 */
export function removeImportLeftovers(options: ImportsOptions): void {
  const { files, clock, processes, dataFolder } = options;
  const all = join(dataFolder, stagingFolder);
  for (const name of files.list(all)) {
    const folder = join(all, name);
    const [host = '', pid = '', start = ''] = name.split('-');
    // Where nobody can look whether its process lives, an hour without a change is the end.
    const silent = clock.now() - files.changedAt(folder) > hour ? Infinity : 0;
    if (!processes.isAlive({ host, pid: Number(pid), start }, silent)) removeStaged(options, folder);
  }
}

/** Removes what one import has left, if anything. */
export function removeStaged({ store, files, dataFolder }: ImportsOptions, folder: string): void {
  const journal = join(folder, journalName);
  if (files.exists(journal)) {
    const moved = JSON.parse(files.readText(journal)) as MoveJournal;
    // Whoever was just moving files holds the lock until its rows are there.
    transaction(store, () => removeMoved({ store, files, dataFolder }, moved));
  }
  files.remove(folder);
}

const hour = 3_600_000;

function removeMoved(
  { store, files, dataFolder }: Pick<ImportsOptions, 'store' | 'files' | 'dataFolder'>,
  { runs, datasets = [], generations }: MoveJournal,
): void {
  const known = new Set(listDatasets(store).map(({ id }) => id));
  for (const id of datasets) if (!known.has(id)) files.remove(join(fetchedSetsFolder(dataFolder), id));
  for (const id of runs) if (runStatus(store, id) === null) files.remove(runFolder(dataFolder, id));
  for (const { id, runId, tokens, weights } of generations) {
    if (findGenerations(store, id).includes(id)) continue;
    files.remove(join(dataFolder, generationPath(runId, tokens)));
    const inUse = listGenerations(store, runId).some((other) => other.files.weights.file === weights);
    if (!inUse) files.remove(join(dataFolder, generationPath(runId, weights)));
  }
}
