export interface QuittingSteps {
  /** Asks the person where something is going on; true when it may be stopped, or nothing is. */
  confirm(): Promise<boolean>;
  /** Stops what runs at a checkpoint and closes the store. */
  close(): Promise<void>;
  /** Ends the app; the windows may close now. */
  quit(): void;
}

/**
 * The one way out: whoever wants to leave (the window's button, the menu, the system) calls `request`; the app quits
 * once the person has agreed, where there is something to agree to, and everything is stored.
 */
export class Quitting {
  #phase: 'open' | 'asking' | 'closing' | 'closed' = 'open';

  constructor(readonly steps: QuittingSteps) {}

  /** True once windows may close and the app may end. */
  get isDone(): boolean {
    return this.#phase === 'closed';
  }

  async request({ ask }: { ask: boolean }): Promise<void> {
    // A shut-down of the system does not wait for an answer; a second press of the button changes nothing.
    if (this.#phase === 'closing' || this.#phase === 'closed' || (this.#phase === 'asking' && ask)) return;
    if (ask) {
      this.#phase = 'asking';
      const agreed = await this.steps.confirm();
      if (this.#phase !== 'asking') return;
      if (!agreed) {
        this.#phase = 'open';
        return;
      }
    }
    this.#phase = 'closing';
    try {
      await this.steps.close();
    } finally {
      this.#phase = 'closed';
      this.steps.quit();
    }
  }
}
