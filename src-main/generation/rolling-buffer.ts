import * as tf from '@tensorflow/tfjs-core';

/** The last inputs [B, C] of one layer, oldest overwritten first; owns copies of what it is given. */
export class RollingBuffer {
  readonly #slots: tf.Tensor2D[];
  /** Slot of the oldest input, which the next one replaces. */
  #oldest = 0;

  /** `inputs` oldest first; their number stays the buffer's size. */
  constructor(inputs: readonly tf.Tensor2D[]) {
    this.#slots = inputs.map((input) => tf.keep(tf.clone(input)));
  }

  /** The input `delay` samples before the one to come, 1 … size. */
  before(delay: number): tf.Tensor2D {
    const size = this.#slots.length;
    return this.#slots[(this.#oldest + size - delay) % size]!;
  }

  push(input: tf.Tensor2D): void {
    if (this.#slots.length === 0) return;
    this.#slots[this.#oldest]!.dispose();
    this.#slots[this.#oldest] = tf.keep(tf.clone(input));
    this.#oldest = (this.#oldest + 1) % this.#slots.length;
  }

  dispose(): void {
    this.#slots.forEach((slot) => slot.dispose());
    this.#slots.length = 0;
  }
}
