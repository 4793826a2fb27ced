import type { ChartPoint } from './curves';

/**
 * Indices of the points that are left when a polyline may move by at most `tolerance`. The first point and the lowest
 * and highest of each stretch stay, and of each gap the first place that is not finite.
 *
 * Cone intersection (Zhao and Saalfeld, "Linear-time sleeve-fitting polyline simplification", Auto-Carto 1997): a point
 * may be left out while one straight line from the last kept point passes close to all that follow it.
 */
export function simplifiedIndices(x: ArrayLike<number>, y: ArrayLike<number>, tolerance: number): number[] {
  const kept: number[] = [];
  let start = 0;
  for (let index = 0; index <= x.length; index += 1) {
    if (index < x.length && Number.isFinite(x[index]!) && Number.isFinite(y[index]!)) continue;
    if (index > start) {
      keepOfStretch({ x, y, start, end: index - 1, tolerance, kept });
      if (index < x.length) kept.push(index);
    }
    start = index + 1;
  }
  return kept;
}

/** The points of a curve that are left when it may move by at most `tolerance` on the canvas of `toCanvas`. */
export function simplifiedPoints(
  points: readonly ChartPoint[],
  { toCanvas, tolerance }: { toCanvas: Record<'x' | 'y', (value: number) => number>; tolerance: number },
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
  // A skipped point may lie beyond the end of its line as well as beside it: √2 together.
  const reach = tolerance / Math.SQRT2;
  let anchor = start;
  let sleeve = new Sleeve(x[start]!, y[start]!, reach);
  kept.push(start);
  for (let index = start + 1; index <= end; index += 1) {
    const before = index - 1;
    const extreme = before !== anchor && (before === lowest || before === highest);
    if (!extreme && sleeve.takes(x[index]!, y[index]!)) continue;
    anchor = before;
    kept.push(anchor);
    sleeve = new Sleeve(x[anchor]!, y[anchor]!, reach);
    sleeve.takes(x[index]!, y[index]!);
  }
  if (end > start) kept.push(end);
}

/** All straight lines from one point that pass others within a reach. */
class Sleeve {
  private farthest = 0;
  /** The direction of the first point beyond reach; turns count from it. */
  private direction: number | null = null;
  private low = 0;
  private high = 0;

  constructor(
    private readonly x: number,
    private readonly y: number,
    private readonly reach: number,
  ) {}

  /** Whether one line can end at the point and pass all points before it; if so it has to pass this one from now on. */
  takes(x: number, y: number): boolean {
    const distance = Math.hypot(x - this.x, y - this.y);
    // A curve that comes back would be cut off where it was farthest.
    if (distance < this.farthest - this.reach) return false;
    if (distance <= this.reach) return true;
    const half = Math.asin(this.reach / distance);
    const direction = Math.atan2(y - this.y, x - this.x);
    if (this.direction === null) {
      this.direction = direction;
      [this.low, this.high] = [-half, half];
    } else {
      const turn = angleBetween(this.direction, direction);
      if (turn < this.low || turn > this.high) return false;
      [this.low, this.high] = [Math.max(this.low, turn - half), Math.min(this.high, turn + half)];
    }
    this.farthest = Math.max(this.farthest, distance);
    return true;
  }
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
