import type { ChartPanel, Series } from '../../contract/figure';
import { numberText } from '../number-text';

/** Weights along time of one channel that a receptive field takes. */
export interface WeightCount {
  receptiveField: number;
  plain: number;
  dilated: number;
}

/** Weights against receptive field: one plain convolution, and stacked dilated ones that see as much. */
export function describeWeights(
  counts: readonly WeightCount[],
  { chosen, model }: { chosen: WeightCount; model: { receptiveField: number; weights: number; label: string } | null },
): ChartPanel {
  const curve = (label: string, colorIndex: number, of: (count: WeightCount) => number): Series => ({
    label,
    runIds: [],
    x: counts.map(({ receptiveField }) => receptiveField),
    y: counts.map(of),
    band: null,
    role: 'curve',
    colorIndex,
    dash: colorIndex === 0 ? 'solid' : 'dashed',
  });
  const marks = [
    { axis: 'x' as const, at: chosen.receptiveField, label: `R = ${numberText(chosen.receptiveField, 0)}` },
    { axis: 'y' as const, at: chosen.plain, label: numberText(chosen.plain, 0) },
    { axis: 'y' as const, at: chosen.dilated, label: numberText(chosen.dilated, 0) },
  ];
  const ofModel = model ? [{ axis: 'x' as const, at: model.receptiveField, label: model.label }] : [];
  return {
    kind: 'chart',
    title: '',
    x: { title: 'Receptive field R', unit: 'samples', scale: 'log', min: null, max: null },
    y: { title: 'Weights along time', unit: 'per channel', scale: 'log', min: null, max: null },
    series: [curve('plain', 0, ({ plain }) => plain), curve('dilated', 1, ({ dilated }) => dilated)],
    marks: chosen.receptiveField === model?.receptiveField ? marks : [...marks, ...ofModel],
  };
}
