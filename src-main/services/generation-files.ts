import { join } from 'node:path';
import type { StoredGeneration } from '../store/generations';
import { runFolder } from './data-folder';
import type { Files } from './files';

/** Where the tokens and weights of a run's generations lie, or those of models without a run. */
export function generationFolder(dataFolder: string, runId: string | null): string {
  return join(runId === null ? dataFolder : runFolder(dataFolder, runId), 'generations');
}

/** Removes a generation's files; its weights stay where another one needs them. */
export function removeGeneration(
  folder: string,
  { tokens, weights }: StoredGeneration['files'],
  { keepWeights, files }: { keepWeights: boolean; files: Files },
): void {
  files.remove(join(folder, tokens.file));
  if (!keepWeights) files.remove(join(folder, weights.file));
}
