import type { FigureDescription } from '../contract/figure';
import type { BandKind } from './seed-band';
import { armSeries, provenanceOf, seedRemarks, type StudyRun } from './study-run';

export interface ErrorFigure {
  study: { name: string; title: string };
  /** Of each run the mean absolute error in levels for each forecast step, over `curves` test curves. */
  errors: readonly { run: StudyRun; error: readonly number[]; curves: number }[];
  band: BandKind;
}

/** Mean absolute error of free-running forecasts by forecast step, one curve for each arm. */
export function describeError({ study, errors, band }: ErrorFigure): FigureDescription {
  const curves = errors.map(({ run, error }) => ({ run, x: error.map((_, index) => index + 1), y: error }));
  const counts = [...new Set(errors.map((one) => one.curves))].join(' or ');
  const remarks = [
    `Mean absolute error in levels of greedy, free-running forecasts, over ${counts} test curves.`,
    ...seedRemarks(curves, band),
    'No smoothing.',
  ];
  return {
    name: `${study.name}-error`,
    title: `${study.title}: error of free-running forecasts`,
    panels: [
      {
        kind: 'chart',
        title: '',
        x: { title: 'Forecast step', unit: null, scale: 'linear', min: null, max: null },
        y: { title: 'Mean absolute error', unit: 'levels', scale: 'linear', min: 0, max: null },
        series: armSeries(curves, band),
        marks: [],
      },
    ],
    columns: 1,
    sharedX: false,
    legend: 'direct',
    provenance: provenanceOf(
      study.title,
      errors.map(({ run }) => run),
      remarks,
    ),
  };
}
