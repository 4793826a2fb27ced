import type { WaveNetConfiguration } from '../../architecture/configuration';
import type { Arena } from './arena';
import { gateBiases, parameterReader, type PackedModel } from './packed-model';
import { gateRow } from './panels';

/** Bytes of a layer's table and of an entry in a list of segments: `src-main/kernel/slice.ts`. */
const LAYER_BYTES = 44;
const CURSOR_WORD = 3;
const SEGMENT_BYTES = 8;

/** Some rows of the batch with their own queues, as the kernel sees them. */
export interface Slice {
  /** Address of the table for `openSlice`. */
  table: number;
  firstRow: number;
  usedRows: number;
  /** Rows with padding: the stride of [channel][row]. */
  rows: number;
  /** Address of the counters of the two-thread pipeline. */
  flags: number;
  flagBytes: number;
  /** Address of the last token of each row, u16. */
  pending: number;
  /** Writes tables, conditions and start values once the memory exists. */
  write(memory: WebAssembly.Memory, parameters: Float32Array): void;
  /** Empties the queues: no token has been seen. */
  empty(memory: WebAssembly.Memory): void;
}

export interface SliceOptions {
  /** Row of the session. */
  firstRow: number;
  /** Number of the session's first row in the whole batch: what the random stream of a row depends on. */
  numberedFrom: number;
  /** As in a GenerationRequest. */
  noiseStreams: number;
  usedRows: number;
  /** Class of each of the slice's rows, or null without a condition. */
  classes: ArrayLike<number> | null;
  /** Address of the sampler's table. */
  sampler: number;
  /** Address of the local condition of the coming steps, [step][channel][row]. */
  local: number;
}

/** Reserves a slice: one row for panels of 32, any number padded to a multiple of 8 for panels of 4. */
export function layOutSlice(
  model: WaveNetConfiguration,
  packed: PackedModel,
  arena: Arena,
  options: SliceOptions,
): Slice {
  const { firstRow, usedRows, classes } = options;
  const rows = packed.width === 32 ? 1 : Math.ceil(usedRows / 8) * 8;
  const { residualChannels: C, dilationChannels: D, quantizationLevels: Q, inputKernelSize } = model;
  const { gatePadded, residualPadded, skipPadded, headPadded, paddedLevels, width } = packed;
  const floats = (count: number) => arena.reserve(4 * count);
  const gateRows = width === 4 ? 2 * Math.ceil(D / 2) * 2 : 2 * gatePadded;

  const table = floats(64);
  const layers = arena.reserve(LAYER_BYTES * model.dilations.length);
  const rings = packed.layers.map(({ pastTaps, dilation }) => floats(pastTaps * dilation * C * rows));
  const inputInit = floats(rows * 2 * gatePadded);
  const gateInits = packed.layers.map(({ gateInit }) => (classes ? floats(gateRows * rows) : gateInit));
  const stream = floats((residualPadded + skipPadded) * rows);
  // Also takes the rectified skips, so it is as wide as the widest of them.
  const hidden = floats(Math.max(gatePadded, skipPadded) * rows);
  const scratch = floats(Math.max(2 * gatePadded * (rows + 4), headPadded * rows));
  const logits = floats(paddedLevels * rows);
  const tokens = floats(rows * inputKernelSize);
  const rowLogits = floats(paddedLevels);
  const segments = arena.reserve(SEGMENT_BYTES * (model.kernelSize + 1));
  const prepared = floats(rows === 1 ? model.dilations.length * 4 * 2 * gatePadded : 0);
  const activations = floats(rows === 1 ? (model.dilations.length + 1) * gatePadded : 0);
  const flagBytes = 384;
  const flags = arena.reserve(flagBytes);
  const sampled = arena.reserve(8);
  const pending = arena.reserve(2 * rows);

  const write = (memory: WebAssembly.Memory, parameters: Float32Array) => {
    const words = new Int32Array(memory.buffer);
    words.set(
      [
        rows,
        usedRows,
        Q,
        paddedLevels,
        D,
        gatePadded,
        C,
        residualPadded,
        model.skipChannels,
        skipPadded,
        model.headChannels,
        headPadded,
        model.dilations.length,
        model.localConditionChannels ?? 0,
        inputKernelSize,
        packed.inputTable,
        packed.inputProjection,
        inputInit,
        packed.inputLocal,
        packed.inputOut,
        packed.inputOutBias,
        layers,
        packed.headWeights,
        packed.headBias,
        packed.logitWeights,
        packed.logitBias,
        stream,
        hidden,
        scratch,
        logits,
        tokens,
        rowLogits,
        options.local,
        segments,
        prepared,
        activations,
        flags,
        options.sampler,
        options.numberedFrom + firstRow,
        sampled,
        packed.zeros,
        options.noiseStreams,
      ],
      table / 4,
    );
    packed.layers.forEach((layer, index) => {
      words.set(
        [
          layer.dilation,
          layer.pastTaps * layer.dilation,
          rings[index]!,
          0,
          layer.pastTaps,
          layer.gateWeights,
          gateInits[index]!,
          classes ? 1 : 0,
          layer.outWeights,
          layer.outBias,
          layer.hasResidual ? 1 : 0,
        ],
        (layers + index * LAYER_BYTES) / 4,
      );
    });
    // The queues are empty as they come: fresh memory is zero, and touching all of it would take longer than the rest.
    writeNoTokens(words);
    writeStarts(new Float32Array(memory.buffer), parameters);
  };

  // "No token" has a place of its own in the table.
  const writeNoTokens = (words: Int32Array) => words.fill(Q, tokens / 4, tokens / 4 + rows * inputKernelSize);

  const empty = (memory: WebAssembly.Memory) => {
    const words = new Int32Array(memory.buffer);
    writeNoTokens(words);
    packed.layers.forEach(({ pastTaps, dilation }, index) => {
      const ring = rings[index]! / 4;
      words.fill(0, ring, ring + pastTaps * dilation * C * rows);
      words[(layers + index * LAYER_BYTES) / 4 + CURSOR_WORD] = 0;
    });
  };

  /** Where the gate sums of each layer and row start: biases, and the weights of the row's class. */
  const writeStarts = (memory: Float32Array, parameters: Float32Array) => {
    const read = parameterReader(model, parameters);
    for (let index = 0; index <= model.dilations.length; index++) {
      const layer = `layers.${index}`;
      const biases = gateBiases(read, layer, D);
      const classWeights = read(`${layer}.conv_cond.weight`, true);
      const start = (row: number, gate: number) =>
        biases[gate]! + (classes ? classWeights[classes[Math.min(row, usedRows - 1)]! * 2 * D + gate]! : 0);
      for (let row = 0; row < rows; row++) {
        if (index === 0) {
          const place = inputInit / 4 + row * 2 * gatePadded;
          for (let d = 0; d < D; d++) {
            memory[place + d] = start(row, d);
            memory[place + gatePadded + d] = start(row, D + d);
          }
        } else if (classes) {
          const place = gateInits[index - 1]! / 4;
          for (let output = 0; output < gateRows; output++) {
            const gate = gateRow(output, width, D);
            memory[place + output * rows + row] = gate < 0 ? 0 : start(row, gate);
          }
        }
      }
    }
  };

  return { table, firstRow, usedRows, rows, flags, flagBytes, pending, write, empty };
}
