import type { RandomState } from '../math/random';
import { RandomStream } from '../math/random';
import { localRows, type Curves, type LocalCondition } from './curves';

/** Windows of a batch, row after row. */
export interface Batch {
  /** [batchSize, windowLength] */
  tokens: Int32Array;
  /** Class of each row [batchSize], or null. */
  condition: Int32Array | null;
  /**
   * Local condition of the inputs, which are all tokens of a row but the last: [batchSize, windowLength − 1, channels], or
   * null. Not to be written to: batches may share it.
   */
  local: Float32Array | null;
}

/** Where a stream of batches stands; plain JSON, part of every checkpoint. */
export interface BatchCursor {
  /** Passes over the curves that are complete. */
  epoch: number;
  /** Curves of the current pass that were already given. */
  position: number;
  /** The stream of the order, before the current pass was shuffled. */
  order: RandomState;
  /** The stream of the windows' places, before the next window. */
  windows: RandomState;
}

export interface BatchOptions {
  batchSize: number;
  /** Samples of each window, cut at a random place; null takes whole curves. */
  windowLength: number | null;
}

/**
 * An endless, reproducible stream of training batches: every curve once in each epoch, in an order shuffled anew.
 *
 * A batch that meets the end of an epoch goes on into the next, so every batch is full and no curve is left out.
 */
export class BatchStream {
  readonly #curves: Curves;
  readonly #batchSize: number;
  readonly #windowLength: number;
  readonly #orderStream: RandomStream;
  readonly #windowStream: RandomStream;
  /** Local condition of every batch where the rows are whole curves. */
  readonly #wholeLocal: Float32Array | null;
  #epoch: number;
  #position: number;
  /** State of the order stream from which the current order was shuffled. */
  #orderState: RandomState;
  #order: Uint32Array;

  private constructor(curves: Curves, options: BatchOptions, cursor: BatchCursor) {
    const windowLength = options.windowLength ?? curves.samples;
    if (windowLength > curves.samples) {
      throw new Error(`training.windowLength is ${windowLength}; the curves have ${curves.samples} samples.`);
    }
    this.#curves = curves;
    this.#batchSize = options.batchSize;
    this.#windowLength = windowLength;
    const whole = windowLength === curves.samples;
    this.#wholeLocal =
      whole && curves.local?.shared
        ? localRows(curves, { first: 0, rows: options.batchSize, length: windowLength - 1 })
        : null;
    this.#orderStream = RandomStream.fromState(cursor.order);
    this.#windowStream = RandomStream.fromState(cursor.windows);
    this.#epoch = cursor.epoch;
    this.#position = cursor.position;
    this.#orderState = cursor.order;
    this.#order = this.#shuffledOrder();
  }

  /** Begins at epoch 0; `stream` names the order and the places of the windows. */
  static begin(curves: Curves, options: BatchOptions, stream: RandomStream): BatchStream {
    const order = stream.fork('order').state();
    const windows = stream.fork('windows').state();
    return new BatchStream(curves, options, { epoch: 0, position: 0, order, windows });
  }

  /** Goes on exactly where `cursor()` was taken, with the same curves and options. */
  static resume(curves: Curves, options: BatchOptions, cursor: BatchCursor): BatchStream {
    return new BatchStream(curves, options, cursor);
  }

  cursor(): BatchCursor {
    return {
      epoch: this.#epoch,
      position: this.#position,
      order: this.#orderState,
      windows: this.#windowStream.state(),
    };
  }

  next(): Batch {
    const { tokens: source, samples, classes, local } = this.#curves;
    const length = this.#windowLength;
    const tokens = new Int32Array(this.#batchSize * length);
    const condition = classes ? new Int32Array(this.#batchSize) : null;
    const places = new Uint32Array(this.#batchSize);
    for (let row = 0; row < this.#batchSize; row++) {
      const curve = this.#nextCurve();
      const place = length < samples ? this.#windowStream.integer(samples - length + 1) : 0;
      const start = curve * samples + place;
      tokens.set(source.subarray(start, start + length), row * length);
      if (condition) condition[row] = classes![curve]!;
      // Where the local condition of the row begins.
      places[row] = (local?.shared ? 0 : curve * samples) + place;
    }
    return { tokens, condition, local: this.#wholeLocal ?? cutLocal(local, places, length - 1) };
  }

  #nextCurve(): number {
    if (this.#position === this.#curves.count) {
      this.#epoch += 1;
      this.#position = 0;
      this.#orderState = this.#orderStream.state();
      this.#order = this.#shuffledOrder();
    }
    return this.#order[this.#position++]!;
  }

  #shuffledOrder(): Uint32Array {
    return this.#orderStream.shuffle(Uint32Array.from({ length: this.#curves.count }, (_, index) => index));
  }
}

/** Local condition of windows that begin at the given places: [places, length, channels], or null. */
function cutLocal(local: LocalCondition | null, places: Uint32Array, length: number): Float32Array | null {
  if (!local) return null;
  const { values, channels } = local;
  const inputs = length * channels;
  const rows = new Float32Array(places.length * inputs);
  places.forEach((place, row) => rows.set(values.subarray(place * channels, place * channels + inputs), row * inputs));
  return rows;
}
