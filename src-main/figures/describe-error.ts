import type { FigureDescription } from '../contract/figure';
import { baselineRemarks, baselineSeries, type BaselineError } from './baseline-series';
import type { BandKind } from './seed-band';
import { armSeries, provenanceOf, seedRemarks, type StudyRun } from './study-run';

export interface ErrorFigure {
  study: { name: string; title: string };
  /** Of each run the mean absolute error in `unit` for each forecast step, over `curves` test curves. */
  errors: readonly { run: StudyRun; error: readonly number[]; curves: number }[];
  band: BandKind;
  /** In what errors are; levels where it is left out. */
  unit?: string;
  /** Simple forecasts of the same curves. */
  baselines?: readonly BaselineError[];
}

/** Mean absolute error of free-running forecasts by forecast step, one curve for each arm. */
export function describeError({
  study,
  errors,
  band,
  unit = 'levels',
  baselines = [],
}: ErrorFigure): FigureDescription {
  const curves = errors.map(({ run, error }) => ({ run, x: error.map((_, index) => index + 1), y: error }));
  const counts = [...new Set(errors.map((one) => one.curves))].join(' or ');
  const remarks = [
    `Mean absolute error in ${unit} of greedy, free-running forecasts, over ${counts} test curves.`,
    ...seedRemarks(curves, band),
    ...baselineRemarks(baselines),
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
        y: { title: 'Mean absolute error', unit, scale: 'linear', min: 0, max: null },
        series: [...baselineSeries(baselines), ...armSeries(curves, band)],
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
