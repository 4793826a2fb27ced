import type { ArchiveRequest, ArchiveResult } from '../contract/archive-job';
import type { JobHost } from '../contract/jobs';
import { runJob } from './run-job';

export interface TransferOptions {
  /** Bytes, files or rows. */
  onProgress?: (done: number, total: number) => void;
  /** Cancels; nothing of it stays. */
  signal?: AbortSignal;
}

/** Who runs the jobs, and what tells them which store they work on. */
export interface ArchiveHost {
  jobs: JobHost;
  environment: Record<string, string>;
}

/** Lets a process take something out of the store, or into it; null when it was cancelled. Rejects with its error. */
export async function runArchive<What extends ArchiveRequest['what']>(
  { jobs, environment }: ArchiveHost,
  request: Extract<ArchiveRequest, { what: What }>,
  { onProgress = () => {}, signal }: TransferOptions,
): Promise<Extract<ArchiveResult, { what: What }> | null> {
  let result: ArchiveResult | null = null;
  try {
    await runJob(jobs, 'archive', {
      request,
      environment,
      onReport: (report) => {
        if (report.type === 'progress') onProgress(report.done, report.total);
        else result = report.result;
      },
      ...(signal && { signal }),
    });
  } catch (error) {
    // What was complete when it was ended has happened all the same.
    if (!signal?.aborted) throw error;
  }
  return result as Extract<ArchiveResult, { what: What }> | null;
}
