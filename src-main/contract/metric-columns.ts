import type { MetricSeries } from './metrics';

/**
 * A curve on its way from process to process: its columns are plain memory, of which a million points pass in a moment,
 * where as many single numbers keep every process between busy for long.
 */
export interface MetricColumns extends Pick<MetricSeries, 'runId' | 'key' | 'total'> {
  step: Float64Array;
  wallTime: Float64Array;
  value: Float64Array;
}

export function toColumns(series: MetricSeries): MetricColumns {
  const { step, wallTime, value } = series;
  return {
    ...series,
    step: Float64Array.from(step),
    wallTime: Float64Array.from(wallTime),
    value: Float64Array.from(value),
  };
}

export function fromColumns(series: MetricColumns): MetricSeries {
  const { step, wallTime, value } = series;
  return { ...series, step: [...step], wallTime: [...wallTime], value: [...value] };
}
