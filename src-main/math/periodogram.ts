import { mean } from './statistics';

/** Power at frequencies k / n, k = 1 … n/2, in cycles a sample, of a series without its mean under a Hann window. */
export function periodogram(series: ArrayLike<number>): { frequency: Float64Array; power: Float64Array } {
  const count = series.length;
  const center = mean(series);
  const windowed = Float64Array.from(
    { length: count },
    (_, t) => (series[t]! - center) * (0.5 - 0.5 * Math.cos((2 * Math.PI * t) / count)),
  );
  const bins = Math.floor(count / 2);
  const power = new Float64Array(bins);
  for (let k = 1; k <= bins; k++) {
    let [real, imaginary] = [0, 0];
    for (let t = 0; t < count; t++) {
      // Reduced first, so that the angle keeps its digits.
      const angle = (2 * Math.PI * ((k * t) % count)) / count;
      real += windowed[t]! * Math.cos(angle);
      imaginary -= windowed[t]! * Math.sin(angle);
    }
    power[k - 1] = (real * real + imaginary * imaginary) / count;
  }
  return { frequency: Float64Array.from(power, (_, i) => (i + 1) / count), power };
}
