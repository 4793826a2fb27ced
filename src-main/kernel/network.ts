/** One step of the network from queues (Le Paine et al., 2016): only what the newest sample changes is computed. */
import { gatedProduct, linearProduct } from './batched';
import { activate, gatherBatched, gatherSums, projection, rectify } from './input';
import { gatedProductSingle, linearProductSingle } from './single';
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
    linearProductSingle(headWeights, headBias, hidden, skipChannels, headPadded >> 5, scratch, false);
    rectify(scratch, scratch, <usize>headChannels << 2);
    linearProductSingle(logitWeights, logitBias, scratch, headChannels, paddedLevels >> 5, logits, false);
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
  linearProductSingle(inputOut, inputOutBias, hidden, dilationChannels, outPanels, stream, true);

  const residualBytes = <usize>residualChannels << 2;
  const end = layers + <usize>layerCount * LAYER_BYTES;
  for (let layer = layers; layer < end; layer += LAYER_BYTES) {
    const count = listSegments(layer, localInput);
    const inputs = (layerPastTaps(layer) + 1) * residualChannels + localChannels;
    gatedProductSingle(
      layerGateWeights(layer), <usize>inputs << 7, layerGateInit(layer), segments, count, gatePadded >> 4, hidden,
    );
    remember(layer, residualBytes);
    if (layerHasResidual(layer)) {
      linearProductSingle(
        layerOutWeights(layer), layerOutBias(layer), hidden, dilationChannels, outPanels, stream, true,
      );
    } else {
      linearProductSingle(
        layerOutWeights(layer), layerOutBias(layer), hidden, dilationChannels, skipPadded >> 5, skip, true,
      );
    }
  }
}

/** The input layer's activations of a single row into `target`, and its projection into the stream. */
export function beginSingle(localInput: usize, target: usize): void {
  gatherSums(0, scratch);
  memory.copy(stream, projection(0), <usize>residualPadded << 2);
  if (localChannels) linearProductSingle(inputLocal, zeros, localInput, localChannels, gatePadded >> 4, scratch, true);
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
export function putSegment(list: usize, index: i32, address: usize, bytes: usize): void {
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
