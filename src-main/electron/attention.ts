import { Notification, powerSaveBlocker, type BrowserWindow } from 'electron';
import type { RunSummary } from '../contract/runs';
import { ActivityTracker, describeFinished, type FinishedStudy } from './activity';

/** Taskbar progress, no sleep while something trains, and a word when a study has ended. */
export class Attention {
  readonly #tracker = new ActivityTracker();
  #blocker: number | null = null;
  #preventSleep = false;

  constructor(readonly window: () => BrowserWindow | null) {}

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
    this.window()?.setProgressBar(progress ?? -1);
    const keepAwake = running > 0 && this.#preventSleep;
    if (keepAwake && this.#blocker === null) {
      this.#blocker = powerSaveBlocker.start('prevent-app-suspension');
    } else if (!keepAwake && this.#blocker !== null) {
      powerSaveBlocker.stop(this.#blocker);
      this.#blocker = null;
    }
  }

  #notify(study: FinishedStudy): void {
    const window = this.window();
    // Whoever is looking sees the table change.
    if (!Notification.isSupported() || window?.isFocused()) return;
    const notification = new Notification({ title: study.title, body: describeFinished(study) });
    notification.on('click', () => {
      const target = this.window();
      if (target?.isMinimized()) target.restore();
      target?.focus();
    });
    notification.show();
  }
}
