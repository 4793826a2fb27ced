import { UserError } from '../contract/errors';
import type { EvaluationChoice, EvaluationDetail, EvaluationSummary } from '../contract/evaluations';
import type { ModelSource } from '../services/model-source';
import type { Workbench } from '../services/workbench';
import { withWorkbench, type Context } from './context';
import { durationText } from './output';
import { StatusLine } from './status-line';
import { signalExitCode, whileStoppable } from './stop-signals';

export interface EvaluationToReport {
  dataDir: string | undefined;
  /** Finds the model and says what is measured of it. */
  choose: (workbench: Workbench) => { source: ModelSource; choice: EvaluationChoice };
  /** Told what was measured, before the data folder is closed. */
  report: (workbench: Workbench, evaluation: EvaluationDetail) => Promise<void>;
}

/** Evaluates a model and shows its progress; a signal cancels it, and then nothing is kept. */
export async function evaluateAndReport(
  context: Context,
  { dataDir, choose, report }: EvaluationToReport,
): Promise<void> {
  const line = new StatusLine({ terminal: process.stderr, now: () => Date.now() });
  const publish = (name: string, payload: unknown) => {
    if (name !== 'evaluations:changed') return;
    for (const { status, progress } of payload as EvaluationSummary[]) {
      if (status === 'running' && progress.done > 0) line.show(() => progressText(progress));
    }
  };
  await withWorkbench(context, { dataDir, publish }, async (workbench) => {
    const { evaluations } = workbench;
    const { source, choice } = choose(workbench);
    const { id } = evaluations.start(source, choice);
    const { result, signal } = await whileStoppable(evaluations.ended(id), () => evaluations.cancel([id]));
    line.end();
    if (signal) process.exitCode = signalExitCode(signal);
    if (result.status === 'failed') throw new UserError(result.reason!);
    if (result.status === 'completed') await report(workbench, evaluations.get(id));
  });
}

/** `120 of 1000 images (12 %), ETA 0:30`. */
export function progressText({ done, all, secondsLeft }: EvaluationSummary['progress']): string {
  const percent = Math.floor((100 * done) / all);
  return `${done} of ${all} images (${percent} %), ETA ${durationText(1000 * secondsLeft)}`;
}
