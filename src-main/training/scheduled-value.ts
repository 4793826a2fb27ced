import type { MixingRate, ScheduledValue, UnrollingConfiguration } from '../contract/configuration';

/** Value at optimisation step `step` (1, 2, …): `from` at step 1, `to` from step `overSteps` on. */
export function scheduledValueAt(value: ScheduledValue, step: number): number {
  if (typeof value === 'number') return value;
  const { from, to, overSteps, shape } = value;
  const progress = progressAt(overSteps, step);
  return shape === 'linear' ? between(from, to, progress) : from * (to / from) ** progress;
}

/** Probability of the model's own sample at `step` (1, 2, …), with i = step − 1. */
export function mixingRateAt(rate: MixingRate, step: number): number {
  if (typeof rate === 'number') return rate;
  switch (rate.shape) {
    case 'linear':
      return between(rate.from, rate.to, progressAt(rate.overSteps, step));
    case 'exponential':
      return 1 - rate.k ** (step - 1);
    case 'inverse-sigmoid':
      return 1 - rate.k / (rate.k + Math.exp((step - 1) / rate.k));
  }
}

/** Unrolled horizon at `step` (1, 2, …): 1 … `horizon`, each for an equal share of the first `curriculumSteps`. */
export function horizonAt({ horizon, curriculumSteps }: UnrollingConfiguration, step: number): number {
  if (curriculumSteps === null) return horizon;
  return Math.min(horizon, 1 + Math.floor(((step - 1) * horizon) / curriculumSteps));
}

/** 0 at step 1, 1 from step `overSteps` on. */
function progressAt(overSteps: number, step: number): number {
  return overSteps > 1 ? Math.min(1, (step - 1) / (overSteps - 1)) : 1;
}

function between(from: number, to: number, progress: number): number {
  return from + (to - from) * progress;
}
