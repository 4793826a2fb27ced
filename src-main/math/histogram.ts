import { extent } from './statistics';

/** Bins that several lists of numbers are counted in alike. */
export interface Bins {
  /** Ascending, one more than bins. */
  edges: Float64Array;
  /** `log`: the edges are in equal ratios, as positive values of several magnitudes need it. */
  scale: 'linear' | 'log';
}

/** Largest value over smallest from which bins of equal ratios are taken. */
const manyMagnitudes = 8;

/** `count` bins over all values of all lists; bins of equal ratio where positive values differ by magnitudes. */
export function commonBins(lists: readonly ArrayLike<number>[], count: number): Bins {
  const ends = lists.filter((values) => values.length > 0).map(extent);
  if (ends.length === 0) throw new Error('Bins need at least one value.');
  const low = Math.min(...ends.map((end) => end.low));
  const high = Math.max(...ends.map((end) => end.high));
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    throw new Error(`Bins need finite values; they go from ${low} to ${high}.`);
  }
  const scale = low > 0 && high / low > manyMagnitudes ? 'log' : 'linear';
  // Equal values lie in the middle of a bin of their own.
  const [first, last] = low < high ? [low, high] : [low - 0.5, high + 0.5];
  const edges = Float64Array.from({ length: count + 1 }, (_, i) =>
    scale === 'log' ? first * (last / first) ** (i / count) : first + ((last - first) * i) / count,
  );
  edges[0] = first;
  edges[count] = last;
  return { edges, scale };
}

/** How many values lie in each bin, its lower edge included, the last upper one too; others are not counted. */
export function countInBins(values: ArrayLike<number>, edges: ArrayLike<number>): number[] {
  const counts = new Array<number>(edges.length - 1).fill(0);
  for (let i = 0; i < values.length; i++) {
    const bin = binOf(values[i]!, edges);
    if (bin !== null) counts[bin]! += 1;
  }
  return counts;
}

/** By bisection. */
function binOf(value: number, edges: ArrayLike<number>): number | null {
  const last = edges.length - 1;
  if (!(value >= edges[0]! && value <= edges[last]!)) return null;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (value >= edges[middle]!) low = middle;
    else high = middle;
  }
  return low;
}
