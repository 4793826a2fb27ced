import type { DataConfiguration } from '../../src-main/contract/configuration';
import type { DataSource } from '../../src-main/contract/dataset-examples';
import type { DatasetSummary } from '../../src-main/contract/own-data';
import type { RunSummary } from '../../src-main/contract/runs';
import type { Preset } from '../../src-main/contract/studies';
import { presetVariants, runVariants } from './configuration-choices';

/** Data that can be looked at. */
export interface DataChoice {
  id: string;
  label: string;
  group: 'Own data' | 'Presets' | 'Runs';
  source: DataSource;
  /** Whether they need nothing that is not on every machine, and are images. */
  bundledImages: boolean;
}

/** Imported data, the data of every preset, and those of one run of each arm that was started. */
export function dataChoices(
  presets: readonly Preset[],
  runs: readonly RunSummary[],
  datasets: readonly DatasetSummary[] = [],
): DataChoice[] {
  return [
    ...datasets.map(({ id, name }): DataChoice => ({
      id: `own ${id}`,
      label: name,
      group: 'Own data',
      source: { dataset: id },
      bundledImages: false,
    })),
    ...presets.flatMap((preset) =>
      presetVariants(preset, ({ data }) => withoutOrder(data)).map(
        ({ id, label, preset, scale, arm, part }): DataChoice => ({
          id,
          label,
          group: 'Presets',
          source: { preset, scale, arm },
          bundledImages: part.source === 'images' && part.set === 'mnist-10k',
        }),
      ),
    ),
    ...runVariants(runs).map(({ id, label, runId }): DataChoice => ({
      id,
      label,
      group: 'Runs',
      source: { runId },
      bundledImages: false,
    })),
  ];
}

/** What is shown when nothing was chosen: images that every machine has, if any. */
export function likelyChoice(choices: readonly DataChoice[]): DataChoice | null {
  return choices.find(({ bundledImages }) => bundledImages) ?? choices[0] ?? null;
}

/** Every order of reading can be looked at for the same images. */
function withoutOrder(data: DataConfiguration): DataConfiguration {
  return data.source === 'images' ? { ...data, scanOrder: 'scanline' } : data;
}
