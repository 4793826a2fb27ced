import type { Axis } from '../contract/figure';
import { originalValue, type OwnStretch, type OwnUnits } from '../contract/own-units';

/** In what a curve of tokens is shown, and at which places. */
export interface CurveScale {
  x: Pick<Axis, 'title' | 'unit' | 'scale'>;
  y: Axis;
  /** Place on the x axis of a sample, counted from the first of the curve. */
  time: (index: number) => number;
  /** What a level stands for at a sample; between levels, on a line. */
  value: (level: number, index: number) => number;
  /** Whether `value` gives levels as they are. */
  ofLevels: boolean;
}

export interface LevelsOptions {
  quantizationLevels: number;
  /** Seconds between samples, or null where they are no points in time. */
  sampleInterval: number | null;
}

/** Levels as they are, over seconds or samples. */
export function levelScale({ quantizationLevels, sampleInterval }: LevelsOptions): CurveScale {
  return {
    x: { ...(sampleInterval === null ? { title: 'Sample', unit: null } : { title: 'Time', unit: 's' }), scale: 'linear' },
    y: { title: 'Level', unit: null, scale: 'linear', min: 0, max: quantizationLevels - 1 },
    time: (index) => withoutDust(index * (sampleInterval ?? 1)),
    value: (level) => level,
    ofLevels: true,
  };
}

/** Levels of imported series in their own unit, over their own time. */
export function ownScale({ values, value, time, interval }: OwnUnits, stretch: OwnStretch): CurveScale {
  const isLevel = stretch.slope === 0;
  const ends = [values[0]!, values.at(-1)!].map((end) => withoutDust(originalValue(end, 0, stretch)));
  return {
    x: { ...time, scale: 'linear' },
    // A trend that is added back leads beyond the values of the levels.
    y: { ...value, scale: 'linear', min: isLevel ? Math.min(...ends) : null, max: isLevel ? Math.max(...ends) : null },
    time: (index) => withoutDust(stretch.start + index * interval),
    value: (level, index) => withoutDust(originalValue(between(values, level), stretch.place + index, stretch)),
    ofLevels: false,
  };
}

/** Without the dust of floating-point products, which would be seen in the exported points. */
function withoutDust(value: number): number {
  return Number(value.toPrecision(12));
}

function between(values: readonly number[], level: number): number {
  const low = Math.min(values.length - 1, Math.max(0, Math.floor(level)));
  const high = Math.min(values.length - 1, low + 1);
  return values[low]! + (level - low) * (values[high]! - values[low]!);
}
