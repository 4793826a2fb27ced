/** Zero crossings of the sinc on each side: 80 dB and more of damping with this window. */
const crossings = 16;

/** How a series is read at another rate. */
export interface Resampling {
  /** Samples of the result for each sample of the source. */
  ratio: number;
  /** Samples of the source. */
  length: number;
  /** Gives source samples `start … start + count − 1`; both ends lie in the source. */
  read(start: number, count: number): ArrayLike<number>;
}

/** Samples that a source of so many has after resampling. */
export function resampledLength(length: number, ratio: number): number {
  return Math.max(1, Math.round(length * ratio));
}

/**
 * Samples `first … first + count − 1` of a source read at another rate, by a sinc under a Blackman window that is scaled
 * to the lower of both rates (Smith, "Digital Audio Resampling"); beyond the ends the source keeps its last value. Any
 * division into blocks gives the same samples.
 */
export function resampleBlock({ ratio, length, read }: Resampling, first: number, count: number): Float64Array {
  const cutoff = Math.min(1, ratio);
  const reach = crossings / cutoff;
  const from = Math.max(0, Math.floor(first / ratio - reach));
  const to = Math.min(length - 1, Math.ceil((first + count - 1) / ratio + reach));
  const source = read(from, to - from + 1);
  const result = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const center = (first + i) / ratio;
    let [sum, weights] = [0, 0];
    for (let j = Math.ceil(center - reach); j <= center + reach; j++) {
      const weight = windowedSinc((j - center) * cutoff);
      weights += weight;
      sum += weight * source[Math.min(to, Math.max(from, j)) - from]!;
    }
    result[i] = sum / weights;
  }
  return result;
}

function windowedSinc(x: number): number {
  if (x === 0) return 1;
  const phase = Math.PI * x;
  const window = 0.42 + 0.5 * Math.cos(phase / crossings) + 0.08 * Math.cos((2 * phase) / crossings);
  return (Math.sin(phase) / phase) * window;
}
