import { philox } from './philox';

/** All that a stream remembers; plain JSON, so that a checkpoint can hold it. */
export interface RandomState {
  /** Two unsigned 32-bit words that name the stream. */
  key: [number, number];
  /** Words drawn so far, up to 2⁵³. */
  position: number;
}

/**
 * A seeded stream of random numbers whose whole state is its name and a position (counter-based, Philox 4×32-10).
 *
 * `fork` names independent streams, so that data, origins, noise and weights never share one: drawing more of one
 * leaves the others as they were.
 */
export class RandomStream {
  readonly #key: readonly [number, number];
  #position: number;
  readonly #words = new Uint32Array(4);
  readonly #counter = new Uint32Array(4);
  #block = -1;

  private constructor({ key, position }: RandomState) {
    this.#key = key;
    this.#position = position;
  }

  /** The stream of a seed: an integer 0 … 2⁵³ − 1. */
  static fromSeed(seed: number): RandomStream {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new Error(`The seed of random numbers is ${seed}; it must be an integer from 0 to 2^53 − 1.`);
    }
    return new RandomStream({ key: seedKey(seed), position: 0 });
  }

  /** Goes on where `state()` was taken. */
  static fromState(state: RandomState): RandomStream {
    const words = [...state.key];
    const valid =
      words.length === 2 && words.every(isWord) && Number.isSafeInteger(state.position) && state.position >= 0;
    if (!valid) {
      throw new Error(
        `The random state ${JSON.stringify(state)} is damaged; it needs two 32-bit words and a position ≥ 0.`,
      );
    }
    return new RandomStream({ key: [words[0]!, words[1]!], position: state.position });
  }

  state(): RandomState {
    return { key: [...this.#key], position: this.#position };
  }

  /** An independent stream named by `label`; depends on this stream's name alone, not on its position. */
  fork(label: string): RandomStream {
    return new RandomStream({ key: forkKey(this.#key, label), position: 0 });
  }

  /** Uniform integer in 0 … 2³² − 1. */
  word(): number {
    const block = Math.floor(this.#position / 4);
    if (block !== this.#block) {
      this.#counter[0] = block % 0x100000000;
      this.#counter[1] = Math.floor(block / 0x100000000);
      philox(this.#words, this.#counter, this.#key[0], this.#key[1]);
      this.#block = block;
    }
    return this.#words[this.#position++ % 4]!;
  }

  /** Uniform in [0, 1), 53 bits. */
  uniform(): number {
    return unit(this.word(), this.word());
  }

  /** Uniform integer in 0 … bound − 1 without bias; bound from 1 to 2³². */
  integer(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > 0x100000000) {
      throw new Error(`The bound of a random integer is ${bound}; it must be an integer from 1 to 2^32.`);
    }
    const limit = 0x100000000 - (0x100000000 % bound);
    let word = this.word();
    while (word >= limit) word = this.word();
    return word % bound;
  }

  /** Standard normal (Box and Muller 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Standard Gumbel, −ln(−ln u) with u in the open interval (0, 1). */
  gumbel(): number {
    const u = (Math.floor(this.uniform() * 2 ** 52) + 0.5) / 2 ** 52;
    return -Math.log(-Math.log(u));
  }

  /** Shuffles in place (Fisher and Yates) and returns the same array. */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.integer(last + 1);
      const item = items[last];
      items[last] = items[other];
      items[other] = item;
    }
    return items;
  }

  /** `count` distinct integers of 0 … bound − 1 in random order; memory and time grow with count alone. */
  distinct(count: number, bound: number): number[] {
    if (count > bound)
      throw new Error(`${count} distinct integers below ${bound} were asked for; at most ${bound} exist.`);
    const moved = new Map<number, number>();
    return Array.from({ length: count }, (_, first) => {
      const other = first + this.integer(bound - first);
      const chosen = moved.get(other) ?? other;
      moved.set(other, moved.get(first) ?? first);
      return chosen;
    });
  }
}

/**
 * The uniform number in [0, 1) that belongs to a sample of a generated series: a function of seed, row and step alone,
 * so samples depend neither on the size of a batch nor on blocks or threads.
 *
 * Philox with the seed as key and (step low, step high, row, 0x73616d70) as counter; 53 bits of the first two words.
 */
export function uniformAt(seed: number, row: number, step: number): number {
  const [key0, key1] = seedKey(seed);
  counterAt[0] = step % 0x100000000;
  counterAt[1] = Math.floor(step / 0x100000000);
  counterAt[2] = row;
  counterAt[3] = SAMPLING;
  philox(wordsAt, counterAt, key0, key1);
  return unit(wordsAt[0]!, wordsAt[1]!);
}

/** Last counter word of uniformAt and of fork: keeps both apart from the streams, whose last word is zero. */
const SAMPLING = 0x73616d70;
const FORK = 0x666f726b;
const counterAt = new Uint32Array(4);
const wordsAt = new Uint32Array(4);

function seedKey(seed: number): [number, number] {
  return [seed % 0x100000000, Math.floor(seed / 0x100000000)];
}

/** Absorbs the label one UTF-16 unit at a time, like a sponge, and squeezes a key. */
function forkKey(key: readonly [number, number], label: string): [number, number] {
  const state = Uint32Array.of(label.length, 0, 0, FORK);
  for (let i = 0; i < label.length; i++) {
    state[0]! ^= label.charCodeAt(i);
    philox(state, state, key[0], key[1]);
  }
  philox(state, state, key[0], key[1]);
  return [state[0]!, state[1]!];
}

function unit(high: number, low: number): number {
  return ((high >>> 5) * 0x4000000 + (low >>> 6)) / 2 ** 53;
}

function isWord(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 0xffffffff;
}
