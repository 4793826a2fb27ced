/** What the host calls: open a slice, feed it what was observed, generate. */
import { pushToken } from './input';
import { advance, readHead } from './network';
import { helpStep, leadStep } from './pipeline';
import { sample } from './sampling';
import {
  firstRow, levels, local, localChannels, logits, noiseStreams, openSlice, rowBytes, rowLogits, sampled, usedRows,
} from './slice';

export { openSlice };

/** Feeds `count` tokens of each row, u16 [row][stride] from `source`, without asking what comes next. */
export function observe(source: usize, count: i32, stride: i32): void {
  for (let step = 0; step < count; step++) {
    for (let row = 0; row < usedRows; row++) pushToken(row, load<u16>(source + <usize>(row * stride + step) * 2));
    advance(localAt(step));
  }
}

/**
 * Generates `count` tokens of each row, u16 [row][stride] into `target`; each row begins with the last token given,
 * u16 [row] at `pending`, and leaves its last one there. With `logitTarget` ≠ 0 the logits too, f32 [step][level][row].
 */
export function generate(pending: usize, target: usize, count: i32, stride: i32, logitTarget: usize): void {
  const bytes = <usize>levels * rowBytes;
  for (let step = 0; step < count; step++) {
    pushPending(pending);
    advance(localAt(step));
    readHead();
    if (logitTarget) memory.copy(logitTarget + <usize>step * bytes, logits, bytes);
    choose(pending, target + <usize>step * 2, stride);
  }
}

/** The same for a slice of one row while another thread runs `help` with the same count. */
export function lead(pending: usize, target: usize, count: i32, logitTarget: usize): void {
  const bytes = <usize>levels << 2;
  for (let step = 0; step < count; step++) {
    pushPending(pending);
    leadStep(step, count, localAt(step));
    if (logitTarget) memory.copy(logitTarget + <usize>step * bytes, logits, bytes);
    choose(pending, target + <usize>step * 2, count);
  }
}

/** The second thread's part of `lead`; the host has zeroed the counters. */
export function help(count: i32): void {
  for (let step = 0; step < count; step++) helpStep(step, count, localAt(step));
}

function pushPending(pending: usize): void {
  for (let row = 0; row < usedRows; row++) pushToken(row, load<u16>(pending + (<usize>row << 1)));
}

/** Samples each row's next token from its logits. */
function choose(pending: usize, target: usize, stride: i32): void {
  const step = load<u64>(sampled);
  store<u64>(sampled, step + 1);
  for (let row = 0; row < usedRows; row++) {
    let source = logits + (<usize>row << 2);
    for (let level: usize = 0; level < <usize>levels; level++) {
      store<f32>(rowLogits + (level << 2), load<f32>(source));
      source += rowBytes;
    }
    const own = firstRow + row;
    const token = <u16>sample(noiseStreams > 0 ? own % noiseStreams : own, step);
    store<u16>(pending + (<usize>row << 1), token);
    store<u16>(target + <usize>(row * stride) * 2, token);
  }
}

// @ts-ignore: decorator
@inline
function localAt(step: i32): usize {
  return local + <usize>step * <usize>localChannels * rowBytes;
}
