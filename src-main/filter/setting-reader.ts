import type { RunSettings, SettingValue } from '../contract/run-settings';
import type { RunSummary } from '../contract/runs';
import type { FilterRow } from './fields';

export interface SettingReader {
  /** Paths of all settings, in the order of the configuration. */
  paths: readonly string[];
  /** False where the settings were read before this run was added. */
  knows(run: RunSummary): boolean;
  row(run: RunSummary): FilterRow;
  /** The different values of a setting. */
  values(path: string): readonly SettingValue[];
}

/** Finds the settings of runs in their table. */
export function settingReader({ hashes, columns }: RunSettings): SettingReader {
  const rows = new Map(hashes.map((hash, row) => [hash, row]));
  const byPath = new Map(columns.map((column) => [column.path, column]));
  return {
    paths: columns.map(({ path }) => path),
    knows: ({ configurationHash }) => rows.has(configurationHash),
    row: (run) => {
      const row = rows.get(run.configurationHash);
      return {
        run,
        setting: (path) => {
          const column = row === undefined ? undefined : byPath.get(path);
          // A place of −1 is no index of the values.
          return column?.values[column.places[row!]!];
        },
      };
    },
    values: (path) => byPath.get(path)?.values ?? [],
  };
}
