import type { RunConfiguration, UnrollingConfiguration } from '../contract/configuration';
import { runSizes } from '../contract/run-sizes';
import { BatchStream, type BatchCursor } from '../data/batches';
import type { Curves } from '../data/curves';
import { RandomStream, type RandomState } from '../math/random';
import type { StepInputs, UnrollingInputs } from '../model/step';
import { horizonAt, mixingRateAt, scheduledValueAt } from './scheduled-value';

/** Everything that one optimisation step draws at random, from streams that go on where a state says. */
export class StepInputSource {
  readonly #batches: BatchStream;
  readonly #origins: RandomStream;
  readonly #noise: RandomStream;
  readonly #unrolling: UnrollingConfiguration | null;
  readonly #firstOrigin: number;
  readonly #window: number;

  constructor(
    configuration: RunConfiguration,
    curves: Curves,
    from: { batches: BatchCursor; origins: RandomState; noise: RandomState },
  ) {
    const { training } = configuration;
    const { firstOrigin, window } = runSizes(configuration);
    this.#batches = BatchStream.resume(curves, training, from.batches);
    this.#origins = RandomStream.fromState(from.origins);
    this.#noise = RandomStream.fromState(from.noise);
    this.#unrolling = training.unrolling;
    this.#firstOrigin = firstOrigin;
    this.#window = window;
  }

  /** Where the streams stand, for a checkpoint. */
  state(): { batches: BatchCursor; origins: RandomState; noise: RandomState } {
    return { batches: this.#batches.cursor(), origins: this.#origins.state(), noise: this.#noise.state() };
  }

  /** Inputs of optimisation step `step` (1, 2, …); to be called once for each step, in order. */
  next(step: number, learningRate: number): StepInputs {
    const { tokens, condition, local } = this.#batches.next();
    return { tokens, condition, localCondition: local, learningRate, unrolling: this.#nextUnrolling(step) };
  }

  #nextUnrolling(step: number): UnrollingInputs | null {
    if (!this.#unrolling) return null;
    const { mixingRate } = this.#unrolling;
    return {
      origins: this.#nextOrigins(this.#unrolling),
      horizon: horizonAt(this.#unrolling, step),
      weight: this.#unrolling.weight,
      gumbelTemperature: scheduledValueAt(this.#unrolling.gumbelTemperature, step),
      noiseSeed: this.#nextSeed(),
      ...(mixingRate !== undefined && { mixing: { rate: mixingRateAt(mixingRate, step), seed: this.#nextSeed() } }),
    };
  }

  #nextSeed(): [number, number] {
    return [this.#noise.word() | 0, this.#noise.word() | 0];
  }

  /** Distinct places from which the full horizon still lies within the window, ascending. */
  #nextOrigins({ origins, horizon }: UnrollingConfiguration): Int32Array {
    if (Array.isArray(origins)) return Int32Array.from(origins);
    const places = this.#window - horizon - this.#firstOrigin;
    const drawn = Int32Array.from(this.#origins.distinct(origins, places), (place) => place + this.#firstOrigin);
    return drawn.sort();
  }
}
