import type { ChartPanel, Series } from '../../contract/figure';
import { numberText } from '../number-text';

/** Weights along time of one channel that a receptive field takes. */
export interface WeightCount {
  receptiveField: number;
  plain: number;
  dilated: number;
}

/** Weights against receptive field: a plain convolution, and dilated layers that see as much; one model as a point. */
export function describeWeights(
  counts: readonly WeightCount[],
  { chosen, model }: { chosen: WeightCount; model: { receptiveField: number; weights: number } },
): ChartPanel {
  const marks = [
    { axis: 'x' as const, at: chosen.receptiveField, label: `R = ${numberText(chosen.receptiveField, 0)}` },
    { axis: 'y' as const, at: chosen.plain, label: numberText(chosen.plain, 0) },
    { axis: 'y' as const, at: chosen.dilated, label: numberText(chosen.dilated, 0) },
  ];
  return {
    kind: 'chart',
    title: '',
    x: { title: 'Receptive field R', unit: 'samples', scale: 'log', min: null, max: null },
    y: { title: 'Weights along time', unit: 'per channel', scale: 'log', min: null, max: null },
    series: [
      curve('plain', 0, counts, ({ plain }) => plain),
      curve('dilated', 1, counts, ({ dilated }) => dilated),
      curve('this model', 2, [model], ({ weights }) => weights),
    ],
    marks,
  };
}

function curve<Count extends { receptiveField: number }>(
  label: string,
  colorIndex: number,
  counts: readonly Count[],
  of: (count: Count) => number,
): Series {
  const dash = colorIndex === 0 ? 'solid' : 'dashed';
  const x = counts.map(({ receptiveField }) => receptiveField);
  return { label, runIds: [], x, y: counts.map(of), band: null, role: 'curve', colorIndex, dash };
}
