import { visitHilbert } from './hilbert-curve';

/** Ways to unroll an image into a signal; `serpentine` is what the talk calls Peano. */
export const scanOrderNames = ['scanline', 'serpentine', 'column', 'hilbert', 'z-order'] as const;
export type ScanOrderName = (typeof scanOrderNames)[number];

export interface ImageSize {
  width: number;
  height: number;
}

/**
 * The pixels of an image in the order in which they are read: entry i is the pixel (row · width + column) that becomes
 * sample i. Every pixel comes exactly once, whatever the size.
 *
 * - `scanline`: row after row, each from the left.
 * - `serpentine`: every second row from the right, so that neighbours in the signal are neighbours in the image.
 * - `column`: column after column, each from the top.
 * - `hilbert`: along a Hilbert curve, so that whole stretches of the signal stay together in the image.
 * - `z-order`: by the interleaved bits of row and column (Morton 1966), leaving out what lies beyond the image.
 */
export function scanOrder(name: ScanOrderName, { width, height }: ImageSize): Uint32Array {
  requireSize('width', width);
  requireSize('height', height);
  const order = new Uint32Array(width * height);
  let next = 0;
  visitors[name]({ width, height }, (column, row) => (order[next++] = row * width + column));
  return order;
}

/** Where each pixel stands in the signal: entry order[i] is i. */
export function inverseOrder(order: Uint32Array): Uint32Array {
  const inverse = new Uint32Array(order.length);
  order.forEach((pixel, sample) => (inverse[pixel] = sample));
  return inverse;
}

/**
 * How many samples before each pixel the one above it stands in the signal, by pixel; negative where that one comes
 * later, 0 in the first row, where there is none.
 */
export function distanceAbove(order: Uint32Array, { width }: Pick<ImageSize, 'width'>): Int32Array {
  const place = inverseOrder(order);
  return Int32Array.from(place, (own, pixel) => (pixel < width ? 0 : own - place[pixel - width]!));
}

type Visit = (column: number, row: number) => void;

const visitors: Record<ScanOrderName, (size: ImageSize, visit: Visit) => void> = {
  scanline: ({ width, height }, visit) => {
    for (let row = 0; row < height; row++) for (let column = 0; column < width; column++) visit(column, row);
  },
  serpentine: ({ width, height }, visit) => {
    for (let row = 0; row < height; row++) {
      for (let i = 0; i < width; i++) visit(row % 2 === 0 ? i : width - 1 - i, row);
    }
  },
  column: ({ width, height }, visit) => {
    for (let column = 0; column < width; column++) for (let row = 0; row < height; row++) visit(column, row);
  },
  hilbert: visitHilbert,
  'z-order': ({ width, height }, visit) => {
    let side = 1;
    while (side < Math.max(width, height)) side *= 2;
    visitQuadrants({ column: 0, row: 0, side }, { width, height }, visit);
  },
};

interface Square {
  column: number;
  row: number;
  side: number;
}

/** The four quarters of a square, upper ones first, those outside the image left out. */
function visitQuadrants({ column, row, side }: Square, image: ImageSize, visit: Visit): void {
  if (column >= image.width || row >= image.height) return;
  if (side === 1) return visit(column, row);
  const half = side / 2;
  for (const below of [0, half]) {
    for (const right of [0, half]) {
      visitQuadrants({ column: column + right, row: row + below, side: half }, image, visit);
    }
  }
}

function requireSize(field: string, value: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= 65_536) return;
  throw new Error(`The ${field} of an image is ${value}; it must be an integer from 1 to 65536.`);
}
