/** One step of the network from queues (Le Paine et al., 2016): only what the newest sample changes is computed. */
import { gatedProduct, linearProduct } from './batched';
import { activate, gatherBatched, gatherSums, projection, rectify } from './input';
import { gateSingle, productColumns, productSingle } from './single';
import {
  LAYER_BYTES, advanceCursor, dilationChannels, gatePadded, headBias, headChannels, headPadded, headWeights, hidden,
  inputLocal, inputOut, inputOutBias, layerCount, layerCursor, layerGateInit, layerGateWeights, layerHasResidual,
  layerInitPerRow, layerOutBias, layerOutWeights, layerPadding, layerPastTaps, layers, localChannels, logitBias,
  logitWeights, logits, paddedLevels, pastInput, residualChannels, residualPadded, rowBytes, rows, scratch, segments,
  skipChannels, skipPadded, stream, zeros,
} from './slice';

/** Feeds the newest tokens through all layers; afterwards `stream` holds the sums of the skips. */
export function advance(localInput: usize): void {
  if (rows == 1) advanceSingle(localInput);
  else advanceBatched(localInput);
}

/** Logits [level][row] of the next sample from the sums of the skips. */
export function readHead(): void {
  const skip = stream + <usize>residualPadded * rowBytes;
  rectify(skip, hidden, <usize>skipChannels * rowBytes);
  if (rows == 1) {
    linearSingle(headWeights, headBias, hidden, skipChannels, headPadded >> 5, scratch, false);
    rectify(scratch, scratch, <usize>headChannels << 2);
    linearSingle(logitWeights, logitBias, scratch, headChannels, paddedLevels >> 5, logits, false);
  } else {
    linearProduct(headWeights, headBias, hidden, skipChannels, headPadded >> 2, scratch, false);
    rectify(scratch, scratch, <usize>headChannels * rowBytes);
    linearProduct(logitWeights, logitBias, scratch, headChannels, paddedLevels >> 2, logits, false);
  }
}

function advanceBatched(localInput: usize): void {
  const skip = stream + <usize>residualPadded * rowBytes;
  const outPanels = (residualPadded + skipPadded) >> 2;
  gatherBatched();
  if (localChannels) linearProduct(inputLocal, zeros, localInput, localChannels, gatePadded >> 1, scratch, true);
  activate(scratch, hidden);
  memory.fill(skip, 0, <usize>skipPadded * rowBytes);
  linearProduct(inputOut, inputOutBias, hidden, dilationChannels, outPanels, stream, true);

  const gatePanels = (dilationChannels + 1) >> 1;
  const residualBytes = <usize>residualChannels * rowBytes;
  const end = layers + <usize>layerCount * LAYER_BYTES;
  for (let layer = layers; layer < end; layer += LAYER_BYTES) {
    const count = listSegments(layer, localInput);
    const inputs = (layerPastTaps(layer) + 1) * residualChannels + localChannels;
    gatedProduct(
      layerGateWeights(layer), layerGateInit(layer), layerInitPerRow(layer), segments, count, inputs, gatePanels,
      hidden,
    );
    remember(layer, residualBytes);
    if (layerHasResidual(layer)) {
      linearProduct(layerOutWeights(layer), layerOutBias(layer), hidden, dilationChannels, outPanels, stream, true);
    } else {
      linearProduct(layerOutWeights(layer), layerOutBias(layer), hidden, dilationChannels, skipPadded >> 2, skip, true);
    }
  }
}

function advanceSingle(localInput: usize): void {
  const skip = stream + (<usize>residualPadded << 2);
  const outPanels = (residualPadded + skipPadded) >> 5;
  beginSingle(localInput, hidden);
  memory.fill(skip, 0, <usize>skipPadded << 2);
  linearSingle(inputOut, inputOutBias, hidden, dilationChannels, outPanels, stream, true);

  const residualBytes = <usize>residualChannels << 2;
  const end = layers + <usize>layerCount * LAYER_BYTES;
  for (let layer = layers; layer < end; layer += LAYER_BYTES) {
    sumPastSingle(layer, scratch);
    sumPresentSingle(layer, localInput, scratch);
    gateSingle(scratch, gatePadded >> 4, hidden);
    remember(layer, residualBytes);
    if (layerHasResidual(layer)) {
      linearSingle(layerOutWeights(layer), layerOutBias(layer), hidden, dilationChannels, outPanels, stream, true);
    } else {
      linearSingle(layerOutWeights(layer), layerOutBias(layer), hidden, dilationChannels, skipPadded >> 5, skip, true);
    }
  }
}

/** output = start + weights · input, where start is the bias, or the output so far + the bias; a single row. */
// @ts-ignore: decorator
@inline
export function linearSingle(
  weights: usize,
  bias: usize,
  input: usize,
  inputs: usize,
  panels: i32,
  output: usize,
  accumulate: bool,
): void {
  productSingle(weights, inputs << 7, bias, input, inputs, panels, output, accumulate);
}

/** The layer's gate sums of a single row over its past inputs. */
export function sumPastSingle(layer: usize, sums: usize): void {
  const taps = layerPastTaps(layer);
  const stride = gateStride(layer);
  let start = layerGateInit(layer);
  if (!taps) memory.copy(sums, start, <usize>gatePadded << 3);
  for (let tap = 0; tap < taps; tap++) {
    const weights = layerGateWeights(layer) + (<usize>(tap * residualChannels) << 7);
    productSingle(
      weights, stride, start, pastInput(layer, layerCursor(layer), tap), residualChannels, gatePadded >> 4, sums,
      false,
    );
    start = sums;
  }
}

/**
 * The same for four steps at once, the sums of each `sumBytes` after those of the one before; the coming step is the one
 * numbered `coming`. The layer's dilation is at least 4, so that all they need is known; steps before the coming one get
 * sums that mean nothing.
 */
export function sumPastOfFour(layer: usize, coming: i32, sums: usize, sumBytes: usize): void {
  const taps = layerPastTaps(layer);
  const slots = layerPadding(layer);
  let slot0 = layerCursor(layer) - coming;
  if (slot0 < 0) slot0 += slots;
  const slot1 = nextSlot(slot0, slots);
  const slot2 = nextSlot(slot1, slots);
  const slot3 = nextSlot(slot2, slots);
  let start = layerGateInit(layer);
  let startBytes: usize = 0;
  for (let tap = 0; tap < taps; tap++) {
    const weights = layerGateWeights(layer) + (<usize>(tap * residualChannels) << 7);
    productColumns(
      weights, gateStride(layer), start, startBytes, pastInput(layer, slot0, tap), pastInput(layer, slot1, tap),
      pastInput(layer, slot2, tap), pastInput(layer, slot3, tap), residualChannels, gatePadded >> 4, sums, sumBytes,
    );
    start = sums;
    startBytes = sumBytes;
  }
}

// @ts-ignore: decorator
@inline
function nextSlot(slot: i32, slots: i32): i32 {
  return slot + 1 == slots ? 0 : slot + 1;
}

/** Goes on with these sums over the layer's present input, then its local condition. */
export function sumPresentSingle(layer: usize, localInput: usize, sums: usize): void {
  const stride = gateStride(layer);
  let weights = layerGateWeights(layer) + (<usize>(layerPastTaps(layer) * residualChannels) << 7);
  productSingle(weights, stride, sums, stream, residualChannels, gatePadded >> 4, sums, false);
  if (!localChannels) return;
  weights += <usize>residualChannels << 7;
  productSingle(weights, stride, sums, localInput, localChannels, gatePadded >> 4, sums, false);
}

/** Bytes from one panel of a layer's gate weights to the next, for a single row. */
function gateStride(layer: usize): usize {
  return <usize>((layerPastTaps(layer) + 1) * residualChannels + localChannels) << 7;
}

/** The input layer's activations of a single row into `target`, and its projection into the stream. */
export function beginSingle(localInput: usize, target: usize): void {
  gatherSums(0, scratch);
  memory.copy(stream, projection(0), <usize>residualPadded << 2);
  if (localChannels) linearSingle(inputLocal, zeros, localInput, localChannels, gatePadded >> 4, scratch, true);
  activate(scratch, target);
}

/** What a layer's sums run over: past taps, oldest first, then the current input, then the local condition. */
function listSegments(layer: usize, localInput: usize): i32 {
  const bytes = <usize>residualChannels * rowBytes;
  const taps = layerPastTaps(layer);
  const cursor = layerCursor(layer);
  for (let tap = 0; tap < taps; tap++) putSegment(segments, tap, pastInput(layer, cursor, tap), bytes);
  putSegment(segments, taps, stream, bytes);
  if (!localChannels) return taps + 1;
  putSegment(segments, taps + 1, localInput, <usize>localChannels * rowBytes);
  return taps + 2;
}

/** Entry `index` of a list of segments. */
function putSegment(list: usize, index: i32, address: usize, bytes: usize): void {
  const segment = list + (<usize>index << 3);
  store<usize>(segment, address);
  store<usize>(segment, bytes, 4);
}

/** The layer's current input takes the place of its oldest one. */
export function remember(layer: usize, bytes: usize): void {
  if (!layerPadding(layer)) return;
  memory.copy(pastInput(layer, layerCursor(layer), 0), stream, bytes);
  advanceCursor(layer);
}
