import type { WaveNetConfiguration } from '../../architecture/configuration';
import { notANumber, type SamplerConfiguration } from '../../model/samplers';
import { Arena } from './arena';
import type { KernelModule } from './kernel-module';
import { packModel } from './packed-model';
import { Pairing } from './pairing';
import { layOutSlice, type Slice } from './slice';
import { KernelThread, type KernelCall } from './threads';

export interface SessionOptions {
  model: WaveNetConfiguration;
  /** Flat, in the order of `parameterLayouts`. */
  parameters: Float32Array;
  rows: number;
  /** Class of each row, or null without a condition. */
  classes: ArrayLike<number> | null;
  sampler: SamplerConfiguration;
  /** Number of the first row in the whole batch. */
  firstRow: number;
  /** As in a GenerationRequest. */
  noiseStreams: number;
  seed: number;
  threads: number;
  kernel: KernelModule;
  /** Most steps of one block. */
  blockSteps: number;
  /** Whether blocks return logits. */
  logits: boolean;
}

export interface Block {
  steps: number;
  /** [rows, steps]. */
  tokens: Int32Array;
  /** [rows, steps, Q], or null. */
  logits: Float32Array | null;
}

/** Below this a batch is faster as single rows. */
const SMALLEST_BATCH = 6;
/** Rows that share one set of activations: they and the weights in use stay in the second-level cache. */
const LARGEST_SLICE = 64;

/**
 * One generation in progress: the model and the queues of every row in the kernel's memory, and the threads that work
 * on them. Rows are cut in slices; what a row gets depends on its number alone, not on slices, blocks or threads.
 */
export class SimdSession {
  readonly #options: SessionOptions;
  readonly #memory: WebAssembly.Memory;
  readonly #slices: Slice[];
  readonly #threads: KernelThread[];
  /** Place for tokens going in and out, u16 [row][steps] for each slice in turn. */
  readonly #exchange: number;
  readonly #logits: number;
  readonly #local: number;
  readonly #sampler: number;
  readonly #pairing = new Pairing();
  #observed = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { model, parameters, rows, classes, threads, blockSteps } = options;
    const arena = new Arena();
    const single = rows < SMALLEST_BATCH;
    const packed = packModel(model, single ? 32 : 4, arena);
    this.#sampler = arena.reserve(32);
    const sizes = sliceSizes(rows, single, threads);
    const paddedRows = sizes.reduce((sum, size) => sum + (single ? 1 : Math.ceil(size / 8) * 8), 0);
    const localChannels = model.localConditionChannels ?? 0;
    this.#exchange = arena.reserve(2 * rows * blockSteps);
    this.#local = arena.reserve(4 * paddedRows * blockSteps * localChannels);
    this.#logits = arena.reserve(options.logits ? 4 * paddedRows * blockSteps * model.quantizationLevels : 0);
    let firstRow = 0;
    let padded = 0;
    this.#slices = sizes.map((usedRows) => {
      const slice = layOutSlice(model, packed, arena, {
        firstRow,
        numberedFrom: options.firstRow,
        noiseStreams: options.noiseStreams,
        usedRows,
        classes: classes && Array.prototype.slice.call(classes, firstRow, firstRow + usedRows),
        sampler: this.#sampler,
        local: this.#local + 4 * padded * blockSteps * localChannels,
      });
      firstRow += usedRows;
      padded += slice.rows;
      return slice;
    });
    this.#memory = arena.createMemory();
    packed.write(this.#memory, parameters);
    for (const slice of this.#slices) slice.write(this.#memory, parameters);
    this.#writeSampler();
    const count = rows === 1 ? Math.min(threads, 2) : Math.min(threads, this.#slices.length);
    this.#threads = Array.from({ length: count }, () => new KernelThread(options.kernel, this.#memory));
  }

  /** Bytes of the kernel's memory. */
  get bytes(): number {
    return this.#memory.buffer.byteLength;
  }

  /**
   * Feeds what came before: `tokens` [rows, count], count ≥ 1; the last one is what generation goes on from. A token
   * equal to Q stands for "nothing yet". `local` is the condition [rows, count, C] of all but the last token.
   */
  async observe(tokens: ArrayLike<number>, count: number, local: Float32Array | null = null): Promise<void> {
    const { rows, blockSteps } = this.#options;
    for (let first = 0; first < count - 1; first += blockSteps) {
      const steps = Math.min(blockSteps, count - 1 - first);
      const exchange = new Uint16Array(this.#memory.buffer, this.#exchange, rows * steps);
      for (let row = 0; row < rows; row++) {
        for (let step = 0; step < steps; step++) exchange[row * steps + step] = tokens[row * count + first + step]!;
      }
      this.#writeLocal(local, first, steps, count);
      await this.#everySlice((slice) => ({
        slice: slice.table,
        name: 'observe',
        argument: [this.#exchange + 2 * slice.firstRow * steps, steps, steps],
      }));
    }
    for (const slice of this.#slices) {
      const pending = new Uint16Array(this.#memory.buffer, slice.pending, slice.usedRows);
      for (let i = 0; i < slice.usedRows; i++) pending[i] = tokens[(slice.firstRow + i) * count + count - 1]!;
    }
    this.#observed = true;
  }

  /**
   * Generates the next `steps` ≤ blockSteps tokens of every row. `local` [rows, steps, C] is the condition at the token
   * that each prediction starts from.
   */
  async generate(steps: number, local: Float32Array | null = null): Promise<Block> {
    const { rows, blockSteps, model } = this.#options;
    if (!this.#observed) throw new Error('A generation starts from at least one observed token.');
    if (steps < 1 || steps > blockSteps) {
      throw new Error(`A block of ${steps} steps was asked for; 1 to ${blockSteps} fit.`);
    }
    this.#writeLocal(local, 0, steps, steps);
    const place = (slice: Slice) => this.#exchange + 2 * slice.firstRow * steps;
    const logitPlaces = this.#logitPlaces(steps);
    const pair = this.#threads.length === 2 && rows === 1 && this.#pairing.choose();
    const begun = performance.now();
    if (pair) {
      const { table, pending, flags, flagBytes } = this.#slices[0]!;
      new Uint8Array(this.#memory.buffer, flags, flagBytes).fill(0);
      const argument = [pending, place(this.#slices[0]!), steps, logitPlaces[0]!];
      await Promise.all([
        this.#threads[0]!.run([{ slice: table, name: 'lead', argument }]),
        this.#threads[1]!.run([{ slice: table, name: 'help', argument: [steps] }]),
      ]);
    } else {
      await this.#everySlice((slice, index) => ({
        slice: slice.table,
        name: 'generate',
        argument: [slice.pending, place(slice), steps, steps, logitPlaces[index]!],
      }));
    }
    this.#pairing.record({ pair, ms: performance.now() - begun, steps });
    if (new DataView(this.#memory.buffer, this.#sampler, 32).getInt32(24, true)) throw notANumber();
    const tokens = new Int32Array(rows * steps);
    tokens.set(new Uint16Array(this.#memory.buffer, this.#exchange, rows * steps));
    const { logits } = this.#options;
    return { steps, tokens, logits: logits ? this.#readLogits(steps, logitPlaces, model.quantizationLevels) : null };
  }

  /** Empties the queues, as if no sample had been seen; what was sampled last is still what generation goes on from. */
  forget(): void {
    for (const slice of this.#slices) slice.empty(this.#memory);
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  /** Deals the slices out to the threads, in turn. */
  async #everySlice(call: (slice: Slice, index: number) => KernelCall): Promise<void> {
    const shares = this.#threads.map((): KernelCall[] => []);
    this.#slices.forEach((slice, index) => shares[index % shares.length]!.push(call(slice, index)));
    await Promise.all(shares.map((calls, index) => (calls.length ? this.#threads[index]!.run(calls) : null)));
  }

  /** [rows, length, C] from `first` on → [step][channel][row] of each slice. */
  #writeLocal(local: Float32Array | null, first: number, steps: number, length: number): void {
    const channels = this.#options.model.localConditionChannels ?? 0;
    if (!channels) return;
    if (!local) {
      throw new Error(`The model has a local condition of ${channels} channels; its values are needed at every step.`);
    }
    const memory = new Float32Array(this.#memory.buffer);
    let base = this.#local / 4;
    for (const slice of this.#slices) {
      for (let i = 0; i < slice.usedRows; i++) {
        const source = ((slice.firstRow + i) * length + first) * channels;
        for (let place = 0; place < steps * channels; place++) {
          memory[base + place * slice.rows + i] = local[source + place]!;
        }
      }
      base += slice.rows * this.#options.blockSteps * channels;
    }
  }

  #logitPlaces(steps: number): number[] {
    if (!this.#options.logits) return this.#slices.map(() => 0);
    let address = this.#logits;
    return this.#slices.map((slice) => {
      const place = address;
      address += 4 * slice.rows * steps * this.#options.model.quantizationLevels;
      return place;
    });
  }

  #readLogits(steps: number, places: number[], levels: number): Float32Array {
    const out = new Float32Array(this.#options.rows * steps * levels);
    const memory = new Float32Array(this.#memory.buffer);
    this.#slices.forEach((slice, index) => {
      for (let i = 0; i < slice.usedRows; i++) {
        const target = (slice.firstRow + i) * steps * levels;
        const source = places[index]! / 4 + i;
        for (let place = 0; place < steps * levels; place++) out[target + place] = memory[source + place * slice.rows]!;
      }
    });
    return out;
  }

  #writeSampler(): void {
    const { sampler, seed } = this.#options;
    const view = new DataView(this.#memory.buffer, this.#sampler, 32);
    if (sampler.kind === 'stochastic') {
      view.setInt32(0, 1, true);
      view.setFloat32(4, 1 / sampler.temperature, true);
      view.setInt32(8, sampler.topK ?? 0, true);
      view.setFloat32(12, sampler.topP ?? 1, true);
    }
    view.setUint32(16, seed % 0x100000000, true);
    view.setUint32(20, Math.floor(seed / 0x100000000), true);
  }
}

/** Even shares for the threads, none larger than a slice; single rows below the smallest batch. */
function sliceSizes(rows: number, single: boolean, threads: number): number[] {
  if (single) return Array.from({ length: rows }, () => 1);
  const least = Math.min(threads, Math.ceil(rows / 8));
  const count = Math.max(least, Math.ceil(rows / LARGEST_SLICE));
  const share = Math.ceil(Math.ceil(rows / count) / 8) * 8;
  const sizes: number[] = [];
  for (let left = rows; left > 0; left -= share) sizes.push(Math.min(share, left));
  return sizes;
}
