import type { RunSummary } from '../contract/runs';
import type { ArmResult } from '../contract/studies';
import type { ReadableDatabase } from './database';
import { resultsOfRun } from './run-results';
import { runsOfStudy } from './run-rows';

/**
 * The table of a study: for each arm its completed runs that are not archived, in the order of their seeds.
 *
 * Accuracies are those at the step of the best monitored accuracy, so of the best checkpoint; all else is the last
 * value. A metric that one of the runs lacks is left out of its arm.
 */
export function studyResults(db: ReadableDatabase, studyId: string): ArmResult[] {
  const finished = runsOfStudy(db, studyId).filter((run) => run.status === 'completed' && !run.archived);
  const arms = new Map<string, RunSummary[]>();
  for (const run of finished) arms.set(run.arm, [...(arms.get(run.arm) ?? []), run]);
  return [...arms.values()].map((runs) => armResult(db, runs));
}

function armResult(db: ReadableDatabase, runs: RunSummary[]): ArmResult {
  const values = runs.map((run) => resultsOfRun(db, run));
  const keys = Object.keys(values[0]!).filter((key) => values.every((value) => key in value));
  return {
    arm: runs[0]!.arm,
    label: runs[0]!.armLabel,
    seeds: runs.map(({ seed }) => seed),
    metrics: Object.fromEntries(keys.map((key) => [key, values.map((value) => value[key]!)])),
    trainingTime: runs.map(({ trainingTime }) => trainingTime),
  };
}
