import type { RunConfiguration } from '../contract/configuration';
import { tabulateSettings, type RunSettings } from '../contract/run-settings';
import { statement, type ReadableDatabase } from './database';

/** The settings of every configuration that some run has, newest first. */
export function readRunSettings(db: ReadableDatabase): RunSettings {
  const rows = statement<[], { hash: string; configuration: string }>(
    db,
    `SELECT configuration_hash AS hash, configuration FROM runs
     WHERE rowid IN (SELECT min(rowid) FROM runs GROUP BY configuration_hash) ORDER BY rowid DESC`,
  ).all();
  return tabulateSettings(
    rows.map(({ hash, configuration }) => ({ hash, configuration: JSON.parse(configuration) as RunConfiguration })),
  );
}
