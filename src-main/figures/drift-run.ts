import type { DriftResult } from '../contract/drift';
import type { StudyRun } from './study-run';

/** What was measured of one run. */
export interface DriftRun {
  run: StudyRun;
  result: DriftResult;
}

/** Over how many curves, and how noisy, in words. */
export function driftRemarks(runs: readonly DriftRun[]): string[] {
  const curves = [...new Set(runs.map(({ result }) => result.curves))].join(' or ');
  const noises = new Set(
    runs.flatMap(({ result }) => result.under.filter(({ noise }) => noise > 0).map(({ noise }) => noise)),
  );
  return [
    `Over ${curves} held-out curves; greedy; free-running: the model feeds on its own samples; teacher-forced: it sees ` +
      'every true sample before the one that it predicts.',
    ...(noises.size > 0
      ? [
          `Noisy: what is observed bears white noise of standard deviation ${[...noises].join(' or ')}; the truth does not.`,
        ]
      : []),
  ];
}

/** Kinds of observations that were measured, clean first. */
export function observationsOf(runs: readonly DriftRun[]): ('clean' | 'noisy')[] {
  return (['clean', 'noisy'] as const).filter((kind) =>
    runs.some(({ result }) => result.under.some(({ observations }) => observations === kind)),
  );
}
