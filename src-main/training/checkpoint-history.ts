/**
 * The steps whose checkpoints are kept for good, to show the course of a training: `count` of them, the last at the end
 * of the training, spread so that the distance grows with the step, as most changes early: step i = ⌈maxSteps (i / n)²⌉.
 * Fewer where that gives the same step twice.
 */
export function historySteps(count: number, maxSteps: number): number[] {
  const steps = Array.from({ length: count }, (_, i) => Math.ceil(maxSteps * ((i + 1) / count) ** 2));
  return [...new Set(steps)];
}
