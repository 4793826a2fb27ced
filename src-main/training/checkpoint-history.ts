import { parseCheckpointFileName } from '../contract/training';

/**
 * The steps whose checkpoints are kept for good, to show the course of a training: `count` of them, the last at the end
 * of the training, spread so that the distance grows with the step, as most changes early: step i = ⌈maxSteps (i / n)²⌉.
 * Fewer where that gives the same step twice.
 */
export function historySteps(count: number, maxSteps: number): number[] {
  const steps = Array.from({ length: count }, (_, i) => Math.ceil(maxSteps * ((i + 1) / count) ** 2));
  return [...new Set(steps)];
}

/**
 * The steps whose checkpoints stay: those of the history, and, of a run that goes on, those that it kept before; they
 * lie elsewhere when it was given more steps since.
 */
export function keptSteps(
  count: number,
  maxSteps: number,
  { resumeFrom, step }: { resumeFrom: readonly string[]; step: number },
): number[] {
  const earlier = resumeFrom.flatMap((file) => {
    const name = parseCheckpointFileName(file);
    return name?.kind === 'last' && name.step < step ? [name.step] : [];
  });
  return [...new Set([...historySteps(count, maxSteps), ...earlier])];
}
