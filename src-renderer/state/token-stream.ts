import { streamedSteps, type GenerationStream, type TrajectoryCurve } from '../../src-main/contract/generations';
import { downsampleIndices } from '../../src-main/math/downsampling';

/** Tokens of a running generation as they come: the first trajectories up to the first `streamedSteps`. */
export class TokenStream {
  readonly #steps: number;
  #rows: Uint16Array[] = [];
  #count = 0;

  /** `steps`: of the whole generation. */
  constructor(steps: number) {
    this.#steps = Math.min(steps, streamedSteps);
  }

  /** Steps without a gap from the first one on. */
  get count(): number {
    return this.#count;
  }

  /** Blocks come in order; one that would leave a gap, as when listening began late, is left out. */
  add({ firstStep, steps, trajectories, tokens }: GenerationStream): void {
    if (firstStep > this.#count || firstStep + steps > this.#steps) return;
    while (this.#rows.length < trajectories) this.#rows.push(new Uint16Array(this.#steps));
    for (let row = 0; row < trajectories; row++) {
      this.#rows[row]!.set(tokens.subarray(row * steps, (row + 1) * steps), firstStep);
    }
    this.#count = Math.max(this.#count, firstStep + steps);
  }

  /** The trajectory so far by at most `maxPoints` points, its extremes among them; null where it is not streamed. */
  curve(trajectory: number, maxPoints: number): TrajectoryCurve | null {
    const tokens = this.#rows[trajectory]?.subarray(0, this.#count);
    if (!tokens) return null;
    const steps = Uint32Array.from(tokens, (_, index) => index);
    const indices = downsampleIndices(steps, tokens, maxPoints);
    return { trajectory, step: indices, token: indices.map((index) => tokens[index]!) };
  }
}
