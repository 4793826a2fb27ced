import { fromErrorData, type ErrorData } from '../contract/errors';
import type { JobHost, JobListener, Jobs } from '../contract/jobs';
import { failureReason } from './failure-reason';

type Ending = { type: 'done' } | { type: 'failed'; error: ErrorData };

/** The jobs that get one message, report, and end with `done` or `failed`. */
export type ReportingKind = 'evaluate' | 'archive' | 'verify' | 'bench' | 'probe';
export type Report<Kind extends ReportingKind> = Exclude<Jobs[Kind]['fromWorker'], Ending>;

export interface ReportingJob<Kind extends ReportingKind> {
  request: Jobs[Kind]['toWorker'];
  onReport: (report: Report<Kind>) => void;
  /** Ends the process at once. */
  signal?: AbortSignal;
  /** Added to the environment of the process. */
  environment?: Record<string, string>;
}

/** Runs a job to its end; rejects with its error, or when its process ends before it is done. */
export function runJob<Kind extends ReportingKind>(
  jobs: JobHost,
  kind: Kind,
  { request, onReport, signal, environment }: ReportingJob<Kind>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let ending: Ending | null = null;
    const listener: JobListener<Kind> = {
      message: (message) => {
        const report = message as Report<Kind> | Ending;
        if (report.type === 'done' || report.type === 'failed') ending = report as Ending;
        else onReport(report as Report<Kind>);
      },
      exit: (status) => {
        signal?.removeEventListener('abort', kill);
        if (ending?.type === 'done') resolve();
        else if (ending) reject(fromErrorData(ending.error));
        else reject(new Error(`The ${kind} process ended. ${failureReason(null, status)}`));
      },
    };
    const job = jobs.start(kind, listener, environment && { environment });
    const kill = () => job.kill();
    signal?.addEventListener('abort', kill);
    job.send(request);
  });
}
