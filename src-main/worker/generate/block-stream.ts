import { streamedSteps, streamedTrajectories } from '../../contract/generations';
import type { FromGenerateWorker } from '../../contract/generate-job';
import type { GenerationBlock } from '../../generation/generator';

/** Milliseconds between two messages. */
const interval = 100;

export interface BlockStreamOptions {
  trajectories: number;
  steps: number;
  post: (message: FromGenerateWorker) => void;
  /** Milliseconds. */
  now: () => number;
}

/**
 * Tells of new samples and of the speed some ten times a second, however fast they are made: the first trajectories up
 * to the first steps, and progress alone from there on.
 */
export class BlockStream {
  readonly #options: BlockStreamOptions;
  readonly #shown: number;
  readonly #began: number;
  #blocks: GenerationBlock[] = [];
  #step = 0;
  #last: { time: number; step: number };
  #samplesPerSecond = 0;

  constructor(options: BlockStreamOptions) {
    this.#options = options;
    this.#shown = Math.min(options.trajectories, streamedTrajectories);
    this.#began = options.now();
    this.#last = { time: this.#began, step: 0 };
  }

  /** Milliseconds since the first step began. */
  get duration(): number {
    return this.#options.now() - this.#began;
  }

  add(block: GenerationBlock): void {
    this.#step = block.firstStep + block.steps;
    if (block.firstStep < streamedSteps) this.#blocks.push(block);
    if (this.#options.now() - this.#last.time >= interval || this.#step === this.#options.steps) this.flush();
  }

  /** Tells what has come since the last message. */
  flush(): void {
    const { post, steps } = this.#options;
    this.#measure();
    if (this.#blocks.length > 0) post(this.#joined());
    this.#blocks = [];
    const secondsLeft = ((steps - this.#step) * this.#options.trajectories) / this.#samplesPerSecond;
    post({
      type: 'progress',
      step: this.#step,
      samplesPerSecond: this.#samplesPerSecond,
      secondsLeft: Number.isFinite(secondsLeft) ? secondsLeft : 0,
      duration: this.duration,
    });
  }

  /** The present speed, of which the last measurement makes a third: an ETA that does not jump. */
  #measure(): void {
    const time = this.#options.now();
    const elapsed = time - this.#last.time;
    if (elapsed <= 0) return;
    const speed = (1000 * (this.#step - this.#last.step) * this.#options.trajectories) / elapsed;
    this.#samplesPerSecond = this.#samplesPerSecond === 0 ? speed : (2 * this.#samplesPerSecond + speed) / 3;
    this.#last = { time, step: this.#step };
  }

  #joined(): FromGenerateWorker {
    const firstStep = this.#blocks[0]!.firstStep;
    const last = this.#blocks.at(-1)!;
    const steps = Math.min(last.firstStep + last.steps, streamedSteps) - firstStep;
    const tokens = new Uint16Array(this.#shown * steps);
    for (const block of this.#blocks) {
      const count = Math.min(block.steps, streamedSteps - block.firstStep);
      for (let row = 0; row < this.#shown; row++) {
        const own = block.tokens.subarray(row * block.steps, row * block.steps + count);
        tokens.set(own, row * steps + block.firstStep - firstStep);
      }
    }
    return { type: 'block', firstStep, steps, trajectories: this.#shown, tokens };
  }
}
