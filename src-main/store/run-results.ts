import { parseMetricKey } from '../contract/metrics';
import type { RunSummary } from '../contract/runs';
import type { ReadableDatabase } from './database';
import { valueAt } from './metrics';

/**
 * What a run came to, by metric: accuracies at the step of the best monitored accuracy, so of the best checkpoint; all
 * else is the last value.
 */
export function resultsOfRun(
  db: ReadableDatabase,
  run: Pick<RunSummary, 'id' | 'latest' | 'best'>,
): Record<string, number> {
  const results = { ...run.latest };
  for (const key of Object.keys(results)) {
    if (!run.best || parseMetricKey(key).name !== 'validationAccuracy') continue;
    results[key] = valueAt(db, run.id, key, run.best.step) ?? results[key]!;
  }
  return results;
}
