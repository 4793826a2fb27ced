import type { RunConfiguration } from './configuration';

/** One value of a configuration: a leaf, or a list of such. */
export type SettingValue = number | string | boolean | null | readonly SettingValue[];

/**
 * The settings of many configurations, path by path: most have few different values, so a thousand runs travel in some
 * hundred kilobytes.
 */
export interface RunSettings {
  /** Hash of each configuration. */
  hashes: string[];
  columns: {
    /** Dotted path: `training.optimizer.learningRate`. */
    path: string;
    /** The different values. */
    values: SettingValue[];
    /** For each configuration the place of its value in `values`; −1 where it has no such setting. */
    places: number[];
  }[];
}

/** Every setting of a configuration by its dotted path, in the order of the configuration. */
export function settingsOf(configuration: RunConfiguration): [path: string, value: SettingValue][] {
  return leaves(configuration as unknown as Record<string, unknown>, '');
}

/** Puts configurations with their hashes into columns. */
export function tabulateSettings(
  configurations: readonly { hash: string; configuration: RunConfiguration }[],
): RunSettings {
  interface Column {
    values: SettingValue[];
    places: number[];
    known: Map<string, number>;
  }
  const columns = new Map<string, Column>();
  configurations.forEach(({ configuration }, row) => {
    for (const [path, value] of settingsOf(configuration)) {
      let column = columns.get(path);
      if (!column) {
        column = { values: [], places: Array<number>(configurations.length).fill(-1), known: new Map() };
        columns.set(path, column);
      }
      const text = JSON.stringify(value);
      let place = column.known.get(text);
      if (place === undefined) {
        place = column.values.push(value) - 1;
        column.known.set(text, place);
      }
      column.places[row] = place;
    }
  });
  return {
    hashes: configurations.map(({ hash }) => hash),
    columns: [...columns].map(([path, { values, places }]) => ({ path, values, places })),
  };
}

function leaves(value: Record<string, unknown>, prefix: string): [string, SettingValue][] {
  return Object.entries(value).flatMap(([key, item]): [string, SettingValue][] => {
    const path = `${prefix}${key}`;
    const nested = typeof item === 'object' && item !== null && !Array.isArray(item);
    return nested ? leaves(item as Record<string, unknown>, `${path}.`) : [[path, item as SettingValue]];
  });
}
