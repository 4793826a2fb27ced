import type { StepScores } from '../contract/drift';
import type { ChartPanel, FigureDescription, Series } from '../contract/figure';
import { baselineRemarks, baselineSeries, type BaselineError } from './baseline-series';
import { driftRemarks, observationsOf, type DriftRun } from './drift-run';
import type { BandKind } from './seed-band';
import { armSeries, provenanceOf, seedRemarks, type StudyCurve } from './study-run';

export interface DriftFigure {
  study: { name: string; title: string };
  runs: readonly DriftRun[];
  band: BandKind;
  /** In what errors are; levels where it is left out, or null. */
  unit?: string | null;
  /** Simple forecasts of the same clean observations. */
  baselines?: readonly BaselineError[] | null;
}

const measures = [
  { measure: 'error', title: 'Error', unit: 'levels', max: null },
  { measure: 'accuracy', title: 'Accuracy', unit: null, max: 1 },
] as const;

/** More arms than this are named once; the panels say what is dotted. */
const mostNamed = 2;

/**
 * Error and accuracy against the forecast step, free-running beside teacher-forced, an arm's colour for both; a row of
 * panels for each kind of observations.
 */
export function describeDrift({ study, runs, band, ...own }: DriftFigure): FigureDescription {
  const kinds = observationsOf(runs);
  const inValues = own.unit !== undefined && own.unit !== null;
  const baselines = own.baselines ?? [];
  const unnamed = new Set(runs.map(({ run }) => run.armLabel)).size > mostNamed;
  const panels = kinds.flatMap((kind) =>
    measures.map(({ measure, title, unit, max }): ChartPanel => {
      const scores = (mode: 'freeRunning' | 'teacherForced') =>
        stepCurves(runs, kind, (under) => {
          const scores = under[mode];
          return measure === 'error' && inValues ? scores.valueError! : scores[measure];
        });
      return {
        kind: 'chart',
        title: [
          ...(kinds.length > 1 ? [kind === 'clean' ? 'Clean observations' : 'Noisy observations'] : []),
          ...(unnamed ? ['dotted: teacher-forced'] : []),
        ].join('; '),
        x: { title: 'Forecast step', unit: null, scale: 'linear', min: 1, max: null },
        y: { title, unit: unit && (own.unit ?? unit), scale: 'linear', min: 0, max },
        series: [
          ...(measure === 'error' && kind === 'clean' ? baselineSeries(baselines) : []),
          ...asTeacherForced(armSeries(scores('teacherForced'), band)).map((one) => ({ ...one, unnamed })),
          ...armSeries(scores('freeRunning'), band).map((one) => {
            return unnamed ? asDashed(one, 'solid') : named(one, 'free-running', 'solid');
          }),
        ],
        marks: [],
      };
    }),
  );
  return {
    name: `${study.name}-drift`,
    title: `${study.title}: drift of free-running forecasts`,
    panels,
    columns: 2,
    sharedX: kinds.length > 1,
    legend: 'top',
    provenance: provenanceOf(
      study.title,
      runs.map(({ run }) => run),
      [
        'Error: mean absolute error. Solid: free-running; dotted: teacher-forced.',
        ...driftRemarks(runs),
        ...seedRemarks(
          stepCurves(runs, kinds[0]!, (under) => under.freeRunning.error),
          band,
        ),
        ...baselineRemarks(baselines),
        'No smoothing.',
      ],
    ),
  };
}

type Under = { freeRunning: StepScores; teacherForced: StepScores };

function stepCurves(runs: readonly DriftRun[], kind: string, pick: (under: Under) => number[]): StudyCurve[] {
  return runs.flatMap(({ run, result }) => {
    const under = result.under.find(({ observations }) => observations === kind);
    if (!under) return [];
    const y = pick(under);
    return [{ run, x: y.map((_, index) => index + 1), y }];
  });
}

/** Single seeds of what hardly changes would only blur it. */
function asTeacherForced(series: readonly Series[]): Series[] {
  return series.filter(({ role }) => role !== 'raw').map((one) => named(one, 'teacher-forced', 'dotted'));
}

function named(series: Series, mode: string, dash: Series['dash']): Series {
  return series.role === 'raw' ? series : { ...asDashed(series, dash), label: `${series.label}, ${mode}` };
}

function asDashed(series: Series, dash: Series['dash']): Series {
  return series.role === 'raw' ? series : { ...series, dash };
}
