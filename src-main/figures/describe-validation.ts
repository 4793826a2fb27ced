import type { FigureDescription } from '../contract/figure';
import type { BandKind } from './seed-band';
import { armSeries, provenanceOf, seedRemarks, type StudyCurve } from './study-run';

export interface ValidationFigure {
  study: { name: string; title: string };
  /** Validation accuracy over training steps, one for each run. */
  curves: readonly StudyCurve[];
  horizon: number;
  band: BandKind;
}

/** Validation accuracy at one horizon by training step, one curve for each arm. */
export function describeValidation({ study, curves, horizon, band }: ValidationFigure): FigureDescription {
  const steps = horizon === 1 ? '1 step' : `${horizon} steps`;
  const how = horizon === 1 ? 'teacher-forced' : 'greedy rolling-origin forecasts';
  const remarks = [
    `Accuracy: share of exact tokens over ${steps}, ${how}, validation curves.`,
    ...seedRemarks(curves, band),
    'No smoothing.',
  ];
  return {
    name: `${study.name}-validation`,
    title: `${study.title}: validation accuracy over ${steps}`,
    panels: [
      {
        kind: 'chart',
        title: '',
        x: { title: 'Training step', unit: null, scale: 'linear', min: null, max: null },
        y: { title: `Validation accuracy, ${steps}`, unit: null, scale: 'linear', min: null, max: null },
        series: armSeries(curves, band),
        marks: [],
      },
    ],
    columns: 1,
    sharedX: false,
    legend: 'direct',
    provenance: provenanceOf(
      study.title,
      curves.map(({ run }) => run),
      remarks,
    ),
  };
}
