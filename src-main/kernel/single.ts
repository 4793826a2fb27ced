/**
 * Products for one row: a panel of weights holds 32 outputs, [input][32], eight vectors of sums that stay in registers.
 * The sums run in the same order as the batched ones, so both give the same bits.
 */
import { gatedActivation, multiplyAdd } from './arithmetic';

const PANEL_BYTES: usize = 128;

/**
 * output = start + weights · input over `inputs` inputs, for `panels` panels that lie `stride` bytes apart; with
 * `accumulate`, output = output + start + weights · input. `start` may be the output itself.
 *
 * Two inputs for each turn of the loop: with one V8 makes code that is less than half as fast (9.6 against 22.7
 * multiply-adds per nanosecond on one core), with four it runs out of registers.
 */
export function productSingle(
  weights: usize,
  stride: usize,
  start: usize,
  input: usize,
  inputs: usize,
  panels: i32,
  output: usize,
  accumulate: bool,
): void {
  const last = input + ((inputs & ~1) << 2);
  const odd = inputs & 1;
  const oddWeights = weights + ((inputs - odd) << 7);
  const oddOutput = output;
  for (let panel = 0; panel < panels; panel++) {
    let a0 = v128.load(start);
    let a1 = v128.load(start, 16);
    let a2 = v128.load(start, 32);
    let a3 = v128.load(start, 48);
    let a4 = v128.load(start, 64);
    let a5 = v128.load(start, 80);
    let a6 = v128.load(start, 96);
    let a7 = v128.load(start, 112);
    if (accumulate) {
      a0 = f32x4.add(a0, v128.load(output));
      a1 = f32x4.add(a1, v128.load(output, 16));
      a2 = f32x4.add(a2, v128.load(output, 32));
      a3 = f32x4.add(a3, v128.load(output, 48));
      a4 = f32x4.add(a4, v128.load(output, 64));
      a5 = f32x4.add(a5, v128.load(output, 80));
      a6 = f32x4.add(a6, v128.load(output, 96));
      a7 = f32x4.add(a7, v128.load(output, 112));
    }
    let w = weights;
    for (let x = input; x < last; x += 8) {
      const first = v128.load32_splat(x);
      a0 = multiplyAdd(first, v128.load(w), a0);
      a1 = multiplyAdd(first, v128.load(w, 16), a1);
      a2 = multiplyAdd(first, v128.load(w, 32), a2);
      a3 = multiplyAdd(first, v128.load(w, 48), a3);
      a4 = multiplyAdd(first, v128.load(w, 64), a4);
      a5 = multiplyAdd(first, v128.load(w, 80), a5);
      a6 = multiplyAdd(first, v128.load(w, 96), a6);
      a7 = multiplyAdd(first, v128.load(w, 112), a7);
      const second = v128.load32_splat(x, 4);
      a0 = multiplyAdd(second, v128.load(w, 128), a0);
      a1 = multiplyAdd(second, v128.load(w, 144), a1);
      a2 = multiplyAdd(second, v128.load(w, 160), a2);
      a3 = multiplyAdd(second, v128.load(w, 176), a3);
      a4 = multiplyAdd(second, v128.load(w, 192), a4);
      a5 = multiplyAdd(second, v128.load(w, 208), a5);
      a6 = multiplyAdd(second, v128.load(w, 224), a6);
      a7 = multiplyAdd(second, v128.load(w, 240), a7);
      w += 2 * PANEL_BYTES;
    }
    v128.store(output, a0);
    v128.store(output, a1, 16);
    v128.store(output, a2, 32);
    v128.store(output, a3, 48);
    v128.store(output, a4, 64);
    v128.store(output, a5, 80);
    v128.store(output, a6, 96);
    v128.store(output, a7, 112);
    weights += stride;
    start += PANEL_BYTES;
    output += PANEL_BYTES;
  }
  if (odd) addInput(oddWeights, stride, last, panels, oddOutput);
}

/** output += weights · one input: what is left of an odd number. In the loop above V8 would spill its registers. */
function addInput(weights: usize, stride: usize, input: usize, panels: i32, output: usize): void {
  const x = v128.load32_splat(input);
  for (let panel = 0; panel < panels; panel++) {
    for (let offset: usize = 0; offset < PANEL_BYTES; offset += 16) {
      v128.store(output + offset, multiplyAdd(x, v128.load(weights + offset), v128.load(output + offset)));
    }
    weights += stride;
    output += PANEL_BYTES;
  }
}

/**
 * The same for four columns of inputs at once, so that the weights are read once instead of four times: column c of the
 * output, `columnBytes` further than the one before, = column c of the start + weights · column c of the inputs.
 * `startBytes` from one column of the start to the next: 0 where all start from the same.
 */
export function productColumns(
  weights: usize,
  stride: usize,
  start: usize,
  startBytes: usize,
  input0: usize,
  input1: usize,
  input2: usize,
  input3: usize,
  inputs: usize,
  panels: i32,
  output: usize,
  columnBytes: usize,
): void {
  const bytes = inputs << 2;
  for (let panel = 0; panel < panels; panel++) {
    for (let offset: usize = 0; offset < PANEL_BYTES; offset += 32) {
      let from = start + offset;
      let a0 = v128.load(from);
      let b0 = v128.load(from, 16);
      from += startBytes;
      let a1 = v128.load(from);
      let b1 = v128.load(from, 16);
      from += startBytes;
      let a2 = v128.load(from);
      let b2 = v128.load(from, 16);
      from += startBytes;
      let a3 = v128.load(from);
      let b3 = v128.load(from, 16);
      let w = weights + offset;
      for (let k: usize = 0; k < bytes; k += 4) {
        const wa = v128.load(w);
        const wb = v128.load(w, 16);
        const x0 = v128.load32_splat(input0 + k);
        a0 = multiplyAdd(x0, wa, a0);
        b0 = multiplyAdd(x0, wb, b0);
        const x1 = v128.load32_splat(input1 + k);
        a1 = multiplyAdd(x1, wa, a1);
        b1 = multiplyAdd(x1, wb, b1);
        const x2 = v128.load32_splat(input2 + k);
        a2 = multiplyAdd(x2, wa, a2);
        b2 = multiplyAdd(x2, wb, b2);
        const x3 = v128.load32_splat(input3 + k);
        a3 = multiplyAdd(x3, wa, a3);
        b3 = multiplyAdd(x3, wb, b3);
        w += PANEL_BYTES;
      }
      let to = output + offset;
      v128.store(to, a0);
      v128.store(to, b0, 16);
      to += columnBytes;
      v128.store(to, a1);
      v128.store(to, b1, 16);
      to += columnBytes;
      v128.store(to, a2);
      v128.store(to, b2, 16);
      to += columnBytes;
      v128.store(to, a3);
      v128.store(to, b3, 16);
    }
    weights += stride;
    start += PANEL_BYTES;
    output += PANEL_BYTES;
  }
}

/** hidden = tanh(filter) · sigmoid(gate) of sums in panels [16 filters, 16 gates]. */
export function gateSingle(sums: usize, panels: i32, hidden: usize): void {
  for (let panel = 0; panel < panels; panel++) {
    for (let offset: usize = 0; offset < 64; offset += 16) {
      v128.store(hidden + offset, gatedActivation(v128.load(sums + offset), v128.load(sums + offset, 64)));
    }
    sums += PANEL_BYTES;
    hidden += 64;
  }
}
