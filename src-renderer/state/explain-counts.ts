import type { WaveNetConfiguration } from '../../src-main/architecture/configuration';
import { receptiveField, temporalWeights } from '../../src-main/architecture/receptive-field';
import type { Provenance } from '../../src-main/contract/figure';
import { canDrawGeneration } from '../../src-main/figures/explain/draw-generation';
import type { WeightCount } from '../../src-main/figures/explain/weights';
import { exampleModel, layersAlongTime, type ExplainedModel, type LayersAlongTime } from './explain-models';

/** The talk's comparison for 1 … `most` layers of kernel 2 with doubling dilations: their weights, a plain one's. */
export function weightCounts(most: number): WeightCount[] {
  return Array.from({ length: most }, (_, i) => {
    const dilations = Array.from({ length: i + 1 }, (_, layer) => 2 ** layer);
    const dilated: WaveNetConfiguration = { ...exampleModel, dilations };
    const lags = receptiveField(dilated);
    const plain = temporalWeights({
      family: 'lagged',
      quantizationLevels: exampleModel.quantizationLevels,
      lags,
      hiddenChannels: [],
    });
    // The example's input layer has kernel 1 and looks at no other sample.
    return { receptiveField: lags, plain, dilated: temporalWeights(dilated) - dilated.inputKernelSize };
  });
}

export interface SmallLayers extends LayersAlongTime {
  /** False where the talk's example stands in. */
  isOwn: boolean;
  label: string;
  runs: Provenance['runs'];
}

/** Layers for pictures that need room for every value: those of the chosen model, or else of the talk's example. */
export function smallLayers({ model, choice, runs }: ExplainedModel): SmallLayers {
  const own = layersAlongTime(model);
  if (canDrawGeneration(own.layers)) return { ...own, isOwn: true, label: choice.label, runs };
  const example = layersAlongTime(exampleModel);
  return { ...example, isOwn: false, label: 'the talk’s lattice in place of this model', runs: [] };
}
