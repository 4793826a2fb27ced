/** The input layer: one-hot tokens meet weights as rows of a table, so each tap is one row added. */
import { gatedActivation, leakyRelu } from './arithmetic';
import {
  dilationChannels,
  gatePadded,
  hidden,
  inputInit,
  inputKernel,
  inputProjection,
  inputTable,
  levels,
  residualPadded,
  rowBytes,
  rows,
  scratch,
  stream,
  tokens,
  usedRows,
} from './slice';

/** Takes the newest token of a row; `levels` stands for "none yet". */
export function pushToken(row: i32, token: i32): void {
  const history = tokens + <usize>(row * inputKernel) * 4;
  memory.copy(history, history + 4, (<usize>(inputKernel - 1)) << 2);
  store<i32>(history + ((<usize>(inputKernel - 1)) << 2), token);
}

/** One row's sums [filter, gate] into `target`: init + a table row for each tap. */
export function gatherSums(row: i32, target: usize): void {
  const bytes = (<usize>gatePadded) << 3;
  memory.copy(target, inputInit + <usize>row * bytes, bytes);
  const history = tokens + <usize>(row * inputKernel) * 4;
  for (let tap = 0; tap < inputKernel; tap++) {
    const token = load<i32>(history + ((<usize>tap) << 2));
    const source = inputTable + <usize>(tap * (levels + 1) + token) * bytes;
    for (let offset: usize = 0; offset < bytes; offset += 16) {
      v128.store(target + offset, f32x4.add(v128.load(target + offset), v128.load(source + offset)));
    }
  }
}

/** The row of the newest token that enters the residual stream. */
export function projection(row: i32): usize {
  const token = load<i32>(tokens + <usize>(row * inputKernel + inputKernel - 1) * 4);
  return inputProjection + <usize>token * ((<usize>residualPadded) << 2);
}

/** Sums and projections of all rows, turned to [channel][row] in `scratch` and `stream`. */
export function gatherBatched(): void {
  const sums = (<usize>gatePadded) << 3;
  const four = scratch + sums * <usize>rows;
  for (let row = 0; row < usedRows; row += 4) {
    const last = usedRows - 1;
    for (let i = 0; i < 4; i++) gatherSums(min(row + i, last), four + <usize>i * sums);
    const column = (<usize>row) << 2;
    turn(four, four + sums, four + 2 * sums, four + 3 * sums, sums, scratch + column);
    turn(
      projection(row),
      projection(min(row + 1, last)),
      projection(min(row + 2, last)),
      projection(min(row + 3, last)),
      (<usize>residualPadded) << 2,
      stream + column,
    );
  }
}

/** Four rows of channels → [channel][row], four channels at a time. */
function turn(a: usize, b: usize, c: usize, d: usize, bytes: usize, target: usize): void {
  for (let offset: usize = 0; offset < bytes; offset += 16) {
    const va = v128.load(a + offset);
    const vb = v128.load(b + offset);
    const vc = v128.load(c + offset);
    const vd = v128.load(d + offset);
    const ab0 = v128.shuffle<i32>(va, vb, 0, 4, 1, 5);
    const ab1 = v128.shuffle<i32>(va, vb, 2, 6, 3, 7);
    const cd0 = v128.shuffle<i32>(vc, vd, 0, 4, 1, 5);
    const cd1 = v128.shuffle<i32>(vc, vd, 2, 6, 3, 7);
    v128.store(target, v128.shuffle<i64>(ab0, cd0, 0, 2));
    target += rowBytes;
    v128.store(target, v128.shuffle<i64>(ab0, cd0, 1, 3));
    target += rowBytes;
    v128.store(target, v128.shuffle<i64>(ab1, cd1, 0, 2));
    target += rowBytes;
    v128.store(target, v128.shuffle<i64>(ab1, cd1, 1, 3));
    target += rowBytes;
  }
}

/** target = gated activation of the sums in `source` [2 · gatePadded] channels, filters first. */
export function activate(source: usize, target: usize): void {
  const bytes = <usize>dilationChannels * rowBytes;
  const gates = source + <usize>gatePadded * rowBytes;
  for (let offset: usize = 0; offset < bytes; offset += 16) {
    v128.store(target + offset, gatedActivation(v128.load(source + offset), v128.load(gates + offset)));
  }
}

/** target = LeakyReLU(source), `bytes` of them rounded up to 16. */
export function rectify(source: usize, target: usize, bytes: usize): void {
  for (let offset: usize = 0; offset < bytes; offset += 16) {
    v128.store(target + offset, leakyRelu(v128.load(source + offset)));
  }
}
