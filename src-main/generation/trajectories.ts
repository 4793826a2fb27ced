import { mean, quantiles, standardDeviation, studentQuantile } from '../math/statistics';

/** Trajectories at one step; in levels. */
export interface StepStatistics {
  mean: number;
  standardDeviation: number;
  /** 95 % confidence interval of the mean (Student's t); the mean itself where there is one trajectory. */
  low: number;
  high: number;
  /** One for each probability that was asked for (type 7). */
  quantiles: number[];
}

/** Statistics over the tokens of many trajectories of one prompt at one step [count], count ≥ 1. */
export function stepStatistics(tokens: ArrayLike<number>, probabilities: readonly number[]): StepStatistics {
  const center = mean(tokens);
  const deviation = standardDeviation(tokens);
  const half = tokens.length > 1 ? (studentQuantile(tokens.length - 1) * deviation) / Math.sqrt(tokens.length) : 0;
  return {
    mean: center,
    standardDeviation: deviation,
    low: center - half,
    high: center + half,
    quantiles: quantiles(tokens, probabilities),
  };
}

/**
 * A trajectory thinned as its samples come: of each bucket of as many steps the least and the greatest token, in their
 * order, so that no extreme is lost. Memory does not grow with the number of steps.
 */
export class ThinnedTrajectory {
  readonly step: number[] = [];
  readonly token: number[] = [];
  readonly #bucketSteps: number;
  #taken = 0;
  #least: [step: number, token: number] | null = null;
  #greatest: [step: number, token: number] | null = null;

  /** At most `maxPoints` ≥ 2 of `steps` samples are kept. */
  constructor(steps: number, maxPoints: number) {
    this.#bucketSteps = steps <= maxPoints ? 1 : Math.ceil(steps / Math.floor(maxPoints / 2));
  }

  add(step: number, token: number): void {
    if (!this.#least || token < this.#least[1]) this.#least = [step, token];
    if (!this.#greatest || token > this.#greatest[1]) this.#greatest = [step, token];
    this.#taken += 1;
    if (this.#taken === this.#bucketSteps) this.finish();
  }

  /** Keeps what the last bucket holds. */
  finish(): void {
    const [least, greatest] = [this.#least, this.#greatest];
    if (!least || !greatest) return;
    const [first, second] = least[0] < greatest[0] ? [least, greatest] : [greatest, least];
    for (const [step, token] of first[0] === second[0] ? [first] : [first, second]) {
      this.step.push(step);
      this.token.push(token);
    }
    this.#taken = 0;
    this.#least = null;
    this.#greatest = null;
  }
}
