import type { RunConfiguration } from '../contract/configuration';
import { statement, type WritableDatabase } from './database';
import { changed, nextPosition } from './runs';

/** A run's configuration with more steps, and its SHA-256. */
export interface LongerConfiguration {
  configuration: RunConfiguration;
  configurationHash: string;
}

/** Gives a run that has ended a longer configuration and puts it back at the end of the queue. */
export function continueRun(
  db: WritableDatabase,
  id: string,
  { configuration, configurationHash }: LongerConfiguration,
): void {
  statement(
    db,
    `UPDATE runs SET configuration = @json, configuration_hash = @configurationHash, max_steps = @maxSteps,
       status = 'queued', reason = NULL, ended_at = NULL, archived = 0, stop_requested = 0,
       queue_position = ${nextPosition}, ${changed}
     WHERE id = @id AND status IN ('completed', 'stopped', 'interrupted', 'failed')`,
  ).run({
    id,
    json: JSON.stringify(configuration),
    configurationHash,
    maxSteps: configuration.training.maxSteps,
  });
}
