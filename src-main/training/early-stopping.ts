import type { TrainingConfiguration } from '../contract/configuration';

/** What early stopping remembers between evaluations; part of every checkpoint. */
export interface EarlyStoppingState {
  best: number | null;
  evaluationsWithoutImprovement: number;
}

export function initialEarlyStopping(): EarlyStoppingState {
  return { best: null, evaluationsWithoutImprovement: 0 };
}

/** The state after an evaluation with the monitored accuracy; an improvement is one by more than `minDelta`. */
export function observeAccuracy(
  rule: NonNullable<TrainingConfiguration['earlyStopping']>,
  state: EarlyStoppingState,
  accuracy: number,
): EarlyStoppingState {
  if (state.best === null || accuracy > state.best + rule.minDelta) {
    return { best: accuracy, evaluationsWithoutImprovement: 0 };
  }
  return { ...state, evaluationsWithoutImprovement: state.evaluationsWithoutImprovement + 1 };
}

/** The state of a run that is given more steps: the best accuracy stays, the count of evaluations begins anew. */
export function goOnPatiently(state: EarlyStoppingState): EarlyStoppingState {
  return { ...state, evaluationsWithoutImprovement: 0 };
}

/** Whether `patience` evaluations in a row brought no improvement. */
export function shouldStop(rule: TrainingConfiguration['earlyStopping'], state: EarlyStoppingState): boolean {
  return rule !== null && state.evaluationsWithoutImprovement >= rule.patience;
}
