import { z } from 'zod';

/** The metrics that a run logs; each kept apart, never summed under one name. */
export const metricNames = [
  'oneStepLoss', // nats per sample, teacher-forced, training batch
  'unrolledLoss', // nats per sample, unrolled forecast at its horizon, training batch
  'validationLoss', // nats per sample, greedy rolling origin at its horizon; horizon 1 is teacher-forced
  'validationAccuracy', // share of exact tokens, greedy rolling origin at its horizon; horizon 1 is teacher-forced
  'freeRunningError', // mean absolute error in levels over a free-running forecast of its horizon, test curves
  'freeRunningValueError', // the same in the unit of the data, of imported series alone
  'learningRate',
  'gradientNorm',
  'stepsPerSecond',
  'residentMemory', // bytes of the training process
  'tensorCount',
] as const;
export const metricNameSchema = z.enum(metricNames);
export type MetricName = z.infer<typeof metricNameSchema>;

/** A metric at a horizon (null where it has none); written `validationAccuracy@8`. */
export interface MetricKey {
  name: MetricName;
  horizon: number | null;
}

export function formatMetricKey({ name, horizon }: MetricKey): string {
  return horizon === null ? name : `${name}@${horizon}`;
}

/** Inverse of formatMetricKey; throws an Error naming what is allowed. */
export function parseMetricKey(text: string): MetricKey {
  const match = /^([A-Za-z]+)(?:@([1-9][0-9]*))?$/.exec(text);
  const name = metricNameSchema.safeParse(match?.[1]);
  if (!match || !name.success) {
    throw new Error(
      `Unknown metric "${text}"; allowed are ${metricNames.join(', ')}, with @horizon where they have one.`,
    );
  }
  return { name: name.data, horizon: match[2] ? Number(match[2]) : null };
}

/** `name` or `name@horizon`, as text that comes from outside. */
export const metricKeySchema = z
  .string()
  .max(64)
  .refine(isMetricKey, 'must be a metric name, with @horizon where it has one');

/** One logged value. */
export interface MetricPoint {
  key: string;
  step: number;
  /** Milliseconds of training since the run began, pauses left out. */
  wallTime: number;
  value: number;
}

/** A curve for drawing, possibly down-sampled where it is stored. */
export interface MetricSeries {
  runId: string;
  key: string;
  step: number[];
  wallTime: number[];
  value: number[];
  /** Points that are stored; more than step.length when down-sampled. */
  total: number;
}

function isMetricKey(text: string): boolean {
  try {
    parseMetricKey(text);
    return true;
  } catch {
    return false;
  }
}
