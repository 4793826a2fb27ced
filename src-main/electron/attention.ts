import { Notification, powerSaveBlocker } from 'electron';
import type { RunSummary } from '../contract/runs';
import { ActivityTracker, describeFinished, type FinishedStudy } from './activity';
import type { Windows } from './windows';

/** Taskbar progress, no sleep while something trains, and a word when a study has ended. */
export class Attention {
  readonly #tracker = new ActivityTracker();
  #blocker: number | null = null;
  #preventSleep = false;

  constructor(readonly windows: Pick<Windows, 'all' | 'reveal' | 'tell'>) {}

  runsChanged(runs: readonly RunSummary[]): void {
    for (const study of this.#tracker.update(runs)) this.#notify(study);
    this.#show();
  }

  setPreventSleep(preventSleep: boolean): void {
    this.#preventSleep = preventSleep;
    this.#show();
  }

  /** True while the machine is kept awake. */
  get keepsAwake(): boolean {
    return this.#blocker !== null && powerSaveBlocker.isStarted(this.#blocker);
  }

  #show(): void {
    const { running, progress } = this.#tracker.activity();
    // −1 takes the bar away.
    for (const window of this.windows.all) window.setProgressBar(progress ?? -1);
    const keepAwake = running > 0 && this.#preventSleep;
    if (keepAwake && this.#blocker === null) {
      this.#blocker = powerSaveBlocker.start('prevent-app-suspension');
    } else if (!keepAwake && this.#blocker !== null) {
      powerSaveBlocker.stop(this.#blocker);
      this.#blocker = null;
    }
  }

  #notify(study: FinishedStudy): void {
    // Whoever is looking sees the table change.
    if (!Notification.isSupported() || this.windows.all.some((window) => window.isFocused())) return;
    const notification = new Notification({ title: study.title, body: describeFinished(study) });
    notification.on('click', () => {
      this.windows.reveal();
      this.windows.tell('app:show', { studyId: study.studyId });
    });
    notification.show();
  }
}
