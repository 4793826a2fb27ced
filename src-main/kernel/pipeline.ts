/**
 * One row on two threads. The main thread has the input layer and the first half of the layers, the helper the rest: each
 * keeps its weights and queues in its own cache, and the residual stream is handed over once in a step. While one
 * thread has the stream, the other does what nothing waits for: the skips, and the sums over the past of the coming
 * step. Every sum keeps the order of the single thread, so the bits are the same.
 */
import { beginSingle, linearSingle, readHead, remember, sumPastOfFour, sumPastSingle, sumPresentSingle } from './network';
import { gateSingle } from './single';
import {
  LAYER_BYTES, activations, dilationChannels, flags, gatePadded, inputOut, inputOutBias, layerCount, layerDilation,
  layerHasResidual, layerOutBias, layerOutWeights, layerPastTaps, layers, prepared, residualChannels, residualPadded,
  skipPadded, stream,
} from './slice';

// Counters of steps since the start of the block, each on a pair of cache lines of its own.
const HANDED: usize = 0; // the first half of the layers is done, the stream is the helper's
const SKIPPED: usize = 128; // the skips of the first half are summed
const FINISHED: usize = 256; // all skips are summed

/** Turns before a waiting thread lets others run: some tens of microseconds, longer than a step of most models. */
const PATIENCE: i32 = 100000;

/**
 * Sleeps for some microseconds while the word at an address is what was seen. The host's: V8's first-tier compiler
 * (seen in Node 20) loses values across `memory.atomic.wait32`.
 */
// @ts-ignore: decorator
@external("env", "nap")
declare function nap(address: usize, seen: i32): void;

/** The main thread's part of a step, `step` counted from the start of the block; leaves the logits ready. */
export function leadStep(step: i32, steps: i32, localInput: usize): void {
  const half = layerCount >> 1;
  const skip = stream + (<usize>residualPadded << 2);
  if (step == 0) sumPast(0, half, 0);
  beginSingle(localInput, activations);
  linearSingle(inputOut, inputOutBias, activations, dilationChannels, residualPadded >> 5, stream, true);
  passLayers(0, half, step, localInput);
  atomic.store<i32>(flags + HANDED, step + 1);
  memory.fill(skip, 0, <usize>skipPadded << 2);
  addSkip(inputOut, inputOutBias, true, activations, skip);
  addSkips(0, half, skip);
  atomic.store<i32>(flags + SKIPPED, step + 1);
  if (step + 1 < steps) sumPast(0, half, step + 1);
  awaitCount(FINISHED, step + 1);
  readHead();
}

/** The helper's part of the same step. */
export function helpStep(step: i32, steps: i32, localInput: usize): void {
  const half = layerCount >> 1;
  if (step == 0) sumPast(half, layerCount, 0);
  awaitCount(HANDED, step + 1);
  passLayers(half, layerCount, step, localInput);
  awaitCount(SKIPPED, step + 1);
  addSkips(half, layerCount, stream + (<usize>residualPadded << 2));
  atomic.store<i32>(flags + FINISHED, step + 1);
  if (step + 1 < steps) sumPast(half, layerCount, step + 1);
}

function awaitCount(counter: usize, count: i32): void {
  for (let turns = 0; ; ) {
    const seen = atomic.load<i32>(flags + counter);
    if (seen - count >= 0) return;
    if (++turns > PATIENCE) {
      nap(flags + counter, seen);
      turns = 0;
    }
  }
}

/**
 * Sums of the layers over their past inputs, which are known before the step begins. Those of a layer of dilation ≥ 4
 * are made for four steps at once, a quarter of the layers in each step: so fewer weights are read in a step.
 */
function sumPast(first: i32, end: i32, step: i32): void {
  for (let index = first; index < end; index++) {
    const layer = layerAt(index);
    const phase = phaseOf(index, step);
    if (!ofFour(layer)) sumPastSingle(layer, sumsOf(index, phase));
    else if (phase == 0 || step == 0) sumPastOfFour(layer, phase, sumsOf(index, 0), <usize>gatePadded << 3);
  }
}

// @ts-ignore: decorator
@inline
function ofFour(layer: usize): bool {
  return layerPastTaps(layer) > 0 && layerDilation(layer) >= 4;
}

/** Place of a step among the four that are prepared together: another one for each layer. */
// @ts-ignore: decorator
@inline
function phaseOf(index: i32, step: i32): i32 {
  return (index + step) & 3;
}

/** Takes the residual stream through the layers. */
function passLayers(first: i32, end: i32, step: i32, localInput: usize): void {
  for (let index = first; index < end; index++) {
    const layer = layerAt(index);
    const sums = sumsOf(index, phaseOf(index, step));
    const activation = activationOf(index);
    sumPresentSingle(layer, localInput, sums);
    gateSingle(sums, gatePadded >> 4, activation);
    remember(layer, <usize>residualChannels << 2);
    if (layerHasResidual(layer)) {
      linearSingle(
        layerOutWeights(layer), layerOutBias(layer), activation, dilationChannels, residualPadded >> 5, stream, true,
      );
    }
  }
}

function addSkips(first: i32, end: i32, skip: usize): void {
  for (let index = first; index < end; index++) {
    const layer = layerAt(index);
    addSkip(layerOutWeights(layer), layerOutBias(layer), layerHasResidual(layer), activationOf(index), skip);
  }
}

/** The skip rows come after the residual ones, where there are any. */
function addSkip(weights: usize, bias: usize, hasResidual: bool, activation: usize, skip: usize): void {
  if (hasResidual) {
    weights += <usize>residualPadded * <usize>dilationChannels * 4;
    bias += <usize>residualPadded << 2;
  }
  linearSingle(weights, bias, activation, dilationChannels, skipPadded >> 5, skip, true);
}

// @ts-ignore: decorator
@inline
function layerAt(index: i32): usize {
  return layers + <usize>index * LAYER_BYTES;
}

// @ts-ignore: decorator
@inline
function sumsOf(index: i32, phase: i32): usize {
  return prepared + <usize>(4 * index + phase) * (<usize>gatePadded << 3);
}

/** The input layer's activations come first. */
// @ts-ignore: decorator
@inline
function activationOf(index: i32): usize {
  return activations + <usize>(index + 1) * (<usize>gatePadded << 2);
}
