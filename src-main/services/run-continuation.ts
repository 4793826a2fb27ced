import { parseRunConfiguration } from '../contract/configuration';
import { UserError } from '../contract/errors';
import type { WritableDatabase } from '../store/database';
import { insertNotice } from '../store/notices';
import { continueRun } from '../store/run-continuation';
import { getRunDetail } from '../store/run-rows';
import { resumableCheckpoints } from './checkpoint-files';
import type { Files } from './files';
import { hashOf } from './identifier';

export interface ContinuationOptions {
  store: WritableDatabase;
  files: Files;
  /** The run's own folder. */
  folder: string;
  moreSteps: number;
  now: number;
}

/**
 * Queues a run that has ended to go on from its last checkpoint to more steps than it was given. It stays the same run,
 * so that its curves are one: its configuration says the new number of steps, and its log that it was continued, and
 * from where. Throws a UserError where it cannot go on.
 */
export function continueOne(id: string, { store, files, folder, moreSteps, now }: ContinuationOptions): void {
  const run = getRunDetail(store, id);
  if (!run) throw new UserError(`There is no run "${id}".`);
  const { status } = run;
  if (status === 'running' || status === 'queued')
    throw new UserError(`A run that is ${status} cannot be continued; one that has ended can.`, 'Stop it first.');
  if (resumableCheckpoints(store, id, { folder, files }).length === 0)
    throw new UserError(
      `${run.name} keeps no checkpoint that it could go on from.`,
      'Duplicate it and train anew with more steps.',
    );
  const before = run.configuration.training;
  const maxSteps = before.maxSteps + moreSteps;
  const training = { ...before, maxSteps };
  const configuration = parseRunConfiguration({ ...run.configuration, training });
  continueRun(store, id, { configuration, configurationHash: hashOf(configuration) });
  const schedule = before.schedule.kind === 'cosine' ? ' The cosine schedule now ends there as well.' : '';
  const message = `Continued from step ${run.progress.step}: it was to end at ${before.maxSteps} and ends at ${maxSteps}.`;
  insertNotice(store, id, { time: now, message: `${message}${schedule}` });
}
