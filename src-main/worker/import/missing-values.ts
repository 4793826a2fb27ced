import type { Reading } from '../../contract/own-data';

/** Puts values in the place of missing ones (NaN) while a series is read, without keeping it. */
export class MissingFiller {
  readonly #emit: (value: number) => void;
  readonly #treatment: Reading['whenMissing'];
  #last: number | null = null;
  #waiting = 0;
  filled = 0;

  /** Of the treatments, `interpolate` draws a line between the neighbours, every other repeats the value before. */
  constructor(treatment: Reading['whenMissing'], emit: (value: number) => void) {
    this.#treatment = treatment;
    this.#emit = emit;
  }

  push(value: number): void {
    if (Number.isNaN(value)) {
      this.#waiting += 1;
      return;
    }
    this.#fill(value);
    this.#emit(value);
    this.#last = value;
  }

  /** What is missing at the end repeats the last value. Throws an Error where there was no value at all. */
  end(): void {
    if (this.#last === null) throw new Error('it has no value');
    this.#fill(this.#last);
  }

  /** Missing values at the beginning are the first one that is there. */
  #fill(next: number): void {
    const before = this.#last ?? next;
    const rise = this.#treatment === 'interpolate' ? (next - before) / (this.#waiting + 1) : 0;
    for (let i = 1; i <= this.#waiting; i++) this.#emit(this.#last === null ? next : before + rise * i);
    this.filled += this.#waiting;
    this.#waiting = 0;
  }
}
