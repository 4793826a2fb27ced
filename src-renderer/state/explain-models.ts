import type { ModelConfiguration, WaveNetConfiguration } from '../../src-main/architecture/configuration';
import { generationCost } from '../../src-main/architecture/generation-cost';
import { receptiveField, temporalLayers, type TemporalLayer } from '../../src-main/architecture/receptive-field';
import type { Provenance } from '../../src-main/contract/figure';
import type { RunSummary } from '../../src-main/contract/runs';
import type { Preset } from '../../src-main/contract/studies';
import { presetVariants, runVariants } from './configuration-choices';

/** The lattice of the talk's figures with the channels of its benchmark: kernel 2, dilations 1, 2, 4. */
export const exampleModel: WaveNetConfiguration = {
  family: 'wavenet',
  quantizationLevels: 8,
  dilations: [1, 2, 4],
  kernelSize: 2,
  inputKernelSize: 1,
  residualChannels: 64,
  dilationChannels: 64,
  skipChannels: 64,
  headChannels: 64,
  bias: false,
  conditionClasses: null,
  localConditionChannels: null,
  padding: 'layer',
};

/** A model that can be explained: at hand, or of a run that has to be asked for it. */
export type ModelChoice = { id: string; label: string; group: 'Talk' | 'Presets' | 'Runs' } & (
  { model: ModelConfiguration } | { runId: string }
);

/** The model that is explained, and the run that it is of. */
export interface ExplainedModel {
  choice: ModelChoice;
  model: ModelConfiguration;
  runs: Provenance['runs'];
}

export const exampleChoice: ModelChoice & { model: ModelConfiguration } = {
  id: 'talk',
  label: 'The talk’s figures: kernel 2, dilations 1, 2, 4',
  group: 'Talk',
  model: exampleModel,
};

/** The talk's example, the models of the presets, and one run of each arm that was started. */
export function modelChoices(presets: readonly Preset[], runs: readonly RunSummary[]): ModelChoice[] {
  return [
    exampleChoice,
    ...presets.flatMap((preset) =>
      presetVariants(preset, ({ model }) => model).map(({ id, label, part: model }): ModelChoice => ({
        id,
        label,
        group: 'Presets',
        model,
      })),
    ),
    ...runVariants(runs).map((variant): ModelChoice => ({ ...variant, group: 'Runs' })),
  ];
}

/** The layers of a model along time, bottom up, and at how many samples the default generator computes each. */
export interface LayersAlongTime {
  layers: TemporalLayer[];
  positions: number[];
  receptiveField: number;
}

/** Layers of kernel 1 see no other sample and are left out. */
export function layersAlongTime(model: ModelConfiguration): LayersAlongTime {
  const { positions } = generationCost(model, 'default');
  const kept = temporalLayers(model).map((layer, i) => ({ layer, positions: positions[i]! }));
  const seeing = kept.filter(({ layer }) => layer.kernelSize > 1);
  return {
    layers: seeing.map(({ layer }) => layer),
    positions: seeing.map((one) => one.positions),
    receptiveField: receptiveField(model),
  };
}
