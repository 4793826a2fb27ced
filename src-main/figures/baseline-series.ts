import type { Series } from '../contract/figure';

/** The mean absolute error of a simple forecast by forecast step. */
export interface BaselineError {
  label: string;
  error: readonly number[];
}

/** Curves of simple forecasts: neutral, told apart by their dashes. */
export function baselineSeries(baselines: readonly BaselineError[]): Series[] {
  return baselines.map(({ label, error }, index) => ({
    label,
    runIds: [],
    x: error.map((_, step) => step + 1),
    y: [...error],
    band: null,
    role: 'truth',
    colorIndex: 0,
    dash: dashes[index % dashes.length]!,
  }));
}

/** What a reader has to know of them. */
export function baselineRemarks(baselines: readonly BaselineError[]): string[] {
  if (baselines.length === 0) return [];
  return ['Without colour: simple forecasts of the same test curves; what leaves the levels is clamped.'];
}

const dashes = ['dotted', 'dashed', 'dash-dot'] as const;
