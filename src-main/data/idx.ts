import { UserError } from '../contract/errors';

/** Unsigned bytes with their sizes along each dimension, the first one outermost. */
export interface IdxArray {
  dimensions: number[];
  data: Uint8Array;
}

/** The most that is read: more would not fit the memory of a training anyway. */
const MAX_BYTES = 2 ** 31;
const FIRST_BYTES = 2 ** 20;
const UNSIGNED_BYTE = 0x08;

/**
 * Reads the IDX format piece by piece: two zero bytes, the type, the number of dimensions, a big-endian 32-bit size for
 * each, then the data. Memory grows with what has come, whatever the header promises.
 *
 * Every error names the file, the byte of the (unpacked) data and what was expected there.
 *
 * Format: http://yann.lecun.com/exdb/mnist/.
 */
export class IdxParser {
  readonly #file: string;
  readonly #rank: number;
  readonly #header: Uint8Array;
  #dimensions: number[] = [];
  /** Bytes of header and data so far. */
  #position = 0;
  #size = 0;
  #data = new Uint8Array(0);

  /** `file` names it in errors; `rank` is the number of dimensions: 3 for images, 1 for labels. */
  constructor(file: string, rank: number) {
    this.#file = file;
    this.#rank = rank;
    this.#header = new Uint8Array(4 + 4 * rank);
  }

  push(chunk: Uint8Array): void {
    let rest = chunk;
    if (this.#position < this.#header.length) {
      const own = rest.subarray(0, this.#header.length - this.#position);
      this.#header.set(own, this.#position);
      this.#position += own.length;
      this.#checkMagic();
      if (this.#position < this.#header.length) return;
      this.#readDimensions();
      rest = rest.subarray(own.length);
    }
    if (rest.length === 0) return;
    const done = this.#position - this.#header.length;
    if (done + rest.length > this.#size) {
      const end = this.#header.length + this.#size;
      throw this.#problem(`byte ${end}`, `the end of the file expected, after ${this.#shape()}`, 'it goes on');
    }
    this.#reserve(done + rest.length);
    this.#data.set(rest, done);
    this.#position += rest.length;
  }

  /** All of it; throws where the file is shorter than its header says. */
  end(): IdxArray {
    const { length } = this.#header;
    const end = `byte ${this.#position}`;
    if (this.#position < length)
      throw this.#problem(end, `a header of ${length} bytes expected`, 'the file ends there');
    if (this.#position < length + this.#size) {
      throw this.#problem(end, `${this.#shape()} expected, up to byte ${length + this.#size}`, 'the file ends there');
    }
    return { dimensions: this.#dimensions, data: this.#data.subarray(0, this.#size) };
  }

  #checkMagic(): void {
    const wanted = [0, 0, UNSIGNED_BYTE, this.#rank];
    for (let i = 0; i < Math.min(4, this.#position); i++) {
      const given = this.#header[i]!;
      if (given === wanted[i]) continue;
      const what = ['a zero byte', 'a zero byte', 'type 0x08, unsigned bytes,', dimensionsOf(this.#rank)][i]!;
      throw this.#problem(`byte ${i}`, `${what} expected`, `${hex(given)} stands there`);
    }
  }

  #readDimensions(): void {
    const view = new DataView(this.#header.buffer);
    this.#dimensions = Array.from({ length: this.#rank }, (_, i) => view.getUint32(4 + 4 * i));
    this.#size = this.#dimensions.reduce((product, size) => product * size, 1);
    const empty = this.#dimensions.indexOf(0);
    if (empty >= 0) {
      const place = `bytes ${4 + 4 * empty} to ${7 + 4 * empty}`;
      throw this.#problem(place, 'a size of at least 1 expected', '0 stands there');
    }
    if (this.#size > MAX_BYTES) {
      const sizes = `bytes 4 to ${this.#header.length - 1}`;
      throw this.#problem(sizes, `at most ${MAX_BYTES} bytes of data can be read`, `they announce ${this.#shape()}`);
    }
  }

  #reserve(length: number): void {
    if (length <= this.#data.length) return;
    const grown = new Uint8Array(Math.min(this.#size, Math.max(length, FIRST_BYTES, 2 * this.#data.length)));
    grown.set(this.#data);
    this.#data = grown;
  }

  #shape(): string {
    return `${this.#dimensions.join(' × ')} bytes of data`;
  }

  #problem(place: string, expected: string, found: string): UserError {
    return idxProblem(this.#file, place, `${expected}, but ${found}`);
  }
}

/** What is wrong with an IDX file, and what to do. */
export function idxProblem(file: string, place: string, what: string): UserError {
  return new UserError(`${file}, ${place}: ${what}.`, 'Fetch or copy the file again, or choose another folder.');
}

function dimensionsOf(rank: number): string {
  return rank === 1 ? '1 dimension (labels)' : `${rank} dimensions${rank === 3 ? ' (images)' : ''}`;
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}
