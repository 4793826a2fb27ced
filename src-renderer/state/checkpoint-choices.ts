import type { CheckpointChoice } from '../../src-main/contract/generations';
import type { CheckpointInfo } from '../../src-main/contract/training';
import { formatCount, formatShare } from '../format';
import { storedSteps } from './training-course';

/** One checkpoint of a run, or every stored one after the other. */
export type CourseChoice = CheckpointChoice | 'every';

/** What the checkpoints of a run are called in a list, by the text that stands for each; with `every`, also all. */
export function checkpointChoices(
  stored: readonly CheckpointInfo[],
  { every = false } = {},
): { value: string; label: string }[] {
  const best = stored.filter(({ kind }) => kind === 'best').sort((a, b) => (b.score ?? 0) - (a.score ?? 0))[0];
  const steps = storedSteps(stored);
  const last = steps.at(-1);
  const score = best?.score == null ? '' : `, accuracy ${formatShare(best.score)}`;
  return [
    ...(best ? [{ value: 'best', label: `Best: step ${formatCount(best.step)}${score}` }] : []),
    { value: 'last', label: last === undefined ? 'Last' : `Last: step ${formatCount(last)}` },
    ...(every && steps.length > 1 ? [{ value: 'every', label: `Every stored: ${steps.length} steps` }] : []),
    ...(steps.length > 1 ? steps.map((step) => ({ value: String(step), label: `Step ${formatCount(step)}` })) : []),
  ];
}

/** The text that stands for a checkpoint in a list. */
export function checkpointValue(checkpoint: CourseChoice): string {
  return typeof checkpoint === 'string' ? checkpoint : String(checkpoint.step);
}

/** The checkpoint that a text of a list stands for. */
export function checkpointOfValue(value: string): CheckpointChoice {
  return value === 'best' || value === 'last' ? value : { step: Number(value) };
}
