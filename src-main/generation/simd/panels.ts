/**
 * How weights lie in the kernel's memory: panels of `width` outputs, [panel][input][width], so that the inner loop
 * reads straight on. 4 outputs wide for a batch of rows, 32 wide for a single row.
 */
export type PanelWidth = 4 | 32;

export function roundUp(count: number, multiple: number): number {
  return Math.ceil(count / multiple) * multiple;
}

/** Weights [inputs, outputs], row after row. */
export interface PanelSource {
  weights: Float32Array;
  inputs: number;
}

/**
 * Writes panels whose output o takes column `columns[o]` of the sources' rows, one source after the other; zero where
 * the column is −1. All sources have rows of `stride` elements.
 */
export function packPanels(
  target: Float32Array,
  {
    width,
    columns,
    stride,
    sources,
  }: {
    width: PanelWidth;
    columns: Int32Array;
    stride: number;
    sources: readonly PanelSource[];
  },
): void {
  let place = 0;
  for (let first = 0; first < columns.length; first += width) {
    for (const { weights, inputs } of sources) {
      for (let row = 0; row < inputs * stride; row += stride) {
        for (let output = first; output < first + width; output++) {
          const column = columns[output]!;
          target[place++] = column < 0 ? 0 : weights[row + column]!;
        }
      }
    }
  }
}

/** Columns 0 … count − 1 for as many outputs, and padding up to the width. */
export function plainColumns(count: number, width: PanelWidth): Int32Array {
  return Int32Array.from({ length: roundUp(count, width) }, (_, output) => (output < count ? output : -1));
}

/**
 * The gate row that belongs to a panel output: panels hold half filters, then half gates, so that a tile has both of a
 * channel. Returns the row of the weights (filters 0 … D − 1, gates D … 2D − 1), or −1 for padding.
 */
export function gateRow(output: number, width: PanelWidth, channels: number): number {
  const half = width / 2;
  const place = output % width;
  const channel = Math.floor(output / width) * half + (place % half);
  if (channel >= channels) return -1;
  return place < half ? channel : channels + channel;
}
