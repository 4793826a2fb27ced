import type { RandomStream } from './random';
import { mean, quantiles } from './statistics';

export interface Interval {
  mean: number;
  low: number;
  high: number;
  /** Number of values behind it. */
  count: number;
}

export interface BootstrapOptions {
  stream: RandomStream;
  /** Coverage, 0.95 by default. */
  level?: number;
  /** 10,000 by default. */
  resamples?: number;
}

/**
 * Percentile bootstrap interval of the mean (Efron & Tibshirani 1993, An Introduction to the Bootstrap, section 13.3).
 * With a handful of values it is too narrow: a resample never goes beyond what was seen.
 */
export function bootstrapInterval(values: ArrayLike<number>, options: BootstrapOptions): Interval {
  const { stream, level = 0.95, resamples = 10_000 } = options;
  const count = values.length;
  const means = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += values[stream.integer(count)]!;
    means[r] = sum / count;
  }
  const tail = (1 - level) / 2;
  const [low, high] = quantiles(means, [tail, 1 - tail]);
  return { mean: mean(values), low: low!, high: high!, count };
}

/**
 * Interval of the mean difference a − b of pairs (the same seed in two arms); the pairs are resampled, so what both
 * share drops out (Efron & Tibshirani 1993, section 8.3, on structures more complicated than one sample).
 */
export function bootstrapPairedDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: BootstrapOptions,
): Interval {
  return bootstrapInterval(
    paired(a, b, (x, y) => x - y),
    options,
  );
}

/**
 * Interval of the geometric mean of the ratios a / b of pairs, all above 0: the mean of the logarithms is resampled, so
 * b / a has the inverse interval.
 */
export function bootstrapPairedRatio(a: ArrayLike<number>, b: ArrayLike<number>, options: BootstrapOptions): Interval {
  const {
    mean: center,
    low,
    high,
    count,
  } = bootstrapInterval(
    paired(a, b, (x, y) => Math.log(x / y)),
    options,
  );
  return { mean: Math.exp(center), low: Math.exp(low), high: Math.exp(high), count };
}

function paired(a: ArrayLike<number>, b: ArrayLike<number>, combine: (x: number, y: number) => number): Float64Array {
  if (a.length !== b.length || a.length === 0) {
    throw new Error(
      `A paired comparison needs as many values on both sides, at least one; given were ${a.length} and ${b.length}.`,
    );
  }
  return Float64Array.from(a, (value, i) => combine(value, b[i]!));
}
