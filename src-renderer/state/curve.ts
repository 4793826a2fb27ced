import { fromColumns, type MetricColumns } from '../../src-main/contract/metric-columns';
import type { MetricPoint } from '../../src-main/contract/metrics';
import { downsampleIndices } from '../../src-main/math/downsampling';

/** A curve of one metric of one run, growing in place while the run goes on. */
export interface Curve {
  readonly step: number[];
  /** Milliseconds of training, pauses left out. */
  readonly wallTime: number[];
  readonly value: number[];
  /** Points that are stored; more than are held where the curve was down-sampled. */
  total: number;
  /** Grows with every change. */
  revision: number;
}

export function emptyCurve(): Curve {
  return { step: [], wallTime: [], value: [], total: 0, revision: 0 };
}

export function curveOf(series: MetricColumns): Curve {
  const { step, wallTime, value, total } = fromColumns(series);
  return { step, wallTime, value, total, revision: 0 };
}

/** Appends a point unless its step is there already; tells whether it did. Points come in order of step. */
export function appendPoint(curve: Curve, point: Pick<MetricPoint, 'step' | 'wallTime' | 'value'>): boolean {
  const last = curve.step.at(-1);
  if (last !== undefined && point.step <= last) return false;
  curve.step.push(point.step);
  curve.wallTime.push(point.wallTime);
  curve.value.push(point.value);
  curve.total += 1;
  curve.revision += 1;
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
  curve.revision += 1;
  return true;
}

/** Keeps at most `maxPoints` points that draw the same curve, its extremes among them. */
export function thinCurve(curve: Curve, maxPoints: number): void {
  const kept = downsampleIndices(curve.step, curve.value, maxPoints);
  for (const numbers of [curve.step, curve.wallTime, curve.value]) {
    kept.forEach((from, to) => (numbers[to] = numbers[from]!));
    numbers.length = kept.length;
  }
  curve.revision += 1;
}
