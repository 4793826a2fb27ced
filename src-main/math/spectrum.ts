import { solveSymmetric } from './least-squares';

/** A signal as a sum of the harmonics of a known period. */
export interface HarmonicFit {
  /** Mean of the signal, after the harmonics. */
  offset: number;
  /** Of harmonic 1, 2 …, in the signal's unit. */
  amplitudes: number[];
}

/**
 * Amplitudes of harmonics 1 … `harmonics` by least squares of x_t ≈ c + Σ_n a_n cos(2π n t / period) + b_n sin(…).
 *
 * A signal that is a sum of them is found exactly, whatever its length, where a Fourier transform would smear it over its
 * bins. `period` is in samples and need not be whole; the signal must cover one period at least, and the highest harmonic
 * have more than two samples a period.
 */
export function fitHarmonics(
  signal: ArrayLike<number>,
  { period, harmonics }: { period: number; harmonics: number },
): HarmonicFit {
  const length = signal.length;
  const size = 2 * harmonics + 1;
  if (!(length >= period) || length < size) {
    throw new Error(
      `${length} samples do not tell ${harmonics} harmonics of a period of ${period} samples apart; ` +
        `they must cover a period, and be ${size} at least.`,
    );
  }
  if (!(period > 2 * harmonics)) {
    throw new Error(`Harmonic ${harmonics} of a period of ${period} samples lies beyond half the sampling rate.`);
  }
  const gram = new Float64Array(size * size);
  const right = new Float64Array(size);
  const row = new Float64Array(size);
  for (let t = 0; t < length; t++) {
    row[0] = 1;
    for (let n = 1; n <= harmonics; n++) {
      const angle = (2 * Math.PI * n * t) / period;
      row[2 * n - 1] = Math.cos(angle);
      row[2 * n] = Math.sin(angle);
    }
    for (let i = 0; i < size; i++) {
      right[i]! += row[i]! * signal[t]!;
      for (let j = 0; j <= i; j++) gram[i * size + j]! += row[i]! * row[j]!;
    }
  }
  const solution = solveSymmetric(gram, right);
  const amplitudes = Array.from({ length: harmonics }, (_, n) =>
    Math.hypot(solution[2 * n + 1]!, solution[2 * n + 2]!),
  );
  return { offset: solution[0]!, amplitudes };
}

/**
 * Harmonics that a signal tells apart: below half the sampling rate, and no more than there are samples for; 0 where it
 * is shorter than one period.
 */
export function distinctHarmonics(samples: number, period: number): number {
  if (samples < period) return 0;
  return Math.max(0, Math.min(Math.ceil(period / 2) - 1, Math.floor((samples - 1) / 2)));
}
