import type { ModelConfiguration, WaveNetConfiguration } from '../../src-main/architecture/configuration';
import { generationCost } from '../../src-main/architecture/generation-cost';
import { receptiveField, temporalLayers, type TemporalLayer } from '../../src-main/architecture/receptive-field';
import { armConfiguration, scaleSchema, type Scale } from '../../src-main/contract/configuration';
import type { Provenance } from '../../src-main/contract/figure';
import type { RunSummary } from '../../src-main/contract/runs';
import type { Preset } from '../../src-main/contract/studies';
import { formatDate } from '../format';

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

/** Runs that are offered at most, newest first. */
const MOST_RUNS = 40;

/** The talk's example, the models of the presets, and one run of each arm that was started. */
export function modelChoices(presets: readonly Preset[], runs: readonly RunSummary[]): ModelChoice[] {
  return [exampleChoice, ...presets.flatMap(presetChoices), ...runChoices(runs)];
}

/** Each model of a preset once; named by its arm where the arms differ, and by its scale where the scales do. */
function presetChoices({ definition }: Preset): ModelChoice[] {
  const { name, title, arms } = definition;
  const found = new Map<string, { scale: Scale; arm: string; label: string; model: ModelConfiguration }>();
  for (const scale of scaleSchema.options) {
    for (const { name: arm, label } of arms) {
      const { model } = armConfiguration(definition, scale, arm);
      const key = JSON.stringify(model);
      if (!found.has(key)) found.set(key, { scale, arm, label, model });
    }
  }
  const all = [...found.values()];
  const differ = (of: 'scale' | 'arm') => new Set(all.map((one) => one[of])).size > 1;
  return all.map(({ scale, arm, label, model }) => ({
    id: `preset ${name} ${scale} ${arm}`,
    label: [title, ...(differ('arm') ? [label] : []), ...(differ('scale') ? [scale] : [])].join(', '),
    group: 'Presets',
    model,
  }));
}

function runChoices(runs: readonly RunSummary[]): ModelChoice[] {
  const byArm = new Map<string, RunSummary>();
  for (const run of runs) {
    const arm = `${run.studyId} ${run.arm}`;
    if (!run.archived && !byArm.has(arm)) byArm.set(arm, run);
  }
  return [...byArm.values()].slice(0, MOST_RUNS).map(({ id, armLabel, studyTitle, createdAt }) => ({
    id: `run ${id}`,
    label: `${armLabel}, ${studyTitle}, ${formatDate(createdAt)}`,
    group: 'Runs',
    runId: id,
  }));
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
