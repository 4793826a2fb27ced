import { UserError } from '../contract/errors';
import type { CheckpointChoice } from '../contract/generations';
import type { CheckpointInfo } from '../contract/training';

/**
 * The checkpoint that a choice means: the best by its score (of equal ones the earlier), the last, or that of a step.
 * Throws a UserError that names those that there are.
 */
export function chooseCheckpoint(checkpoints: readonly CheckpointInfo[], choice: CheckpointChoice): CheckpointInfo {
  if (checkpoints.length === 0) {
    throw new UserError('This run has no checkpoint yet.', 'Wait for its first evaluation, or choose another run.');
  }
  if (choice === 'last') return checkpoints.reduce((last, one) => (one.step >= last.step ? one : last));
  if (choice === 'best') {
    const scored = checkpoints.filter(({ kind, score }) => kind === 'best' && score !== null);
    // A run that was never evaluated has only its last one.
    if (scored.length === 0) return chooseCheckpoint(checkpoints, 'last');
    return scored.reduce((best, one) => (one.score! > best.score! ? one : best));
  }
  const found = checkpoints.find(({ step }) => step === choice.step);
  if (found) return found;
  const steps = [...new Set(checkpoints.map(({ step }) => step))].join(', ');
  throw new UserError(`This run keeps no checkpoint of step ${choice.step}.`, `There are those of the steps ${steps}.`);
}
