/**
 * How weights lie in the kernel's memory: panels of `width` outputs, [panel][input][width], so that the inner loop reads
 * straight on. 4 outputs wide for a batch of rows, 32 wide for a single row.
 */
export type PanelWidth = 4 | 32;

export function roundUp(count: number, multiple: number): number {
  return Math.ceil(count / multiple) * multiple;
}

/** Writes `weight(output, input)` as panels; outputs past the last are zero. */
export function packPanels(
  target: Float32Array,
  { width, outputs, inputs, weight }: {
    width: PanelWidth;
    outputs: number;
    inputs: number;
    weight: (output: number, input: number) => number;
  },
): void {
  let place = 0;
  for (let first = 0; first < outputs; first += width) {
    for (let input = 0; input < inputs; input++) {
      for (let i = 0; i < width; i++) target[place++] = first + i < outputs ? weight(first + i, input) : 0;
    }
  }
}

/** Elements of the panels of a product. */
export function panelElements(width: PanelWidth, outputs: number, inputs: number): number {
  return roundUp(outputs, width) * inputs;
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
