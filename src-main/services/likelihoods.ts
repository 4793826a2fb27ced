import type { JobHost } from '../contract/jobs';
import type { LikelihoodChoice, SeriesLikelihood } from '../contract/likelihoods';
import type { ReadableDatabase } from '../store/database';
import type { Clock } from './clock';
import { findModel, type ModelSource } from './model-source';
import { runGeneration } from './run-generation';

/** The likelihood of series under a model, computed in a process of its own. Throws a UserError for what does not fit. */
export async function likelihoods(
  options: { store: ReadableDatabase; dataFolder: string; jobs: JobHost; clock: Clock },
  source: ModelSource,
  choice: LikelihoodChoice,
): Promise<SeriesLikelihood[]> {
  const { request } = findModel(options, source);
  const ended = await runGeneration(options, { message: { type: 'likelihood', request: { ...request, choice } } });
  if (ended?.type !== 'likelihoods') throw new Error('The likelihoods were not computed.');
  return ended.series;
}
