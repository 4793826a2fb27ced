import type { Axis, Series } from '../contract/figure';
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

/** Tokens at some samples of a curve as they are shown; of values in another unit the levels beside. */
export function shownPoints(
  tokens: readonly number[],
  at: (index: number) => number,
  { time, value, ofLevels }: Pick<CurveScale, 'time' | 'value' | 'ofLevels'>,
): Pick<Series, 'x' | 'y' | 'levels'> {
  return {
    x: tokens.map((_, index) => time(at(index))),
    y: tokens.map((level, index) => value(level, at(index))),
    ...(ofLevels ? {} : { levels: [...tokens] }),
  };
}

/** Levels as they are, over seconds or samples. */
export function levelScale({ quantizationLevels, sampleInterval }: LevelsOptions): CurveScale {
  return {
    x: {
      ...(sampleInterval === null ? { title: 'Sample', unit: null } : { title: 'Time', unit: 's' }),
      scale: 'linear',
    },
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
    y: {
      ...value,
      title: axisName(value.title),
      scale: 'linear',
      min: isLevel ? Math.min(...ends) : null,
      max: isLevel ? Math.max(...ends) : null,
    },
    time: (index) => withoutDust(stretch.start + index * interval),
    value: (level, index) => withoutDust(originalValue(between(values, level), stretch.place + index, stretch)),
    ofLevels: false,
  };
}

/** A long name has no room beside a small panel; the figure's remarks tell it. */
function axisName(name: string): string {
  return name.length <= 16 ? name : 'Value';
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
