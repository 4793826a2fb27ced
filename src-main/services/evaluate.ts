import type { EvaluateRequest, EvaluationOutcomes } from '../contract/evaluate-job';
import { UserError } from '../contract/errors';
import type { JobHost } from '../contract/jobs';
import { runJob, type Report } from './run-job';

type What = EvaluateRequest['task']['what'];
export type EvaluateReport = Exclude<Report<'evaluate'>, { type: 'outcome' }>;

export interface EvaluateOptions<Task extends What> {
  request: EvaluateRequest & { task: { what: Task } };
  onReport?: (report: EvaluateReport) => void;
  /** Ends the process at once; what it computed is gone. */
  signal?: AbortSignal;
}

/**
 * Lets a process compute something of images; resolves with what came out. Rejects with its error, and with a
 * UserError once it was cancelled.
 */
export async function evaluate<Task extends What>(
  jobs: JobHost,
  { request, onReport = () => {}, signal }: EvaluateOptions<Task>,
): Promise<{ result: EvaluationOutcomes[Task]; duration: number }> {
  let found: { result: unknown; duration: number } | null = null;
  const take = (report: Report<'evaluate'>) => {
    if (report.type === 'outcome') found = { result: report.outcome.result, duration: report.duration };
    else onReport(report);
  };
  try {
    await runJob(jobs, 'evaluate', { request, onReport: take, ...(signal && { signal }) });
  } catch (error) {
    if (signal?.aborted) throw new UserError('It was cancelled.');
    throw error;
  }
  if (found === null) throw new Error(`The process gave no ${request.task.what}.`);
  return found as { result: EvaluationOutcomes[Task]; duration: number };
}
