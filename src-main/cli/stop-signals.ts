import { constants } from 'node:os';

/** What asks this program to stop. */
export const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Waits for `work`; a signal in between calls `stop`, which is to make it end. Gives the last signal, or null. */
export async function whileStoppable<Result>(
  work: Promise<Result>,
  stop: () => void,
): Promise<{ result: Result; signal: NodeJS.Signals | null }> {
  let stoppedBy: NodeJS.Signals | null = null;
  const heed = (signal: NodeJS.Signals) => {
    stoppedBy = signal;
    stop();
  };
  for (const signal of stopSignals) process.on(signal, heed);
  try {
    return { result: await work, signal: stoppedBy };
  } finally {
    for (const signal of stopSignals) process.off(signal, heed);
  }
}

/** The exit code that a shell gives a program ended by a signal. */
export function signalExitCode(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
