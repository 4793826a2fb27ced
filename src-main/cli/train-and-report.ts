import { resolve } from 'node:path';
import type { QueueState } from '../contract/run-queue';
import type { RunSummary } from '../contract/runs';
import type { Publish } from '../services/publish';
import type { Workbench } from '../services/workbench';
import { withWorkbench, type Context } from './context';
import { printJson, printResult, tell } from './output';
import { Progress } from './progress';
import { resultsTable } from './results-table';
import { signalExitCode } from './stop-signals';
import { waitForRuns } from './wait-for-runs';

export interface TrainOptions {
  dataDir: string | undefined;
  json: boolean | undefined;
  parallel: number | undefined;
  /** Folder of event files for TensorBoard; as the setting of the app says where it is left out. */
  tensorboard: string | undefined;
}

/**
 * Lets `start` start runs, shows their progress until they have ended and prints the tables of their studies. The exit
 * code is 1 when a run did not complete, 128 + n when signal n stopped them.
 */
export async function trainAndReport(
  context: Context,
  { dataDir, json, parallel, tensorboard }: TrainOptions,
  start: (workbench: Workbench) => string[] | Promise<string[]>,
): Promise<void> {
  const progress = new Progress({ terminal: process.stderr, now: () => Date.now() });
  const ours = new Set<string>();
  const publish: Publish = (name, payload) => {
    if (name === 'runs:changed') progress.update((payload as RunSummary[]).filter(({ id }) => ours.has(id)));
    if (name === 'queue:changed') tellTrouble(progress, payload as QueueState);
  };
  const tensorboardFolder = tensorboard && resolve(tensorboard);
  await withWorkbench(context, { dataDir, publish, parallelRuns: parallel, tensorboardFolder }, async (workbench) => {
    const runIds = await start(workbench);
    for (const id of runIds) ours.add(id);
    progress.update(summaries(workbench, runIds));
    const signal = await waitForRuns(workbench, progress);
    const runs = summaries(workbench, runIds);
    report(workbench, { runs, json });
    if (signal) process.exitCode = signalExitCode(signal);
    else if (runs.some(({ status }) => status !== 'completed')) process.exitCode = 1;
  });
}

/** The queue of a command is never paused: its state changes by troubles alone. */
function tellTrouble(progress: Progress, { trouble }: QueueState): void {
  progress.tell(trouble ? `${trouble.message} ${trouble.advice}` : 'All is stored again; training goes on.');
}

function report(workbench: Workbench, { runs, json }: { runs: RunSummary[]; json: boolean | undefined }): void {
  const studyIds = [...new Set(runs.map(({ studyId }) => studyId))];
  const studies = studyIds.map((studyId) => ({ studyId, results: workbench.studies.results(studyId) }));
  for (const { id, name } of runs) {
    for (const { message } of workbench.runs.get(id).notices) tell(`${name}: ${message}`);
  }
  const resumable = runs.filter(({ canResume }) => canResume);
  if (resumable.length > 0) tell(`To go on: wavebench resume ${resumable.map(({ id }) => id).join(' ')}`);
  if (json) return printJson({ studies, runs });
  for (const { studyId, results } of studies) {
    const { title, scale } = workbench.studies.get(studyId);
    printResult(`${title}, ${scale} scale (study ${studyId})\n\n${resultsTable(results)}`);
  }
}

function summaries({ runs }: Workbench, ids: readonly string[]): RunSummary[] {
  return ids.map((id) => runs.get(id));
}
