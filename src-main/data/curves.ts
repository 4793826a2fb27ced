import type { RunConfiguration } from '../contract/configuration';
import { repeatValues } from '../math/repeat';

/** Curves of equal length as tokens; one split of a data set. */
export interface Curves {
  count: number;
  /** Samples of each curve. */
  samples: number;
  /** [count, samples], curve after curve; 8 bits where the levels fit. */
  tokens: Uint8Array | Uint16Array;
  /** Class of each curve [count], the global condition; null where the data has none. */
  classes: Uint16Array | null;
  /** Null where the data has none. */
  local: LocalCondition | null;
  /** How levels become values of their own unit; left out where levels are all there is. */
  values?: CurveValues;
}

/** Differences of values in their own unit: what is put back of a series but for its scale cancels out in them. */
export interface CurveValues {
  /** Value of each level, before trend, mean and deviation of a series are put back. */
  ofLevels: Float64Array;
  /** Scale of the series of each curve [count]. */
  scales: Float64Array;
}

/** A local condition. */
export interface LocalCondition {
  channels: number;
  /**
   * [samples, channels] where it is `shared` by all curves, else [count, samples, channels]; what stands at t belongs to
   * the input at t, which predicts t + 1.
   */
  values: Float32Array;
  shared: boolean;
  /** The columns that they were made of, where a person brought them. */
  columns?: readonly LocalColumn[];
}

/** A column that conditions a model: its value v, `lag` samples earlier, is used as (v − mean) / scale. */
export interface LocalColumn {
  name: string;
  lag: number;
  mean: number;
  scale: number;
}

export interface Dataset {
  quantizationLevels: number;
  /** Values that became the lowest and the highest level; values beyond are clamped. */
  range: { low: number; high: number };
  train: Curves;
  validation: Curves;
  test: Curves;
}

/** The local condition of the first `length` inputs of curves from `first` on: [rows, length, channels], or null. */
export function localRows(
  { local, samples }: Pick<Curves, 'local' | 'samples'>,
  { first, rows, length }: { first: number; rows: number; length: number },
): Float32Array | null {
  if (!local) return null;
  const { channels, values, shared } = local;
  if (shared) return repeatValues(values.subarray(0, length * channels), rows);
  const some = new Float32Array(rows * length * channels);
  for (let row = 0; row < rows; row++) {
    const start = (first + row) * samples * channels;
    some.set(values.subarray(start, start + length * channels), row * length * channels);
  }
  return some;
}

/** The data with those conditions alone that a model takes. */
export function conditionedFor(dataset: Dataset, model: RunConfiguration['model']): Dataset {
  const takesClasses = model.family === 'wavenet' && model.conditionClasses !== null;
  const takesLocal = model.family === 'wavenet' && model.localConditionChannels !== null;
  const of = (curves: Curves): Curves => ({
    ...curves,
    classes: takesClasses ? curves.classes : null,
    local: takesLocal ? curves.local : null,
  });
  return { ...dataset, train: of(dataset.train), validation: of(dataset.validation), test: of(dataset.test) };
}

/** The distance of two levels at a curve, in its own unit. */
export function valueDistance({ ofLevels, scales }: CurveValues, curve: number, a: number, b: number): number {
  return scales[curve]! * Math.abs(ofLevels[a]! - ofLevels[b]!);
}

/** Space for `count` curves of `samples` tokens. */
export function emptyTokens(quantizationLevels: number, length: number): Uint8Array | Uint16Array {
  return quantizationLevels <= 256 ? new Uint8Array(length) : new Uint16Array(length);
}

/** One curve as a view. */
export function curveAt({ tokens, samples }: Curves, index: number): Uint8Array | Uint16Array {
  return tokens.subarray(index * samples, (index + 1) * samples);
}
