import type { RunConfiguration } from '../../src-main/contract/configuration';
import { settingsOf } from '../../src-main/contract/run-settings';
import { settingText } from '../../src-main/figures/setting-text';

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
  const settings = settingsOf(configuration);
  return sections.map((section) => ({
    section,
    rows: settings.flatMap(([path, value]) => {
      return path.startsWith(`${section}.`) ? [{ name: path.slice(section.length + 1), text: settingText(value) }] : [];
    }),
  }));
}
