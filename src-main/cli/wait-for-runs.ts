import type { Workbench } from '../services/workbench';
import type { Progress } from './progress';
import { stopSignals } from './stop-signals';

/** Presses within this time are one: some launchers pass the terminal's Ctrl+C on a second time. Milliseconds. */
const samePress = 400;

/**
 * Waits until the runs of this process have ended. The first Ctrl+C (or SIGTERM, SIGHUP) stops them at a checkpoint,
 * the second ends them at once. Gives the signal that stopped them, or null.
 */
export async function waitForRuns(workbench: Workbench, progress: Progress): Promise<NodeJS.Signals | null> {
  let stoppedBy: NodeJS.Signals | null = null;
  let lastPress = 0;
  const stop = (signal: NodeJS.Signals) => {
    const now = Date.now();
    if (now - lastPress < samePress) return;
    lastPress = now;
    if (stoppedBy) {
      progress.tell('Ending at once.');
      workbench.runs.killAll();
      return;
    }
    stoppedBy = signal;
    progress.tell('Stopping at a checkpoint; press Ctrl+C again to end at once.');
    workbench.runs.stopOwn();
  };
  for (const signal of stopSignals) process.on(signal, stop);
  try {
    await workbench.runs.idle();
  } finally {
    for (const signal of stopSignals) process.off(signal, stop);
    progress.end();
  }
  return stoppedBy;
}
