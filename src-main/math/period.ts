import { mean } from './statistics';

export interface MeasuredPeriod {
  /** In samples, finer than one. */
  period: number;
  /** How alike the series is to itself one period later, at most 1. */
  clarity: number;
}

/** Of all maxima, the first that comes so near to the highest is the period; a later one is a multiple of it. */
const NEAR_HIGHEST = 0.9;
/** What less resembles itself than this has no period. */
const LEAST_CLARITY = 0.3;

/**
 * The period at which a series resembles itself, by the normalized square difference function of McLeod and Wyvill
 * (2005, "A smarter way to find pitch"): n(τ) = 2 Σ x_j x_{j+τ} / Σ (x_j² + x_{j+τ}²) of the series without its mean.
 *
 * Lags up to half of the series count, so it must hold two periods. Null where it has none.
 */
export function measurePeriod(series: ArrayLike<number>): MeasuredPeriod | null {
  const center = mean(series);
  const similarity = normalizedSquareDifference(Float64Array.from(series, (value) => value - center));
  const maxima = keyMaxima(similarity);
  const highest = Math.max(LEAST_CLARITY, ...maxima.map((lag) => similarity[lag]!));
  const first = maxima.find((lag) => similarity[lag]! >= Math.max(LEAST_CLARITY, NEAR_HIGHEST * highest));
  return first === undefined ? null : vertex(similarity, first);
}

/** n(τ) for τ = 0 … half of the length. */
function normalizedSquareDifference(x: Float64Array): Float64Array {
  const count = x.length;
  const lags = Math.floor(count / 2) + 1;
  const result = new Float64Array(lags);
  let squares = 0;
  for (let j = 0; j < count; j++) squares += 2 * x[j]! ** 2;
  for (let lag = 0; lag < lags; lag++) {
    if (lag > 0) squares -= x[lag - 1]! ** 2 + x[count - lag]! ** 2;
    let products = 0;
    for (let j = 0; j < count - lag; j++) products += x[j]! * x[j + lag]!;
    result[lag] = squares > 0 ? (2 * products) / squares : 0;
  }
  return result;
}

/** The highest lag of each stretch above zero but the first; a stretch that does not end may still rise. */
function keyMaxima(similarity: Float64Array): number[] {
  const maxima: number[] = [];
  let best: number | null = null;
  let fell = false;
  for (let lag = 0; lag < similarity.length; lag++) {
    const value = similarity[lag]!;
    if (value <= 0) {
      if (best !== null) maxima.push(best);
      best = null;
      fell = true;
    } else if (fell && (best === null || value > similarity[best]!)) best = lag;
  }
  if (best !== null && best < similarity.length - 1) maxima.push(best);
  return maxima;
}

/** The top of the parabola through a maximum and its neighbours. */
function vertex(similarity: Float64Array, lag: number): MeasuredPeriod {
  const [before, at, after] = [similarity[lag - 1]!, similarity[lag]!, similarity[lag + 1] ?? similarity[lag]!];
  const curvature = before - 2 * at + after;
  const shift = curvature < 0 ? (before - after) / (2 * curvature) : 0;
  return { period: lag + shift, clarity: at - ((before - after) * shift) / 4 };
}
