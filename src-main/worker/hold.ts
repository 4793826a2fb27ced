/**
 * Lets a training wait, and its clock with it: held up from outside while what it reports cannot be stored, or by itself
 * while its files cannot be written. A stop ends the waiting for good.
 */
export class Hold {
  readonly #clock: () => number;
  #held = false;
  #stopped = false;
  #resume: () => void = () => {};
  /** Milliseconds of all waits that are over. */
  #waited = 0;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Milliseconds of a clock that stands still meanwhile. */
  now(): number {
    return this.#clock() - this.#waited;
  }

  hold(): void {
    this.#held = !this.#stopped;
  }

  goOn(): void {
    this.#held = false;
    this.#resume();
  }

  stop(): void {
    this.#stopped = true;
    this.goOn();
  }

  /** Resolves once nothing holds the training up. */
  async passed(): Promise<void> {
    if (this.#held) await this.waiting(new Promise<void>((resolve) => (this.#resume = resolve)));
  }

  /** Takes the time of `work` off the clock. */
  async waiting<Result>(work: Promise<Result>): Promise<Result> {
    const begun = this.#clock();
    try {
      return await work;
    } finally {
      this.#waited += this.#clock() - begun;
    }
  }
}
