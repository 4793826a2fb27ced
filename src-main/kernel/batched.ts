/**
 * Products for many rows at once. Activations are [channel][row], four rows to a vector; a panel of weights holds four
 * outputs, [input][4]. A tile is four outputs × eight rows: eight sums that stay in registers, no unrolling beyond that
 * (more sums than registers spill). Every sum runs in one order: start, then segment by segment, channel by channel.
 */
import { gatedActivation, multiplyAdd } from './arithmetic';
import { rowBytes } from './slice';

const PANEL: usize = 4;
const TILE_BYTES: usize = 32;

/**
 * hidden = tanh(filter) · sigmoid(gate) with filter and gate = init + Σ over segments of weights · input.
 * Panels interleave [filter, filter, gate, gate]. `segments`: `count` pairs (address of [channel][row], bytes).
 */
export function gatedProduct(
  weights: usize,
  init: usize,
  initPerRow: bool,
  segments: usize,
  count: i32,
  inputs: usize,
  panels: i32,
  hidden: usize,
): void {
  const stride = rowBytes;
  const initBytes: usize = initPerRow ? stride * PANEL : PANEL << 2;
  for (let panel = 0; panel < panels; panel++) {
    for (let column: usize = 0; column < stride; column += TILE_BYTES) {
      gatedTile(weights, init, initPerRow, segments, count, column, stride, hidden + column);
    }
    weights += inputs * (PANEL << 2);
    init += initBytes;
    hidden += stride * 2;
  }
}

function gatedTile(
  weights: usize,
  init: usize,
  initPerRow: bool,
  segments: usize,
  count: i32,
  column: usize,
  stride: usize,
  hidden: usize,
): void {
  let f0: v128, f1: v128, f2: v128, f3: v128, g0: v128, g1: v128, g2: v128, g3: v128;
  if (initPerRow) {
    let start = init + column;
    f0 = v128.load(start);
    f1 = v128.load(start, 16);
    start += stride;
    f2 = v128.load(start);
    f3 = v128.load(start, 16);
    start += stride;
    g0 = v128.load(start);
    g1 = v128.load(start, 16);
    start += stride;
    g2 = v128.load(start);
    g3 = v128.load(start, 16);
  } else {
    f0 = f1 = v128.load32_splat(init);
    f2 = f3 = v128.load32_splat(init, 4);
    g0 = g1 = v128.load32_splat(init, 8);
    g2 = g3 = v128.load32_splat(init, 12);
  }
  for (const end = segments + ((<usize>count) << 3); segments < end; segments += 8) {
    let input = load<usize>(segments) + column;
    for (const last = input + load<usize>(segments, 4); input < last; input += stride) {
      const x0 = v128.load(input);
      const x1 = v128.load(input, 16);
      const w0 = v128.load32_splat(weights);
      f0 = multiplyAdd(w0, x0, f0);
      f1 = multiplyAdd(w0, x1, f1);
      const w1 = v128.load32_splat(weights, 4);
      f2 = multiplyAdd(w1, x0, f2);
      f3 = multiplyAdd(w1, x1, f3);
      const w2 = v128.load32_splat(weights, 8);
      g0 = multiplyAdd(w2, x0, g0);
      g1 = multiplyAdd(w2, x1, g1);
      const w3 = v128.load32_splat(weights, 12);
      g2 = multiplyAdd(w3, x0, g2);
      g3 = multiplyAdd(w3, x1, g3);
      weights += PANEL << 2;
    }
  }
  v128.store(hidden, gatedActivation(f0, g0));
  v128.store(hidden, gatedActivation(f1, g1), 16);
  hidden += stride;
  v128.store(hidden, gatedActivation(f2, g2));
  v128.store(hidden, gatedActivation(f3, g3), 16);
}

/** output = start + weights · input, where start is the bias, or the output so far + the bias. */
export function linearProduct(
  weights: usize,
  bias: usize,
  input: usize,
  inputs: usize,
  panels: i32,
  output: usize,
  accumulate: bool,
): void {
  const stride = rowBytes;
  for (let panel = 0; panel < panels; panel++) {
    for (let column: usize = 0; column < stride; column += TILE_BYTES) {
      linearTile(weights, bias, input + column, input + column + inputs * stride, stride, output + column, accumulate);
    }
    weights += inputs * (PANEL << 2);
    bias += PANEL << 2;
    output += stride * PANEL;
  }
}

function linearTile(
  weights: usize,
  bias: usize,
  input: usize,
  last: usize,
  stride: usize,
  output: usize,
  accumulate: bool,
): void {
  let a0 = v128.load32_splat(bias);
  let a1 = a0;
  let a2 = v128.load32_splat(bias, 4);
  let a3 = a2;
  let a4 = v128.load32_splat(bias, 8);
  let a5 = a4;
  let a6 = v128.load32_splat(bias, 12);
  let a7 = a6;
  const second = output + stride;
  const third = second + stride;
  const fourth = third + stride;
  if (accumulate) {
    a0 = f32x4.add(a0, v128.load(output));
    a1 = f32x4.add(a1, v128.load(output, 16));
    a2 = f32x4.add(a2, v128.load(second));
    a3 = f32x4.add(a3, v128.load(second, 16));
    a4 = f32x4.add(a4, v128.load(third));
    a5 = f32x4.add(a5, v128.load(third, 16));
    a6 = f32x4.add(a6, v128.load(fourth));
    a7 = f32x4.add(a7, v128.load(fourth, 16));
  }
  for (; input < last; input += stride) {
    const x0 = v128.load(input);
    const x1 = v128.load(input, 16);
    const w0 = v128.load32_splat(weights);
    a0 = multiplyAdd(w0, x0, a0);
    a1 = multiplyAdd(w0, x1, a1);
    const w1 = v128.load32_splat(weights, 4);
    a2 = multiplyAdd(w1, x0, a2);
    a3 = multiplyAdd(w1, x1, a3);
    const w2 = v128.load32_splat(weights, 8);
    a4 = multiplyAdd(w2, x0, a4);
    a5 = multiplyAdd(w2, x1, a5);
    const w3 = v128.load32_splat(weights, 12);
    a6 = multiplyAdd(w3, x0, a6);
    a7 = multiplyAdd(w3, x1, a7);
    weights += PANEL << 2;
  }
  v128.store(output, a0);
  v128.store(output, a1, 16);
  v128.store(second, a2);
  v128.store(second, a3, 16);
  v128.store(third, a4);
  v128.store(third, a5, 16);
  v128.store(fourth, a6);
  v128.store(fourth, a7, 16);
}
