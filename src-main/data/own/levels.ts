import type { LevelScale } from '../../contract/own-units';
import { normalize, quantize, quantizeMuLaw } from '../../math/quantization';

/** The level of a value, values beyond the range clamped. */
export function levelOf(value: number, { quantizationLevels, law, range }: LevelScale): number {
  const sample = normalize(value, range.low, range.high);
  return law === 'linear' ? quantize(sample, quantizationLevels) : quantizeMuLaw(sample, quantizationLevels);
}
