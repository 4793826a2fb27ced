/**
 * One row on two threads. The main thread does what the next layer waits for: the current tap, the gate, the residual.
 * The helper does the rest beside it: the skips, and the sums over the past taps of the coming step. Both run in shared
 * memory and wait for each other at counters. Every sum keeps the order of the single thread, so the bits are the same.
 */
import { beginSingle, putSegment, readHead, remember } from './network';
import { gatedProductSingle, linearProductSingle, partialProductSingle } from './single';
import {
  LAYER_BYTES, activations, dilationChannels, flags, gatePadded, helperCursor, helperSegments, inputOut, inputOutBias,
  layerCount, layerCursor, layerGateInit, layerGateWeights, layerHasResidual, layerOutBias, layerOutWeights, layerPadding,
  layerPastTaps, layers, localChannels, pastInput, prepared, residualChannels, residualPadded, segments,
  setHelperCursor, skipPadded, stream,
} from './slice';

// Counters since the start of the block, each on a cache line of its own.
const ACTIVATED: usize = 0; // layers whose activations are ready, the input layer included
const PREPARED: usize = 64; // layers whose sums over the past are ready
const SKIPPED: usize = 128; // steps whose skips are summed

/** Turns before a waiting thread lets others run: far longer than a layer takes, far shorter than a time slice. */
const PATIENCE: i32 = 4000;

/**
 * Sleeps for some microseconds while the word at an address is what was seen. The host's: V8's first-tier compiler
 * (seen in Node 20) loses values across `memory.atomic.wait32`.
 */
// @ts-ignore: decorator
@external("env", "nap")
declare function nap(address: usize, seen: i32): void;

function awaitCount(counter: usize, count: i32): void {
  let turns = 0;
  for (;;) {
    const seen = atomic.load<i32>(flags + counter);
    if (seen - count >= 0) return;
    if (++turns > PATIENCE) {
      nap(flags + counter, seen);
      turns = 0;
    }
  }
}

/** The main thread's part of a step, `step` counted from the start of the block; leaves the logits ready. */
export function leadStep(step: i32, localInput: usize): void {
  const residualBytes = <usize>residualChannels << 2;
  const gateBytes = <usize>gatePadded << 2;
  let activation = activations;
  let sums = prepared;
  let done = step * (layerCount + 1);
  const expected = step * layerCount;
  beginSingle(localInput, activation);
  atomic.store<i32>(flags + ACTIVATED, ++done);
  linearProductSingle(inputOut, inputOutBias, activation, dilationChannels, residualPadded >> 5, stream, true);
  for (let index = 0; index < layerCount; index++) {
    const layer = layers + <usize>index * LAYER_BYTES;
    activation += gateBytes;
    const pastInputs = <usize>(layerPastTaps(layer) * residualChannels);
    const inputs = pastInputs + residualChannels + localChannels;
    putSegment(segments, 0, stream, residualBytes);
    if (localChannels) putSegment(segments, 1, localInput, <usize>localChannels << 2);
    awaitCount(PREPARED, expected + index + 1);
    gatedProductSingle(
      layerGateWeights(layer) + (pastInputs << 7), inputs << 7, sums, segments, localChannels ? 2 : 1, gatePadded >> 4,
      activation,
    );
    remember(layer, residualBytes);
    atomic.store<i32>(flags + ACTIVATED, ++done);
    if (layerHasResidual(layer)) {
      linearProductSingle(
        layerOutWeights(layer), layerOutBias(layer), activation, dilationChannels, residualPadded >> 5, stream, true,
      );
    }
    sums += gateBytes << 1;
  }
  awaitCount(SKIPPED, step + 1);
  readHead();
}

/** The helper's part of `steps` steps, beginning with the sums over the past of the first. */
export function helpSteps(steps: i32): void {
  const gateBytes = <usize>gatePadded << 2;
  const skip = stream + (<usize>residualPadded << 2);
  for (let index = 0; index < layerCount; index++) {
    const layer = layers + <usize>index * LAYER_BYTES;
    setHelperCursor(layer, layerCursor(layer));
    preparePast(layer, index);
    atomic.store<i32>(flags + PREPARED, index + 1);
  }
  for (let step = 0; step < steps; step++) {
    const done = step * (layerCount + 1);
    let activation = activations;
    awaitCount(ACTIVATED, done + 1);
    memory.fill(skip, 0, <usize>skipPadded << 2);
    addSkip(inputOut, inputOutBias, true, activation, skip);
    for (let index = 0; index < layerCount; index++) {
      const layer = layers + <usize>index * LAYER_BYTES;
      activation += gateBytes;
      awaitCount(ACTIVATED, done + index + 2);
      addSkip(layerOutWeights(layer), layerOutBias(layer), layerHasResidual(layer), activation, skip);
      if (index == layerCount - 1) atomic.store<i32>(flags + SKIPPED, step + 1);
      if (step + 1 < steps) {
        const next = helperCursor(layer) + 1;
        setHelperCursor(layer, next >= layerPadding(layer) ? 0 : next);
        preparePast(layer, index);
        atomic.store<i32>(flags + PREPARED, (step + 1) * layerCount + index + 1);
      }
    }
    if (!layerCount) atomic.store<i32>(flags + SKIPPED, step + 1);
  }
}

function addSkip(weights: usize, bias: usize, hasResidual: bool, activation: usize, skip: usize): void {
  if (hasResidual) {
    weights += <usize>residualPadded * <usize>dilationChannels * 4;
    bias += <usize>residualPadded << 2;
  }
  linearProductSingle(weights, bias, activation, dilationChannels, skipPadded >> 5, skip, true);
}

function preparePast(layer: usize, index: i32): void {
  const taps = layerPastTaps(layer);
  const inputs = (taps + 1) * residualChannels + localChannels;
  const bytes = <usize>residualChannels << 2;
  for (let tap = 0; tap < taps; tap++) {
    putSegment(helperSegments, tap, pastInput(layer, helperCursor(layer), tap), bytes);
  }
  partialProductSingle(
    layerGateWeights(layer), <usize>inputs << 7, layerGateInit(layer), helperSegments, taps,
    gatePadded >> 4, prepared + <usize>index * (<usize>gatePadded << 3),
  );
}
