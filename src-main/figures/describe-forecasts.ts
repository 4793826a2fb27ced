import type { ChartPanel, FigureDescription, Series } from '../contract/figure';
import type { Forecast } from '../contract/training';
import { mean } from '../math/statistics';
import { numberText } from './number-text';
import { armLook, provenanceOf, type StudyRun } from './study-run';
import { truthSeries } from './truth-series';

/** The free-running forecasts of one arm's run. */
export interface RunForecasts {
  run: StudyRun;
  forecasts: readonly Forecast[];
  /** Mean absolute error in levels for each forecast step, over `curves` test curves. */
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
  const errors = runs.map(({ run, error }) => `${run.armLabel} ${levels(mean(error))}`).join('; ');
  const counts = [...new Set(runs.map(({ curves }) => curves))].join(' or ');
  const remarks = [
    `Greedy, free-running forecasts of ${horizon} steps from the observation limit, seed ${seed}.`,
    `Mean absolute error over the horizon and ${counts} test curves: ${errors} levels.`,
  ];
  return {
    name: `${study.name}-forecasts`,
    title: `${study.title}, mean absolute error over ${horizon} steps: ${errors} levels`,
    panels: numbers.map((number) => panelOf(figure, number)),
    columns: 1,
    sharedX: true,
    legend: 'direct',
    provenance: provenanceOf(
      study.title,
      runs.map(({ run }) => run),
      remarks,
    ),
  };
}

function panelOf({ runs, quantizationLevels, sampleInterval }: ForecastsFigure, number: number): ChartPanel {
  const drawn = runs.flatMap(({ run, forecasts }) => {
    const forecast = forecasts.find(({ curve }) => curve === number);
    return forecast ? [{ run, forecast }] : [];
  });
  const errors = drawn.map(({ run, forecast }) => `${run.armLabel} ${levels(absoluteError(forecast))}`).join('; ');
  const time = (index: number) => index * (sampleInterval ?? 1);
  const origins = [...new Set(drawn.map(({ forecast }) => forecast.origin))];
  return {
    kind: 'chart',
    // Many arms leave no room for their numbers; those of all curves are below the figure.
    title:
      drawn.length > mostNamed
        ? `Test curve ${number + 1}`
        : `Test curve ${number + 1}, mean absolute error: ${errors} levels`,
    x: {
      ...(sampleInterval === null ? { title: 'Sample', unit: null } : { title: 'Time', unit: 's' }),
      scale: 'linear',
      min: null,
      max: null,
    },
    y: { title: 'Level', unit: null, scale: 'linear', min: 0, max: quantizationLevels - 1 },
    series: [
      observedAndTruth(drawn[0]!.forecast, time),
      ...drawn.map(
        ({ run, forecast }): Series => ({
          label: run.armLabel,
          runIds: [run.id],
          x: forecast.forecast.map((_, step) => time(forecast.origin + 1 + step)),
          y: [...forecast.forecast],
          band: null,
          role: 'curve',
          ...armLook(run),
        }),
      ),
    ],
    marks: origins.map((origin) => ({ axis: 'x', at: time(origin), label: 'observed until here' })),
  };
}

function observedAndTruth({ origin, observed, truth }: Forecast, time: (index: number) => number): Series {
  return truthSeries('Truth', { tokens: [...observed, ...truth], first: origin + 1 - observed.length, time });
}

function absoluteError({ truth, forecast }: Forecast): number {
  return mean(forecast.map((level, step) => Math.abs(level - truth[step]!)));
}

function levels(error: number): string {
  return numberText(error, 2);
}
