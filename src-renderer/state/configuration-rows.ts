import type { RunConfiguration } from '../../src-main/contract/configuration';
import { formatSetting } from '../format';
import { fieldText } from './field-text';

/** One setting of a configuration for reading. */
export interface SettingRow {
  /** Dotted path without the section. */
  name: string;
  text: string;
}

export interface SettingSection {
  section: 'data' | 'model' | 'training' | 'validation';
  rows: SettingRow[];
}

const sections = ['data', 'model', 'training', 'validation'] as const;

/** All settings, section by section, in the order of the configuration. */
export function settingSections(configuration: RunConfiguration): SettingSection[] {
  return sections.map((section) => ({ section, rows: flatten(configuration[section], '') }));
}

/** The settings in which configurations differ, with the text of each; null where one has no such setting. */
export function differences(configurations: readonly RunConfiguration[]): { path: string; texts: (string | null)[] }[] {
  const maps = configurations.map(
    (configuration) => new Map(sections.flatMap((section) => flatten(configuration[section], `${section}.`).map(pair))),
  );
  const paths = [...new Set(maps.flatMap((map) => [...map.keys()]))];
  return (
    paths
      .map((path) => ({ path, texts: maps.map((map) => map.get(path) ?? null) }))
      // A group that one has and another has not differs in its settings; that it is there says nothing more.
      .filter(({ texts }) => new Set(texts.map((text) => text ?? 'none')).size > 1)
  );
}

function flatten(value: unknown, prefix: string): SettingRow[] {
  return Object.entries(value as Record<string, unknown>).flatMap(([key, item]) => {
    const name = `${prefix}${key}`;
    const nested = typeof item === 'object' && item !== null && !Array.isArray(item);
    return nested ? flatten(item, `${name}.`) : [{ name, text: settingText(item) }];
  });
}

/** A setting as a person reads it. */
export function settingText(value: unknown): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value) && value.some((item) => !Number.isInteger(item) || item < 0)) {
    return value.map((item) => settingText(item)).join(', ');
  }
  return typeof value === 'number' ? formatSetting(value) : fieldText(value);
}

function pair({ name, text }: SettingRow): [string, string] {
  return [name, text];
}
