import { extent } from '../../math/statistics';

/** A convolution along time; the same as the architecture's temporal layer. */
export interface Layer {
  kernelSize: number;
  dilation: number;
}

/** How many samples before the present one each tap reads, oldest first: (K − 1) · d … d, 0. */
export function tapDelays({ kernelSize, dilation }: Layer): number[] {
  return Array.from({ length: kernelSize }, (_, tap) => (kernelSize - 1 - tap) * dilation);
}

/**
 * By how many paths each value reaches one output: for each row of the lattice, the input first and the output last,
 * the number of paths from the value `delay` samples before the output, at index `delay`.
 *
 * The first row is as long as the receptive field; `limit` cuts rows to so many newest values. A count of 1 throughout
 * means that each input is used exactly once.
 */
export function pathCounts(layers: readonly Layer[], limit = Infinity): Float64Array[] {
  const rows = [Float64Array.of(1)];
  for (const layer of [...layers].reverse()) {
    const above = rows[0]!;
    const delays = tapDelays(layer);
    const below = new Float64Array(Math.min(limit, above.length + (delays[0] ?? 0)));
    above.forEach((count, delay) => {
      if (count === 0) return;
      for (const more of delays) if (delay + more < below.length) below[delay + more]! += count;
    });
    rows.unshift(below);
  }
  return rows;
}

/** What is said of the inputs that reach an output. */
export interface InputUse {
  /** Inputs that reach it at all. */
  used: number;
  /** Fewest and most paths of one that does. */
  fewest: number;
  most: number;
}

export function inputUse(counts: Float64Array): InputUse {
  const used = counts.filter((count) => count > 0);
  const { low, high } = extent(used);
  return { used: used.length, fewest: low, most: high };
}
