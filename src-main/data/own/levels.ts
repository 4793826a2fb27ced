import type { Preparation, SeriesDataset, SeriesRecord } from '../../contract/own-data';
import { dequantize, dequantizeMuLaw, normalize, quantize, quantizeMuLaw } from '../../math/quantization';

export type LevelScale = Pick<Preparation, 'quantizationLevels' | 'law'> & Pick<SeriesDataset, 'range'>;

/** The level of a value, values beyond the range clamped. */
export function levelOf(value: number, { quantizationLevels, law, range }: LevelScale): number {
  const sample = normalize(value, range.low, range.high);
  return law === 'linear' ? quantize(sample, quantizationLevels) : quantizeMuLaw(sample, quantizationLevels);
}

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
