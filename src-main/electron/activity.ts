import type { RunSummary } from '../contract/runs';

/** What is going on, as the taskbar and the power saver need it. */
export interface Activity {
  running: number;
  queued: number;
  /** Mean share done over the runs of the studies that are under way, 0 … 1; null while none is. */
  progress: number | null;
}

/** A study whose last active run has just ended. */
export interface FinishedStudy {
  studyId: string;
  title: string;
  counts: { completed: number; failed: number; stopped: number };
}

/** Follows the rows of runs as they change; keeps no more of them than it needs. */
export class ActivityTracker {
  readonly #runs = new Map<string, RunSummary>();

  /** Takes changed rows in; returns the studies that were active before and are not any more. */
  update(changed: readonly RunSummary[]): FinishedStudy[] {
    const activeBefore = new Set(changed.filter((run) => this.#isActiveStudy(run.studyId)).map((run) => run.studyId));
    for (const run of changed) this.#runs.set(run.id, run);
    return [...activeBefore]
      .filter((studyId) => !this.#isActiveStudy(studyId))
      .map((studyId) => this.#finished(studyId));
  }

  activity(): Activity {
    const active = [...this.#runs.values()].filter(isActive);
    const studies = [...new Set(active.map((run) => run.studyId))];
    const shares = studies.flatMap((studyId) => this.#runsOf(studyId)).map(shareDone);
    return {
      running: active.filter((run) => run.status === 'running').length,
      queued: active.filter((run) => run.status === 'queued').length,
      progress: shares.length > 0 ? shares.reduce((sum, share) => sum + share, 0) / shares.length : null,
    };
  }

  #isActiveStudy(studyId: string): boolean {
    return this.#runsOf(studyId).some(isActive);
  }

  #runsOf(studyId: string): RunSummary[] {
    return [...this.#runs.values()].filter((run) => run.studyId === studyId);
  }

  #finished(studyId: string): FinishedStudy {
    const runs = this.#runsOf(studyId);
    const count = (...statuses: RunSummary['status'][]) => runs.filter((run) => statuses.includes(run.status)).length;
    return {
      studyId,
      title: runs[0]?.studyTitle ?? studyId,
      counts: { completed: count('completed'), failed: count('failed'), stopped: count('stopped', 'interrupted') },
    };
  }
}

/** The sentence of the notification at a study's end. */
export function describeFinished({ counts }: FinishedStudy): string {
  const parts = [
    [counts.completed, 'completed'],
    [counts.failed, 'failed'],
    [counts.stopped, 'stopped'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return `${said.join(', ')}.`;
}

/** A run that has ended will not go further, however far it came. */
function shareDone(run: RunSummary): number {
  const { step, maxSteps } = run.progress;
  if (!isActive(run)) return 1;
  return maxSteps > 0 ? Math.min(1, step / maxSteps) : 0;
}

function isActive(run: RunSummary): boolean {
  return run.status === 'running' || run.status === 'queued';
}
