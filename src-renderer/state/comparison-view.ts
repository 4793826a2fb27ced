import type { CurvesLook } from '../../src-main/contract/curves';
import type { FigureDescription, Panel } from '../../src-main/contract/figure';
import { parseMetricKey } from '../../src-main/contract/metrics';
import type { RunSummary } from '../../src-main/contract/runs';
import type { ArmResult, FigureRequest } from '../../src-main/contract/studies';

export type Band = NonNullable<FigureRequest['band']>;
export const comparisonParts = ['overview', 'claim', 'drift', 'settings'] as const;
export type ComparisonPart = (typeof comparisonParts)[number];

/** What others are compared with: an arm, or one of its runs. */
export interface Baseline {
  arm: string;
  /** Null: all seeds. */
  seed: number | null;
}

/** What is looked at of a study, and how. */
export interface ComparisonView {
  part: ComparisonPart;
  /** How curves are drawn; a metric of null is the monitored one. */
  curves: Omit<CurvesLook, 'metric'> & { metric: string | null };
  /** Whose forecasts are drawn; null: the first. */
  seed: number | null;
  band: Band;
  /** Null: the first arm. */
  baseline: Baseline | null;
  /** The arm that a claim is made of; null: the last. */
  claimed: string | null;
  /** Value to be reached; null: the worst that all reach. */
  threshold: number | null;
  /** Arms whose curves are not drawn. */
  hidden: readonly string[];
}

export const initialView: ComparisonView = {
  part: 'overview',
  curves: {
    metric: null,
    x: 'step',
    logX: false,
    logY: false,
    halfLife: 0,
    lines: 'arm',
    color: 'arm',
    dash: 'arm',
    facet: 'none',
    window: null,
  },
  seed: null,
  band: 'range',
  baseline: null,
  claimed: null,
  threshold: null,
  hidden: [],
};

/** The view of another study: how one looks stays; what belongs to the study before does not. */
export function viewOfAnother({ part, band, curves }: ComparisonView): ComparisonView {
  const { x, logX, logY, lines } = curves;
  return { ...initialView, part, band, curves: { ...initialView.curves, x, logX, logY, lines } };
}

/** The metric that a study is judged by: accuracy at the monitored horizon, else whatever it has logged. */
export function monitoredMetric(runs: readonly RunSummary[]): string {
  const best = runs.find((run) => run.best)?.best;
  if (best) return `validationAccuracy@${best.horizon}`;
  const logged = [...new Set(runs.flatMap((run) => Object.keys(run.latest)))];
  return logged.find((key) => parseMetricKey(key).name === 'validationAccuracy') ?? 'oneStepLoss';
}

/** The figure without the curves of these runs; its statistics are not touched. */
export function withoutRuns(figure: FigureDescription, runIds: ReadonlySet<string>): FigureDescription {
  if (runIds.size === 0 || figure.panels.every(({ kind }) => kind !== 'chart')) return figure;
  const isHidden = (ids: readonly string[]) => ids.length > 0 && ids.every((id) => runIds.has(id));
  const panels = figure.panels.map((panel): Panel =>
    panel.kind === 'chart' ? { ...panel, series: panel.series.filter((series) => !isHidden(series.runIds)) } : panel,
  );
  return { ...figure, panels };
}

/** The results that others are compared with; null where the baseline has none. */
export function baselineResult(results: readonly ArmResult[], baseline: Baseline): ArmResult | null {
  const arm = results.find((result) => result.arm === baseline.arm);
  if (!arm || baseline.seed === null) return arm ?? null;
  const place = arm.seeds.indexOf(baseline.seed);
  if (place < 0) return null;
  return {
    ...arm,
    seeds: [baseline.seed],
    metrics: Object.fromEntries(Object.entries(arm.metrics).map(([key, values]) => [key, [values[place]!]])),
    trainingTime: [arm.trainingTime[place]!],
  };
}
