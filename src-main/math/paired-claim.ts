import { bootstrapPairedDifference, bootstrapPairedRatio, type BootstrapOptions, type Interval } from './bootstrap';
import { mean, standardError, studentQuantile } from './statistics';

/** Seeds without which nothing is claimed. */
export const leastSeeds = 3;

export interface PairedComparison {
  /** a − b. */
  difference: Interval;
  /** The same by Student's t; null of one pair. */
  student: Interval | null;
  /**
   * undecided: fewer than three pairs; none: the bootstrap interval includes 0; hint: it does not but Student's t does;
   * shown: neither includes it.
   *
   * The bootstrap alone would be rash with few pairs: three differences of one sign, which chance alone gives in one of
   * four cases, always exclude 0.
   */
  verdict: 'undecided' | 'none' | 'hint' | 'shown';
}

/** Compares pairs (the same seed in two arms) by their differences. */
export function comparePairs(a: readonly number[], b: readonly number[], options: BootstrapOptions): PairedComparison {
  const difference = bootstrapPairedDifference(a, b, options);
  const student = studentInterval(a.map((value, i) => value - b[i]!));
  const excludes = (interval: Interval | null) => interval !== null && (interval.low > 0 || interval.high < 0);
  const verdict =
    a.length < leastSeeds ? 'undecided' : !excludes(difference) ? 'none' : excludes(student) ? 'shown' : 'hint';
  return { difference, student, verdict };
}

/** Ratio a / b of the pairs in which both are there and above 0; null of none. */
export function ratioOfPairs(
  pairs: readonly (readonly [a: number | null, b: number | null])[],
  options: BootstrapOptions,
): Interval | null {
  const whole = pairs.filter((pair): pair is [number, number] => pair.every((value) => value !== null && value > 0));
  if (whole.length === 0) return null;
  return bootstrapPairedRatio(
    whole.map(([a]) => a),
    whole.map(([, b]) => b),
    options,
  );
}

/** 95 % confidence interval of the mean of normal values by Student's t (Student 1908); null of fewer than two. */
function studentInterval(values: readonly number[]): Interval | null {
  const count = values.length;
  if (count < 2) return null;
  const center = mean(values);
  const half = studentQuantile(count - 1) * standardError(values);
  return { mean: center, low: center - half, high: center + half, count };
}

/** Index of the first value that is at least (or at most) the threshold; −1 where none is. NaN never is. */
export function firstReaching(values: ArrayLike<number>, threshold: number, higherIsBetter: boolean): number {
  for (let i = 0; i < values.length; i++) {
    if (higherIsBetter ? values[i]! >= threshold : values[i]! <= threshold) return i;
  }
  return -1;
}
