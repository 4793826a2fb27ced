/**
 * A slice: some rows of the batch with their own history, and the model that they share. The host lays all of it out in
 * memory and hands over the address of a table of 32-bit words; `openSlice` reads the table. Offsets are in bytes.
 */

/** Batch rows of the slice, padded: 1 (single) or a multiple of 8 (batched). */
export let rows: i32 = 0;
/** Rows that are asked for, ≤ rows. */
export let usedRows: i32 = 0;
/** Bytes of one channel over all rows. */
export let rowBytes: usize = 0;
export let levels: i32 = 0;
/** Levels padded to the panel width. */
export let paddedLevels: i32 = 0;
/** Dilation channels padded to 16. */
export let gatePadded: i32 = 0;
export let dilationChannels: i32 = 0;
/** Residual channels padded to the panel width: skip rows begin there in `stream`. */
export let residualPadded: i32 = 0;
export let residualChannels: i32 = 0;
export let skipChannels: i32 = 0;
export let skipPadded: i32 = 0;
export let headChannels: i32 = 0;
export let headPadded: i32 = 0;
export let layerCount: i32 = 0;
export let localChannels: i32 = 0;

/** Input layer: for each tap and token (levels + 1 of them, the last is "no token": zeros) the rows [filter, gate]. */
export let inputKernel: i32 = 0;
export let inputTable: usize = 0;
/** For each token the row that enters the residual stream. */
export let inputProjection: usize = 0;
/** Start of the sums of the input layer for each row [row][2 · gatePadded]: bias and global condition. */
export let inputInit: usize = 0;
export let inputLocal: usize = 0;
export let inputOut: usize = 0;
export let inputOutBias: usize = 0;

export let layers: usize = 0;
export let headWeights: usize = 0;
export let headBias: usize = 0;
export let logitWeights: usize = 0;
export let logitBias: usize = 0;

/** Scratch and state. `stream`: residual rows, then skip rows. */
export let stream: usize = 0;
export let hidden: usize = 0;
export let scratch: usize = 0;
export let logits: usize = 0;
/** The last inputKernel tokens of each row [row][inputKernel], newest last. */
export let tokens: usize = 0;
export let rowLogits: usize = 0;
/** Local condition of the coming steps [step][channel][row]. */
export let local: usize = 0;
/** List of what a batched sum runs over. */
export let segments: usize = 0;
/** Two-thread pipeline: sums over the past [layer][step of four][2 · gatePadded], activations [layer][gatePadded], flags. */
export let prepared: usize = 0;
export let activations: usize = 0;
export let flags: usize = 0;
/** Zeros, as many as the widest product has outputs: a bias of nothing. */
export let zeros: usize = 0;

/** Sampling. */
export let sampler: usize = 0;
/** Number in the whole batch of the slice's first row. */
export let firstRow: i32 = 0;
/** Number of different streams of random numbers: row r of the whole batch has that of r mod n; 0: each its own. */
export let noiseStreams: i32 = 0;
/** Address of the 64-bit count of tokens sampled so far. */
export let sampled: usize = 0;

/** Words of a layer's table. */
export const LAYER_BYTES: usize = 44;

/** Reads the table of a slice; the order of the words is that of `src-main/generation/simd/layout.ts`. */
export function openSlice(table: usize): void {
  rows = load<i32>(table, 0);
  usedRows = load<i32>(table, 4);
  rowBytes = <usize>rows << 2;
  levels = load<i32>(table, 8);
  paddedLevels = load<i32>(table, 12);
  dilationChannels = load<i32>(table, 16);
  gatePadded = load<i32>(table, 20);
  residualChannels = load<i32>(table, 24);
  residualPadded = load<i32>(table, 28);
  skipChannels = load<i32>(table, 32);
  skipPadded = load<i32>(table, 36);
  headChannels = load<i32>(table, 40);
  headPadded = load<i32>(table, 44);
  layerCount = load<i32>(table, 48);
  localChannels = load<i32>(table, 52);
  inputKernel = load<i32>(table, 56);
  inputTable = load<usize>(table, 60);
  inputProjection = load<usize>(table, 64);
  inputInit = load<usize>(table, 68);
  inputLocal = load<usize>(table, 72);
  inputOut = load<usize>(table, 76);
  inputOutBias = load<usize>(table, 80);
  layers = load<usize>(table, 84);
  headWeights = load<usize>(table, 88);
  headBias = load<usize>(table, 92);
  logitWeights = load<usize>(table, 96);
  logitBias = load<usize>(table, 100);
  stream = load<usize>(table, 104);
  hidden = load<usize>(table, 108);
  scratch = load<usize>(table, 112);
  logits = load<usize>(table, 116);
  tokens = load<usize>(table, 120);
  rowLogits = load<usize>(table, 124);
  local = load<usize>(table, 128);
  segments = load<usize>(table, 132);
  prepared = load<usize>(table, 136);
  activations = load<usize>(table, 140);
  flags = load<usize>(table, 144);
  sampler = load<usize>(table, 148);
  firstRow = load<i32>(table, 152);
  sampled = load<usize>(table, 156);
  zeros = load<usize>(table, 160);
  noiseStreams = load<i32>(table, 164);
}

// A layer's table: what the kernel needs of one dilated layer.
// @ts-ignore: decorator
@inline
export function layerDilation(layer: usize): i32 {
  return load<i32>(layer, 0);
}
/** Past inputs that are kept: (kernel size − 1) · dilation. */
// @ts-ignore: decorator
@inline
export function layerPadding(layer: usize): i32 {
  return load<i32>(layer, 4);
}
// @ts-ignore: decorator
@inline
export function layerRing(layer: usize): usize {
  return load<usize>(layer, 8);
}
/** Slot of the oldest input in the ring; it is overwritten by the newest. */
// @ts-ignore: decorator
@inline
export function layerCursor(layer: usize): i32 {
  return load<i32>(layer, 12);
}
// @ts-ignore: decorator
@inline
export function advanceCursor(layer: usize): void {
  const next = load<i32>(layer, 12) + 1;
  store<i32>(layer, next == load<i32>(layer, 4) ? 0 : next, 12);
}
// @ts-ignore: decorator
@inline
export function layerPastTaps(layer: usize): i32 {
  return load<i32>(layer, 16);
}
// @ts-ignore: decorator
@inline
export function layerGateWeights(layer: usize): usize {
  return load<usize>(layer, 20);
}
/** Start of the sums: one number for each panel row, or for each panel row and batch row (a condition). */
// @ts-ignore: decorator
@inline
export function layerGateInit(layer: usize): usize {
  return load<usize>(layer, 24);
}
// @ts-ignore: decorator
@inline
export function layerInitPerRow(layer: usize): bool {
  return load<i32>(layer, 28) != 0;
}
// @ts-ignore: decorator
@inline
export function layerOutWeights(layer: usize): usize {
  return load<usize>(layer, 32);
}
// @ts-ignore: decorator
@inline
export function layerOutBias(layer: usize): usize {
  return load<usize>(layer, 36);
}
/** The last layer's residual output is unused: its output begins with the skip rows. */
// @ts-ignore: decorator
@inline
export function layerHasResidual(layer: usize): bool {
  return load<i32>(layer, 40) != 0;
}
/** Address of the slot that holds the input of past tap `tap` (0 = oldest) when the oldest is in slot `cursor`. */
// @ts-ignore: decorator
@inline
export function pastInput(layer: usize, cursor: i32, tap: i32): usize {
  let slot = cursor + tap * layerDilation(layer);
  const slots = layerPadding(layer);
  if (slot >= slots) slot -= slots;
  return layerRing(layer) + <usize>slot * <usize>residualChannels * rowBytes;
}
