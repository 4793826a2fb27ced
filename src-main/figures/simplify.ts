import type { ChartPoint } from './curves';

/**
 * Indices of the points that are left when a polyline may move by at most `tolerance`. The first point and the lowest
 * and highest of each stretch stay, and every gap: a place that is not finite stays as one index.
 *
 * Cone intersection (Zhao and Saalfeld, "Linear-time sleeve-fitting polyline simplification", Auto-Carto 1997): a point
 * may be left out while one straight line from the last kept point passes close to all that follow it.
 */
export function simplifiedIndices(x: ArrayLike<number>, y: ArrayLike<number>, tolerance: number): number[] {
  const kept: number[] = [];
  let start = 0;
  for (let index = 0; index <= x.length; index += 1) {
    if (index < x.length && Number.isFinite(x[index]!) && Number.isFinite(y[index]!)) continue;
    if (index > start) keepOfStretch({ x, y, start, end: index - 1, tolerance, kept });
    if (index < x.length && kept.length > 0 && kept.at(-1) === index - 1) kept.push(index);
    start = index + 1;
  }
  return kept;
}

/** The points of a curve that are left when it may move by at most `tolerance` on the canvas of `toCanvas`. */
export function simplifiedPoints(
  points: readonly ChartPoint[],
  { toCanvas, tolerance }: { toCanvas: { x: (value: number) => number; y: (value: number) => number }; tolerance: number },
): ChartPoint[] {
  const x = Float64Array.from(points, (point) => toCanvas.x(point.x));
  const y = Float64Array.from(points, (point) => toCanvas.y(point.y));
  return simplifiedIndices(x, y, tolerance).map((index) => points[index]!);
}

interface Stretch {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  start: number;
  end: number;
  tolerance: number;
  kept: number[];
}

function keepOfStretch({ x, y, start, end, tolerance, kept }: Stretch): void {
  const { lowest, highest } = extremes(y, start, end);
  // A skipped point may lie beyond the end of its line by the tolerance as well as beside it: √2 together.
  const reach = tolerance / Math.SQRT2;
  kept.push(start);
  let anchor = start;
  let farthest = 0;
  let direction = 0;
  let [low, high] = [-Infinity, Infinity];
  for (let index = start + 1; index <= end; index += 1) {
    const [dx, dy] = [x[index]! - x[anchor]!, y[index]! - y[anchor]!];
    const distance = Math.hypot(dx, dy);
    const turn = low === -Infinity ? 0 : angleBetween(direction, Math.atan2(dy, dx));
    const straight = distance <= reach ? farthest <= reach : turn >= low && turn <= high && distance >= farthest - reach;
    const must = index - 1 !== anchor && (index - 1 === lowest || index - 1 === highest);
    if (!straight || must) {
      anchor = index - 1;
      kept.push(anchor);
      farthest = 0;
      [low, high] = [-Infinity, Infinity];
      index -= 1;
      continue;
    }
    if (distance <= reach) continue;
    if (low === -Infinity) direction = Math.atan2(dy, dx);
    const half = Math.asin(reach / distance);
    [low, high] = [Math.max(low, turn - half), Math.min(high, turn + half)];
    farthest = Math.max(farthest, distance);
  }
  if (end > start) kept.push(end);
}

function extremes(y: ArrayLike<number>, start: number, end: number): { lowest: number; highest: number } {
  let [lowest, highest] = [start, start];
  for (let index = start + 1; index <= end; index += 1) {
    if (y[index]! < y[lowest]!) lowest = index;
    if (y[index]! > y[highest]!) highest = index;
  }
  return { lowest, highest };
}

/** The turn from one direction to another, −π … π. */
function angleBetween(from: number, to: number): number {
  const turn = to - from;
  return turn > Math.PI ? turn - 2 * Math.PI : turn < -Math.PI ? turn + 2 * Math.PI : turn;
}
