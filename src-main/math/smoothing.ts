/**
 * Two-sided exponential smoothing over steps: a mean in which the weight of a point halves with every `halfLife` steps
 * of distance to either side. It does not lag behind a falling loss, as smoothing over the past alone does.
 */
export function smooth(step: ArrayLike<number>, value: ArrayLike<number>, halfLife: number): number[] {
  const count = value.length;
  const before = fadingSums(count, (i) => i, { step, value, halfLife });
  const after = fadingSums(count, (i) => count - 1 - i, { step, value, halfLife });
  const smoothed = new Array<number>(count);
  for (let i = 0; i < count; i += 1) {
    // Each point is in both sums.
    const known = Number.isFinite(value[i]!);
    const weight = before.weights[i]! + after.weights[i]! - (known ? 1 : 0);
    const sum = before.sums[i]! + after.sums[i]! - (known ? value[i]! : 0);
    smoothed[i] = weight > 0 ? sum / weight : NaN;
  }
  return smoothed;
}

interface Samples {
  step: ArrayLike<number>;
  value: ArrayLike<number>;
  halfLife: number;
}

/** Sums over the points up to each in the order of `at`, fading with distance; what is not finite is left out. */
function fadingSums(count: number, at: (place: number) => number, { step, value, halfLife }: Samples) {
  const sums = new Float64Array(count);
  const weights = new Float64Array(count);
  let sum = 0;
  let weight = 0;
  // Most points are as far from their neighbours as the ones before.
  let [distance, fade] = [NaN, 0];
  for (let place = 0; place < count; place += 1) {
    const i = at(place);
    const next = place === 0 ? Infinity : Math.abs(step[i]! - step[at(place - 1)]!);
    if (next !== distance) [distance, fade] = [next, 0.5 ** (next / halfLife)];
    const known = Number.isFinite(value[i]!);
    sum = fade * sum + (known ? value[i]! : 0);
    weight = fade * weight + (known ? 1 : 0);
    sums[i] = sum;
    weights[i] = weight;
  }
  return { sums, weights };
}
