import type { ChartPanel, FigureDescription, Series } from '../contract/figure';
import type { Forecast } from '../contract/training';
import { mean } from '../math/statistics';
import { levelScale, shownPoints, type CurveScale } from './curve-scale';
import { numberText, significantText } from './number-text';
import { armLook, provenanceOf, type StudyRun } from './study-run';
import { truthSeries } from './truth-series';

/** The free-running forecasts of one arm's run. */
export interface RunForecasts {
  run: StudyRun;
  forecasts: readonly Forecast[];
  /** Mean absolute error in levels, or in `errorUnit`, for each forecast step, over `curves` test curves. */
  error: readonly number[];
  curves: number;
}

export interface ForecastsFigure {
  study: { name: string; title: string };
  /** One for each arm, all of the same seed, in the order of the arms. */
  runs: readonly RunForecasts[];
  seed: number;
  /** Levels of a sample. */
  quantizationLevels: number;
  /** Seconds between samples, or null where they are no points in time. */
  sampleInterval: number | null;
  /** How a test curve is shown; as levels where it is left out. */
  scaleOf?: (curve: number) => CurveScale;
  errorUnit?: string;
}

/** Arms whose errors fit above a panel. */
const mostNamed = 3;

/** Test curves one below the other: the truth, and from the observation limit on the forecast of each arm. */
export function describeForecasts(figure: ForecastsFigure): FigureDescription {
  const { study, runs, seed } = figure;
  const numbers = [...new Set(runs.flatMap(({ forecasts }) => forecasts.map(({ curve }) => curve)))].sort(
    (a, b) => a - b,
  );
  const horizon = Math.max(...runs.map(({ error }) => error.length));
  const { errorUnit = 'levels' } = figure;
  const errors = runs.map(({ run, error }) => `${run.armLabel} ${errorText(mean(error), errorUnit)}`).join('; ');
  const counts = [...new Set(runs.map(({ curves }) => curves))].join(' or ');
  const remarks = [
    `Greedy, free-running forecasts of ${horizon} steps from the observation limit, seed ${seed}.`,
    `Mean absolute error over the horizon and ${counts} test curves: ${errors} ${errorUnit}.`,
  ];
  return {
    name: `${study.name}-forecasts`,
    title: `${study.title}, mean absolute error over ${horizon} steps: ${errors} ${errorUnit}`,
    panels: numbers.map((number) => panelOf(figure, number)),
    columns: 1,
    sharedX: !figure.scaleOf,
    legend: 'direct',
    provenance: provenanceOf(
      study.title,
      runs.map(({ run }) => run),
      remarks,
    ),
  };
}

function panelOf({ runs, scaleOf, ...levels }: ForecastsFigure, number: number): ChartPanel {
  const drawn = runs.flatMap(({ run, forecasts }) => {
    const forecast = forecasts.find(({ curve }) => curve === number);
    return forecast ? [{ run, forecast }] : [];
  });
  const scale = scaleOf?.(number) ?? levelScale(levels);
  const unit = scale.ofLevels ? 'levels' : (scale.y.unit ?? '');
  const errors = drawn
    .map(({ run, forecast }) => `${run.armLabel} ${errorText(absoluteError(forecast, scale), unit)}`)
    .join('; ');
  const origins = [...new Set(drawn.map(({ forecast }) => forecast.origin))];
  return {
    kind: 'chart',
    // Many arms leave no room for their numbers; those of all curves are below the figure.
    title:
      drawn.length > mostNamed
        ? `Test curve ${number + 1}`
        : `Test curve ${number + 1}, mean absolute error: ${errors} ${unit}`.trim(),
    x: { ...scale.x, min: null, max: null },
    y: scale.y,
    series: [
      observedAndTruth(drawn[0]!.forecast, scale),
      ...drawn.map(({ run, forecast }): Series => ({
        label: run.armLabel,
        runIds: [run.id],
        ...shownPoints(forecast.forecast, (step) => forecast.origin + 1 + step, scale),
        band: null,
        role: 'curve',
        ...armLook(run),
      })),
    ],
    marks: origins.map((origin) => ({ axis: 'x', at: scale.time(origin), label: 'observed until here' })),
  };
}

function observedAndTruth({ origin, observed, truth }: Forecast, scale: CurveScale): Series {
  return truthSeries('Truth', { tokens: [...observed, ...truth], first: origin + 1 - observed.length, scale });
}

function absoluteError({ origin, truth, forecast }: Forecast, { value }: CurveScale): number {
  const at = (level: number, step: number) => value(level, origin + 1 + step);
  return mean(forecast.map((level, step) => Math.abs(at(level, step) - at(truth[step]!, step))));
}

/** Levels to two decimals; values may be of any size. */
function errorText(error: number, unit: string): string {
  return unit === 'levels' ? numberText(error, 2) : significantText(error, 3);
}
