import type { TransferOptions } from '../services/run-archive';
import { tell } from './output';
import { StatusLine } from './status-line';
import { signalExitCode, whileStoppable } from './stop-signals';

/** Shows how something goes out of the store or into it; Ctrl+C cancels it and sets the exit code. */
export async function withTransferLine<Result>(
  doing: string,
  work: (options: TransferOptions) => Promise<Result | null>,
): Promise<Result | null> {
  const line = new StatusLine({ terminal: process.stderr, now: () => Date.now() });
  const abort = new AbortController();
  const onProgress = (done: number, total: number) => {
    line.show(() => `${doing}: ${Math.floor((100 * done) / Math.max(1, total))} %`);
  };
  const running = work({ onProgress, signal: abort.signal }).finally(() => line.end());
  const { result, signal } = await whileStoppable(running, () => abort.abort());
  if (result === null) tell('Cancelled; nothing of it was kept.');
  if (signal) process.exitCode = signalExitCode(signal);
  return result;
}
