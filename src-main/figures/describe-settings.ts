import type { RunConfiguration } from '../contract/configuration';
import type { FigureDescription } from '../contract/figure';
import { tableFigure } from './describe-table';
import { settingDifferences } from './setting-text';
import { provenanceOf, type StudyRun } from './study-run';

export interface SettingsTable {
  study: { name: string; title: string };
  /** One run of each arm, in the order of the study. */
  runs: readonly { run: StudyRun; configuration: RunConfiguration }[];
}

/** The settings in which the arms of a study differ, and nothing else; null where they do not. */
export function describeSettings({ study, runs }: SettingsTable): FigureDescription | null {
  const rows = settingDifferences(runs.map(({ configuration }) => configuration));
  if (rows.length === 0) return null;
  const panel = {
    kind: 'table' as const,
    title: '',
    columns: [
      { title: 'Setting', align: 'left' as const },
      ...runs.map(({ run }) => ({ title: run.armLabel, align: 'left' as const })),
    ],
    rows: rows.map(({ path, texts }) => {
      return { cells: [path, ...texts.map((text) => text ?? '–')], colorIndex: null, ruled: false };
    }),
    notes: [],
  };
  return tableFigure(`${study.name}-settings`, `${study.title}: settings that differ`, {
    panel,
    provenance: provenanceOf(
      study.title,
      runs.map(({ run }) => run),
      ['Settings in which the arms differ; all others are the same. Runs of an arm differ by their seed alone.'],
    ),
  });
}
