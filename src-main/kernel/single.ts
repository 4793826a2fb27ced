/**
 * Products for one row: a panel of weights holds 32 outputs, [input][32], eight vectors of sums that stay in registers.
 * The sums run in the same order as the batched ones, so both give the same bits.
 */
import { gatedActivation, multiplyAdd } from './arithmetic';

const PANEL: usize = 32;
const PANEL_BYTES: usize = 128;

/** hidden = tanh(filter) · sigmoid(gate), panels [16 filters, 16 gates]; see the batched product of the same name. */
export function gatedProductSingle(
  weights: usize,
  weightStride: usize,
  init: usize,
  segments: usize,
  count: i32,
  panels: i32,
  hidden: usize,
): void {
  for (let panel = 0; panel < panels; panel++) {
    let w = weights;
    let a0 = v128.load(init);
    let a1 = v128.load(init, 16);
    let a2 = v128.load(init, 32);
    let a3 = v128.load(init, 48);
    let a4 = v128.load(init, 64);
    let a5 = v128.load(init, 80);
    let a6 = v128.load(init, 96);
    let a7 = v128.load(init, 112);
    for (let segment = segments, end = segments + (<usize>count << 3); segment < end; segment += 8) {
      let input = load<usize>(segment);
      for (const last = input + load<usize>(segment, 4); input < last; input += 4) {
        const x = v128.load32_splat(input);
        a0 = multiplyAdd(x, v128.load(w), a0);
        a1 = multiplyAdd(x, v128.load(w, 16), a1);
        a2 = multiplyAdd(x, v128.load(w, 32), a2);
        a3 = multiplyAdd(x, v128.load(w, 48), a3);
        a4 = multiplyAdd(x, v128.load(w, 64), a4);
        a5 = multiplyAdd(x, v128.load(w, 80), a5);
        a6 = multiplyAdd(x, v128.load(w, 96), a6);
        a7 = multiplyAdd(x, v128.load(w, 112), a7);
        w += PANEL_BYTES;
      }
    }
    v128.store(hidden, gatedActivation(a0, a4));
    v128.store(hidden, gatedActivation(a1, a5), 16);
    v128.store(hidden, gatedActivation(a2, a6), 32);
    v128.store(hidden, gatedActivation(a3, a7), 48);
    weights += weightStride;
    init += PANEL_BYTES;
    hidden += PANEL << 1;
  }
}

/** output = init + Σ over segments of weights · input, without activation: sums that another thread goes on with. */
export function partialProductSingle(
  weights: usize,
  weightStride: usize,
  init: usize,
  segments: usize,
  count: i32,
  panels: i32,
  output: usize,
): void {
  for (let panel = 0; panel < panels; panel++) {
    let w = weights;
    let a0 = v128.load(init);
    let a1 = v128.load(init, 16);
    let a2 = v128.load(init, 32);
    let a3 = v128.load(init, 48);
    let a4 = v128.load(init, 64);
    let a5 = v128.load(init, 80);
    let a6 = v128.load(init, 96);
    let a7 = v128.load(init, 112);
    for (let segment = segments, end = segments + (<usize>count << 3); segment < end; segment += 8) {
      let input = load<usize>(segment);
      for (const last = input + load<usize>(segment, 4); input < last; input += 4) {
        const x = v128.load32_splat(input);
        a0 = multiplyAdd(x, v128.load(w), a0);
        a1 = multiplyAdd(x, v128.load(w, 16), a1);
        a2 = multiplyAdd(x, v128.load(w, 32), a2);
        a3 = multiplyAdd(x, v128.load(w, 48), a3);
        a4 = multiplyAdd(x, v128.load(w, 64), a4);
        a5 = multiplyAdd(x, v128.load(w, 80), a5);
        a6 = multiplyAdd(x, v128.load(w, 96), a6);
        a7 = multiplyAdd(x, v128.load(w, 112), a7);
        w += PANEL_BYTES;
      }
    }
    v128.store(output, a0);
    v128.store(output, a1, 16);
    v128.store(output, a2, 32);
    v128.store(output, a3, 48);
    v128.store(output, a4, 64);
    v128.store(output, a5, 80);
    v128.store(output, a6, 96);
    v128.store(output, a7, 112);
    weights += weightStride;
    init += PANEL_BYTES;
    output += PANEL_BYTES;
  }
}

/** output = start + weights · input, where start is the bias, or the output so far + the bias. */
export function linearProductSingle(
  weights: usize,
  bias: usize,
  input: usize,
  inputs: usize,
  panels: i32,
  output: usize,
  accumulate: bool,
): void {
  const last = input + (inputs << 2);
  for (let panel = 0; panel < panels; panel++) {
    let a0 = v128.load(bias);
    let a1 = v128.load(bias, 16);
    let a2 = v128.load(bias, 32);
    let a3 = v128.load(bias, 48);
    let a4 = v128.load(bias, 64);
    let a5 = v128.load(bias, 80);
    let a6 = v128.load(bias, 96);
    let a7 = v128.load(bias, 112);
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
    for (let x = input; x < last; x += 4) {
      const value = v128.load32_splat(x);
      a0 = multiplyAdd(value, v128.load(weights), a0);
      a1 = multiplyAdd(value, v128.load(weights, 16), a1);
      a2 = multiplyAdd(value, v128.load(weights, 32), a2);
      a3 = multiplyAdd(value, v128.load(weights, 48), a3);
      a4 = multiplyAdd(value, v128.load(weights, 64), a4);
      a5 = multiplyAdd(value, v128.load(weights, 80), a5);
      a6 = multiplyAdd(value, v128.load(weights, 96), a6);
      a7 = multiplyAdd(value, v128.load(weights, 112), a7);
      weights += PANEL_BYTES;
    }
    v128.store(output, a0);
    v128.store(output, a1, 16);
    v128.store(output, a2, 32);
    v128.store(output, a3, 48);
    v128.store(output, a4, 64);
    v128.store(output, a5, 80);
    v128.store(output, a6, 96);
    v128.store(output, a7, 112);
    bias += PANEL_BYTES;
    output += PANEL_BYTES;
  }
}
