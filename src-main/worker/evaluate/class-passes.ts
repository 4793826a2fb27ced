import { availableParallelism } from 'node:os';
import { localRows } from '../../data/curves';
import { classLikelihoods, type ClassLikelihoods } from '../../generation/classification';
import { StepLikelihoods } from '../../model/step-likelihoods';
import { parallelParts } from '../../model/compile/execution';
import { pixelsOf, type OpenedImages } from './open-images';
import type { Progress } from './progress';

/** Row · samples that one pass computes: what its layers keep stays within a few hundred megabytes. */
const samplesAtOnce = 2 ** 14;
/** Passes from which on recording one is worth its time. */
const manyPasses = 10;

export interface ClassPassesOptions {
  progress: Progress;
  /** Resolves when messages that have come were heard. */
  pause: () => Promise<void>;
}

/** log p(x | y) of images under every class of a model, by teacher-forced passes over some of them at a time. */
export class ClassPasses {
  readonly #images: OpenedImages;
  readonly #options: ClassPassesOptions;
  readonly #rows: number;
  readonly #classes: number;
  readonly #steps: StepLikelihoods;

  /** @param count images in all, by which the way of computing is chosen */
  constructor(images: OpenedImages, count: number, options: ClassPassesOptions) {
    this.#images = images;
    this.#options = options;
    this.#classes = images.classes ?? 1;
    const length = pixelsOf(images);
    this.#rows = Math.max(1, Math.min(count, Math.floor(samplesAtOnce / length)));
    const passes = (count / this.#rows) * this.#classes;
    const execution = passes < manyPasses ? 'eager' : 'graph';
    this.#steps = new StepLikelihoods({
      ...images.trained,
      rows: this.#rows,
      length,
      execution,
      parallelParts: parallelParts({ execution, threads: availableParallelism(), device: 'cpu' }),
    });
  }

  /** Image after image, in the order given; each counts in the progress once. */
  async *over(signals: readonly ArrayLike<number>[]): AsyncGenerator<ClassLikelihoods, void, void> {
    const length = pixelsOf(this.#images);
    for (let first = 0; first < signals.length; first += this.#rows) {
      const some = signals.slice(first, first + this.#rows);
      const tokens = new Int32Array(some.length * (length + 1));
      some.forEach((signal, row) => tokens.set(signal, row * (length + 1)));
      const local = localRows(this.#images.dataset.test, { first, rows: some.length, length });
      const series = { tokens, batch: some.length, length, local };
      yield* classLikelihoods(series, this.#classes, (batch) => this.#steps.evaluate(batch));
      this.#options.progress.add(some.length);
      await this.#options.pause();
    }
  }

  dispose(): void {
    this.#steps.dispose();
  }
}
