import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Imported } from '../../contract/archive-job';
import { checkpointPath, datasetPath, generationPath } from '../../contract/bundle';
import { journalName, type MoveJournal } from '../../contract/staged-files';
import type { ConnectOptions, WritableDatabase } from '../../store/database';
import { mergeStudy, type StudyAdditions } from '../../store/merge-study';
import { databaseName, openStore } from '../../store/open';
import { readBundle } from './read-bundle';

export interface ImportBundleOptions {
  source: string;
  dataFolder: string;
  /** Inside the data folder, so that files are moved by renaming; whoever starts the import removes it, or its rest. */
  staging: string;
  connection: ConnectOptions;
  onProgress: (done: number, total: number) => void;
}

/**
 * Adds the study of a bundle to a store: all of it, or nothing, also when the process is killed at any moment. What is
 * there already stays. Throws a UserError where the bundle is not whole or something of the same id differs.
 */
export async function importBundle(db: WritableDatabase, options: ImportBundleOptions): Promise<Imported> {
  const { source, staging, connection, dataFolder, onProgress } = options;
  mkdirSync(staging, { recursive: true });
  const { manifest, store } = await readBundle({
    source,
    folder: staging,
    openStore: () => openStagedStore(staging, connection),
    onProgress,
  });
  const added = merge(db, { store, staging, dataFolder });
  return {
    studyId: manifest.study.id,
    studyTitle: manifest.study.title,
    runs: added.runs.length,
    generations: added.generations.length,
    figures: added.figures.length,
    evaluations: added.evaluations.length,
    datasets: added.datasets.length,
  };
}

/** It is thrown away when the process dies: nothing of it has to reach the disk in order. */
function openStagedStore(staging: string, connection: ConnectOptions): WritableDatabase {
  const store = openStore(staging, connection);
  store.pragma('journal_mode = MEMORY');
  store.pragma('synchronous = OFF');
  store.pragma('foreign_keys = OFF');
  return store;
}

function merge(
  db: WritableDatabase,
  { store, staging, dataFolder }: { store: WritableDatabase; staging: string; dataFolder: string },
): StudyAdditions {
  const files = filesOf(store, staging);
  store.close();
  return mergeStudy(db, {
    staged: join(staging, databaseName),
    placeFiles: (added) => {
      const moves = movesOf(files, added);
      writeFileSync(join(staging, journalName), JSON.stringify(journalOf(files, added)));
      for (const path of moves) move(join(staging, path), join(dataFolder, path));
    },
  });
}

/** Files by the run or generation that they belong to. */
interface StagedFiles {
  checkpoints: { runId: string; file: string }[];
  generations: MoveJournal['generations'];
  /** Of imported data, by their identity. */
  datasets: { id: string; file: string }[];
}

function filesOf(store: WritableDatabase, staging: string): StagedFiles {
  const all = <Row>(sql: string) => store.prepare<[], Row>(sql).all();
  return {
    checkpoints: all('SELECT run_id AS runId, file FROM checkpoints'),
    generations: all('SELECT id, run_id AS runId, tokens_file AS tokens, weights_file AS weights FROM generations'),
    datasets: all<{ id: string }>('SELECT id FROM datasets').flatMap(({ id }) => {
      return readdirSync(join(staging, datasetPath(id, ''))).map((file) => ({ id, file }));
    }),
  };
}

function movesOf({ checkpoints, generations, datasets }: StagedFiles, added: StudyAdditions): Set<string> {
  const paths = new Set<string>();
  for (const { runId, file } of checkpoints) if (added.runs.includes(runId)) paths.add(checkpointPath(runId, file));
  for (const { id, runId, tokens, weights } of generations) {
    if (!added.generations.includes(id)) continue;
    paths.add(generationPath(runId, tokens));
    paths.add(generationPath(runId, weights));
  }
  for (const { id, file } of datasets) if (added.datasets.includes(id)) paths.add(datasetPath(id, file));
  return paths;
}

function journalOf({ generations }: StagedFiles, { runs, datasets, generations: added }: StudyAdditions): MoveJournal {
  const loose = generations.filter(({ id, runId }) => added.includes(id) && !runs.includes(runId));
  return { runs, datasets, generations: loose };
}

function move(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  if (existsSync(from)) renameSync(from, to);
}
