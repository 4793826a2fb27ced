import { formatMetricKey, type MetricName } from '../contract/metrics';
import type { Score } from '../model/evaluation-sums';
import type { StepResult } from '../model/step';

/** Values by metric key, in the order in which they are logged. */
export type Values = [key: string, value: number][];

/** What one optimisation step tells; the unrolled loss carries the horizon that counted. */
export function stepValues(
  { oneStepLoss, unrolledLoss, gradientNorm }: StepResult,
  { learningRate, horizon }: { learningRate: number; horizon: number | null },
): Values {
  const values: Values = [
    [key('oneStepLoss'), oneStepLoss],
    [key('learningRate'), learningRate],
    [key('gradientNorm'), gradientNorm],
  ];
  if (unrolledLoss !== null) values.push([key('unrolledLoss', horizon), unrolledLoss]);
  return values;
}

/** What one evaluation tells, by horizon. */
export function scoreValues(scores: ReadonlyMap<number, Score>): Values {
  return [...scores].flatMap(([horizon, { loss, accuracy }]): Values => [
    [key('validationLoss', horizon), loss],
    [key('validationAccuracy', horizon), accuracy],
  ]);
}

export function key(name: MetricName, horizon: number | null = null): string {
  return formatMetricKey({ name, horizon });
}
