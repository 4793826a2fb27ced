import { dequantize, dequantizeMuLaw } from '../math/quantization';
import type { Preparation, SeriesDataset, SeriesRecord } from './own-data';

/** What the levels of a dataset stand for. */
export type LevelScale = Pick<Preparation, 'quantizationLevels' | 'law'> & Pick<SeriesDataset, 'range'>;

/** The value in the middle of each level, before trend, mean and deviation of a series are put back. */
export function levelValues({ quantizationLevels, law, range }: LevelScale): Float64Array {
  return Float64Array.from({ length: quantizationLevels }, (_, level) => {
    const sample = (law === 'linear' ? dequantize : dequantizeMuLaw)(level, quantizationLevels);
    return range.low + ((sample + 1) / 2) * (range.high - range.low);
  });
}

/** A value as it was before detrending and standardising; `place` counts from the beginning of its series. */
export function originalValue(
  value: number,
  place: number,
  { scale, offset, slope }: Pick<SeriesRecord, 'scale' | 'offset' | 'slope'>,
): number {
  return value * scale + offset + slope * place;
}

/** The units of imported series, and how their levels and samples become values and times. */
export interface OwnUnits {
  /** Value of each level, before trend, mean and deviation of a series are put back. */
  values: number[];
  value: { title: string; unit: string | null };
  time: { title: string; unit: string | null };
  /** Between two samples, in the unit of time; 1 where samples are counted. */
  interval: number;
}

/** What is put back of the series that a stretch of samples belongs to, and where in it the stretch lies. */
export interface OwnStretch extends Pick<SeriesRecord, 'scale' | 'offset' | 'slope'> {
  /** Of its first sample, counted from the beginning of the series. */
  place: number;
  /** Time of its first sample. */
  start: number;
}

/** Units with the stretches that were asked for. */
export interface OwnView {
  units: OwnUnits;
  stretches: OwnStretch[];
  /** What holds of a stretch of no series; null where every series has a scale of its own. */
  common: OwnStretch | null;
}

export function ownUnits({ choice: { preparation, meaning }, range, interval }: SeriesDataset): OwnUnits {
  return {
    values: [...levelValues({ ...preparation, range })],
    value: { title: meaning.valueName, unit: meaning.valueUnit },
    time: interval === null ? { title: 'Sample', unit: null } : { title: 'Time', unit: meaning.timeUnit },
    interval: interval ?? 1,
  };
}

/** The stretch of a series that begins at a place. */
export function stretchOf({ choice, series, interval }: SeriesDataset, number: number, place: number): OwnStretch {
  const { scale, offset, slope } = series[number]!;
  return { scale, offset, slope, place, start: choice.meaning.start + place * (interval ?? 1) };
}

/** A stretch that begins at no certain time; null where series differ in what is put back, or have a trend. */
export function commonStretch({ series }: Pick<SeriesDataset, 'series'>): OwnStretch | null {
  const [first] = series;
  if (!first || first.slope !== 0) return null;
  const { scale, offset, slope } = first;
  const same = series.every((one) => one.scale === scale && one.offset === offset && one.slope === slope);
  return same ? { scale, offset, slope, place: 0, start: 0 } : null;
}

/** Name and unit of the values in one: `Sunspots (per month)`. */
export function valueText({ value: { title, unit } }: Pick<OwnUnits, 'value'>): string {
  return unit === null ? title : `${title} (${unit})`;
}

/** Slower ones are nothing to listen to, faster ones no machine plays. */
const audible = { least: 3000, most: 384_000 };

/** Samples a second of series that can be listened to; null of others. */
export function soundRate({ time: { unit }, interval }: Pick<OwnUnits, 'time' | 'interval'>): number | null {
  const rate = Math.round(1 / interval);
  return unit === 's' && rate >= audible.least && rate <= audible.most ? rate : null;
}

/** The value that is as loud as can be: 1, as in files of sound, or the greatest that levels stand for. */
export function fullScale({ values }: Pick<OwnUnits, 'values'>, stretch: OwnStretch): number {
  const ends = [values[0]!, values.at(-1)!].map((value) => Math.abs(originalValue(value, stretch.place, stretch)));
  return Math.max(1, ...ends);
}
