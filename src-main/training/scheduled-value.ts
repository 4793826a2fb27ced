import type { ScheduledValue, UnrollingConfiguration } from '../contract/configuration';

/** Value at optimisation step `step` (1, 2, …): `from` at step 1, `to` from step `overSteps` on. */
export function scheduledValueAt(value: ScheduledValue, step: number): number {
  if (typeof value === 'number') return value;
  const { from, to, overSteps, shape } = value;
  const progress = overSteps > 1 ? Math.min(1, (step - 1) / (overSteps - 1)) : 1;
  return shape === 'linear' ? from + (to - from) * progress : from * (to / from) ** progress;
}

/** Unrolled horizon at `step` (1, 2, …): 1 … `horizon`, each for an equal share of the first `curriculumSteps`. */
export function horizonAt({ horizon, curriculumSteps }: UnrollingConfiguration, step: number): number {
  if (curriculumSteps === null) return horizon;
  return Math.min(horizon, 1 + Math.floor(((step - 1) * horizon) / curriculumSteps));
}
