/** Solves A x = b for a symmetric positive definite A, given by its lower triangle, by Cholesky's A = L Lᵀ, in place. */
export function solveSymmetric(a: Float64Array, b: Float64Array): Float64Array {
  const size = b.length;
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let sum = a[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * size + k]! * a[j * size + k]!;
      a[i * size + j] = i === j ? Math.sqrt(sum) : sum / a[j * size + j]!;
    }
  }
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) b[i]! -= a[i * size + k]! * b[k]!;
    b[i]! /= a[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) b[i]! -= a[k * size + i]! * b[k]!;
    b[i]! /= a[i * size + i]!;
  }
  return b;
}

/** Sums from which the line of least squares through x_0, x_1, … follows; values come one by one. */
export class LineFit {
  #count = 0;
  #mean = 0;
  #meanPlace = 0;
  #square = 0;
  #product = 0;

  /** The next value, at place 0, 1, 2, … */
  push(value: number): void {
    const place = this.#count;
    this.#count += 1;
    const offset = place - this.#meanPlace;
    this.#meanPlace += offset / this.#count;
    const distance = value - this.#mean;
    this.#mean += distance / this.#count;
    this.#square += offset * (place - this.#meanPlace);
    this.#product += offset * (value - this.#mean);
  }

  get mean(): number {
    return this.#mean;
  }

  /** x_t ≈ intercept + slope · t. */
  line(): { intercept: number; slope: number } {
    const slope = this.#square > 0 ? this.#product / this.#square : 0;
    return { intercept: this.#mean - slope * this.#meanPlace, slope };
  }
}
