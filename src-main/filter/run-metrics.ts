import { higherIsBetter } from '../contract/metric-words';
import type { MetricMark, RunSummary } from '../contract/runs';

/**
 * The key under which a run logged a metric: with its horizon, or without one that of the monitored horizon, or of the
 * only one; null where it logged none.
 */
export function resolveMetric(run: RunSummary, metric: string): string | null {
  if (Object.hasOwn(run.extremes, metric)) return metric;
  if (metric.includes('@')) return null;
  const monitored = run.best && `${metric}@${run.best.horizon}`;
  if (monitored && Object.hasOwn(run.extremes, monitored)) return monitored;
  const keys = Object.keys(run.extremes).filter((key) => key.startsWith(`${metric}@`));
  return keys.length === 1 ? keys[0]! : null;
}

export function lastMark(run: RunSummary, key: string): MetricMark | null {
  const [value, extremes] = [run.latest[key], run.extremes[key]];
  return value === undefined || !extremes ? null : { step: extremes.lastStep, value };
}

/** The greatest where more is better, the least of everything else. */
export function bestMark(run: RunSummary, key: string): MetricMark | null {
  const extremes = run.extremes[key];
  if (!extremes) return null;
  return higherIsBetter(key) ? extremes.max : extremes.min;
}
