import type { FromEvaluateWorker } from '../../contract/evaluate-job';

/** Milliseconds between two messages. */
const interval = 100;

/** Tells how far a task has come, some ten times a second at most; the time left by the mean speed so far. */
export class Progress {
  readonly #post: (message: FromEvaluateWorker) => void;
  readonly #now: () => number;
  readonly #began: number;
  #all = 0;
  #done = 0;
  #told = -Infinity;

  constructor(post: (message: FromEvaluateWorker) => void, now: () => number) {
    this.#post = post;
    this.#now = now;
    this.#began = now();
  }

  /** Milliseconds since the task began. */
  get duration(): number {
    return this.#now() - this.#began;
  }

  /** Says how much there is to do in all. */
  expect(all: number): void {
    this.#all = all;
    this.#tell();
  }

  add(done: number): void {
    this.#done += done;
    if (this.duration - this.#told >= interval || this.#done === this.#all) this.#tell();
  }

  #tell(): void {
    const { duration } = this;
    this.#told = duration;
    const left = this.#done === 0 ? 0 : ((this.#all - this.#done) * duration) / this.#done / 1000;
    this.#post({ type: 'progress', done: this.#done, all: this.#all, secondsLeft: left, duration });
  }
}
