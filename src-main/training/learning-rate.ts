import type { LearningRateSchedule } from '../contract/configuration';

/** What a schedule remembers between steps; part of every checkpoint. */
export interface LearningRateState {
  /** Product of all reductions so far. */
  scale: number;
  /** Smallest training loss seen, or null before the first. */
  best: number | null;
  stepsWithoutImprovement: number;
}

export interface LearningRateOptions {
  schedule: LearningRateSchedule;
  /** The optimizer's learning rate, before any schedule. */
  base: number;
  maxSteps: number;
}

export function initialLearningRate(): LearningRateState {
  return { scale: 1, best: null, stepsWithoutImprovement: 0 };
}

/**
 * Learning rate of optimisation step `step` (1 … maxSteps).
 * The warm-up rises linearly and reaches the schedule's own rate at step `warmupSteps`.
 */
export function learningRateAt(options: LearningRateOptions, state: LearningRateState, step: number): number {
  const { schedule } = options;
  const warmup = schedule.warmupSteps > 0 ? Math.min(1, step / schedule.warmupSteps) : 1;
  return warmup * scheduledRate(options, state, step);
}

/**
 * The state after the training loss of `step` is known: the plateau schedule (PyTorch's ReduceLROnPlateau, relative
 * threshold) reduces the rate when `patienceSteps` steps in a row brought no improvement. Warm-up steps do not count.
 */
export function observeLoss(
  { schedule, base }: LearningRateOptions,
  state: LearningRateState,
  step: number,
  loss: number,
): LearningRateState {
  if (schedule.kind !== 'plateau' || step <= schedule.warmupSteps) return state;
  if (state.best === null || loss < state.best * (1 - schedule.threshold)) {
    return { ...state, best: loss, stepsWithoutImprovement: 0 };
  }
  const stepsWithoutImprovement = state.stepsWithoutImprovement + 1;
  if (stepsWithoutImprovement <= schedule.patienceSteps) return { ...state, stepsWithoutImprovement };
  const scale = Math.max(state.scale * schedule.factor, schedule.minLearningRate / base);
  return { ...state, scale, stepsWithoutImprovement: 0 };
}

function scheduledRate(options: LearningRateOptions, state: LearningRateState, step: number): number {
  const { schedule, base, maxSteps } = options;
  switch (schedule.kind) {
    case 'constant':
      return base;
    case 'plateau':
      return base * state.scale;
    case 'cosine': {
      const length = Math.max(1, maxSteps - schedule.warmupSteps);
      const progress = Math.min(1, Math.max(0, (step - schedule.warmupSteps) / length));
      const minimum = schedule.minLearningRate;
      return minimum + (base - minimum) * 0.5 * (1 + Math.cos(Math.PI * progress));
    }
    case 'steps':
      return base * schedule.factor ** schedule.at.filter((at) => at <= step).length;
  }
}
