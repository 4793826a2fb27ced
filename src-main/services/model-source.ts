import { join } from 'node:path';
import type { ModelConfiguration } from '../architecture/configuration';
import { UserError } from '../contract/errors';
import type { GenerateRequest } from '../contract/generate-job';
import type { CheckpointChoice, GenerationModel } from '../contract/generations';
import type { ReadableDatabase } from '../store/database';
import { getRunDetail } from '../store/run-rows';
import { chooseCheckpoint } from './checkpoint-choice';
import { fetchedSetsFolder, runFolder } from './data-folder';

/**
 * A run's checkpoint, or a file of weights; `configuration` where the file does not say which model it holds, `name` for
 * one that comes along with the program.
 */
export type ModelSource =
  | { runId: string; checkpoint: CheckpointChoice }
  | { path: string; configuration: ModelConfiguration | null; name?: string };

/** A model as a worker is told of it, and as it is written down. */
export interface FoundModel {
  request: Pick<GenerateRequest, 'model' | 'data' | 'fetchedSets'>;
  model: Omit<GenerationModel, 'sha256'>;
}

/** Finds the file of a model. Throws a UserError when there is no such run or checkpoint. */
export function findModel(
  { store, dataFolder }: { store: ReadableDatabase; dataFolder: string },
  source: ModelSource,
): FoundModel {
  const fetchedSets = fetchedSetsFolder(dataFolder);
  if ('path' in source) {
    const { path, configuration, name } = source;
    const request = { model: { path, sha256: null, configuration }, data: null, fetchedSets };
    return { request, model: { runId: null, file: name ?? path, step: null } };
  }
  const { runId, checkpoint } = source;
  const run = getRunDetail(store, runId);
  if (!run) throw new UserError(`There is no run "${runId}".`);
  const { file, step, sha256 } = chooseCheckpoint(run.checkpoints, checkpoint);
  const { model: configuration, data } = run.configuration;
  const path = join(runFolder(dataFolder, runId), file);
  return { request: { model: { path, sha256, configuration }, data, fetchedSets }, model: { runId, file, step } };
}
