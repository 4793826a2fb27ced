/** How fast a training runs, from times that are given to it. */
export class Pace {
  #millisecondsPerStep: number | null = null;
  #evaluation = 0;
  #steps = 0;
  #stepTime = 0;

  /** A step took so long. The first one is left out: it may contain a compilation. */
  observeStep(milliseconds: number, first: boolean): void {
    if (first) return;
    const before = this.#millisecondsPerStep;
    this.#millisecondsPerStep = before === null ? milliseconds : before + (milliseconds - before) * SMOOTHING;
    this.#steps += 1;
    this.#stepTime += milliseconds;
  }

  observeEvaluation(milliseconds: number): void {
    this.#evaluation = milliseconds;
  }

  /** Smoothed over the last steps; 0 before the second one. */
  get stepsPerSecond(): number {
    return this.#millisecondsPerStep ? 1000 / this.#millisecondsPerStep : 0;
  }

  /** Mean since this was last asked, evaluations left out; 0 when there was no step. */
  takeMeanStepsPerSecond(): number {
    const mean = this.#stepTime > 0 ? (1000 * this.#steps) / this.#stepTime : 0;
    this.#steps = 0;
    this.#stepTime = 0;
    return mean;
  }

  /** Seconds that so many steps and evaluations will take, as far as the past tells. */
  secondsFor(steps: number, evaluations: number): number {
    return (steps * (this.#millisecondsPerStep ?? 0) + evaluations * this.#evaluation) / 1000;
  }
}

/** Weight of the newest step: about the last twenty count. */
const SMOOTHING = 0.1;
