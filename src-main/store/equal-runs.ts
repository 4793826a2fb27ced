import type { RunStatus } from '../contract/runs';
import { statement, type ReadableDatabase } from './database';

/** A run by how far it has come. */
export interface EqualRun {
  id: string;
  status: RunStatus;
}

/**
 * The run of a configuration and a seed that has come farthest, whatever its study; archived ones do not count. Equal
 * configurations and seeds give equal runs, so what is there need not be trained again.
 */
export function findEqualRun(db: ReadableDatabase, configurationHash: string, seed: number): EqualRun | null {
  const row = statement<[string, number], EqualRun>(
    db,
    `SELECT id, status FROM runs WHERE configuration_hash = ? AND seed = ? AND archived = 0
     ORDER BY CASE status WHEN 'completed' THEN 0 WHEN 'running' THEN 1 WHEN 'queued' THEN 2 ELSE 3 END, step DESC
     LIMIT 1`,
  ).get(configurationHash, seed);
  return row ?? null;
}
