import type { MetricPoint, MetricSeries } from '../../src-main/contract/metrics';

/** A curve of one metric of one run, growing in place while the run goes on. */
export interface Curve {
  readonly step: number[];
  /** Milliseconds of training, pauses left out. */
  readonly wallTime: number[];
  readonly value: number[];
  /** Points that are stored; more than are held when the curve was down-sampled on reading. */
  total: number;
}

export function emptyCurve(): Curve {
  return { step: [], wallTime: [], value: [], total: 0 };
}

export function curveOf(series: MetricSeries): Curve {
  return { step: [...series.step], wallTime: [...series.wallTime], value: [...series.value], total: series.total };
}

/** Appends a point unless its step is there already; tells whether it did. Points come in order of step. */
export function appendPoint(curve: Curve, point: Pick<MetricPoint, 'step' | 'wallTime' | 'value'>): boolean {
  const last = curve.step.at(-1);
  if (last !== undefined && point.step <= last) return false;
  curve.step.push(point.step);
  curve.wallTime.push(point.wallTime);
  curve.value.push(point.value);
  curve.total += 1;
  return true;
}

/** Drops the points after `step`; tells whether there were any. */
export function cutCurve(curve: Curve, step: number): boolean {
  let kept = curve.step.length;
  while (kept > 0 && curve.step[kept - 1]! > step) kept -= 1;
  const dropped = curve.step.length - kept;
  if (dropped === 0) return false;
  curve.step.length = kept;
  curve.wallTime.length = kept;
  curve.value.length = kept;
  curve.total -= dropped;
  return true;
}

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
  for (let place = 0; place < count; place += 1) {
    const i = at(place);
    const fade = place === 0 ? 0 : 0.5 ** (Math.abs(step[i]! - step[at(place - 1)]!) / halfLife);
    const known = Number.isFinite(value[i]!);
    sum = fade * sum + (known ? value[i]! : 0);
    weight = fade * weight + (known ? 1 : 0);
    sums[i] = sum;
    weights[i] = weight;
  }
  return { sums, weights };
}
