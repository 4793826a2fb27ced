/** Rows of an image from one on, and up to another that does not count. */
export interface RowRange {
  from: number;
  to: number;
}

/**
 * Mean width in pixels of the strokes in some rows of an image: twice their area over their outline, for a stroke of
 * length L and width w has the area L·w and, but for its ends, the outline 2·L. The outline is estimated from the steps
 * between ink and ground along rows and columns as π/4 of their number, which is right on average over all directions
 * (Cauchy and Crofton). Null where there is no ink.
 *
 * `pixels` are [height, width], ink from `threshold` on. Where the rows are cut there is no outline.
 */
export function strokeWidth(
  pixels: ArrayLike<number>,
  { width, threshold, rows: { from, to } }: { width: number; threshold: number; rows: RowRange },
): number | null {
  const height = pixels.length / width;
  const isInk = (row: number, column: number) =>
    row >= 0 && row < height && column >= 0 && column < width && pixels[row * width + column]! >= threshold;
  let area = 0;
  let steps = 0;
  for (let row = from; row < to; row++) {
    for (let column = 0; column < width; column++) {
      if (!isInk(row, column)) continue;
      area += 1;
      if (!isInk(row, column - 1)) steps += 1;
      if (!isInk(row, column + 1)) steps += 1;
      if ((row > from || row === 0) && !isInk(row - 1, column)) steps += 1;
      if ((row < to - 1 || row === height - 1) && !isInk(row + 1, column)) steps += 1;
    }
  }
  return steps === 0 ? null : (2 * area) / ((Math.PI / 4) * steps);
}
