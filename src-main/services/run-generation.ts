import { fromErrorData } from '../contract/errors';
import type { FromGenerateWorker, ToGenerateWorker } from '../contract/generate-job';
import type { JobHost } from '../contract/jobs';
import type { Clock } from './clock';
import { failureReason } from './failure-reason';

export type GenerationReport = Extract<FromGenerateWorker, { type: 'started' | 'block' | 'progress' | 'drift-share' }>;
export type GenerationResult = Extract<
  FromGenerateWorker,
  { type: 'written' | 'compared' | 'exported' | 'likelihoods' | 'drift' }
>;

export interface RunGenerationOptions {
  message: Exclude<ToGenerateWorker, { type: 'cancel' }>;
  onReport?: (report: GenerationReport) => void;
  /** Cancels. */
  signal?: AbortSignal;
}

/** Milliseconds that a generation has for ending by itself when it is cancelled: a person waits 100 at the most. */
const cancelGrace = 50;

/**
 * Lets a process generate; resolves with how it ended, null when it was cancelled. Rejects with its error, or when it
 * ends without a word; what it may have left half-written is then for the caller to remove.
 */
export function runGeneration(
  { jobs, clock }: { jobs: JobHost; clock: Clock },
  { message: first, onReport = () => {}, signal }: RunGenerationOptions,
): Promise<GenerationResult | null> {
  return new Promise((resolve, reject) => {
    let stopWaiting = () => {};
    const job = jobs.start('generate', {
      message: (message) => {
        if (message.type === 'failed') reject(fromErrorData(message.error));
        else if (message.type === 'cancelled') resolve(null);
        else if (isReport(message)) onReport(message);
        else resolve(message);
      },
      // Where it has said how it ended, nothing of this changes that.
      exit: (status) => {
        stopWaiting();
        signal?.removeEventListener('abort', cancel);
        if (signal?.aborted) resolve(null);
        else reject(new Error(`The generating process ended. ${failureReason(null, status)}`));
      },
    });
    const cancel = () => {
      job.send({ type: 'cancel' });
      stopWaiting = clock.after(cancelGrace, () => job.kill());
    };
    signal?.addEventListener('abort', cancel);
    job.send(first);
  });
}

function isReport(message: FromGenerateWorker): message is GenerationReport {
  return ['started', 'block', 'progress', 'drift-share'].includes(message.type);
}
