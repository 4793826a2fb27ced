/** Quantizers take and give samples in [−1, 1] and levels 0 … Q − 1; any number of levels Q from 2 to 1,024 works. */
export const MIN_LEVELS = 2;
export const MAX_LEVELS = 1024;

/**
 * The level of a sample, uniform bins of size 2 / (Q − 1), values outside [−1, 1] clamped.
 *
 * Odd Q is the talk's mid-tread quantizer, ⌊x/bin + 1/2⌋ + ⌊Q/2⌋, with a level at zero. Even Q has none (mid-rise): the
 * bins are the same, shifted by half a bin, so that both ends of the range keep a level of their own.
 */
export function quantize(sample: number, levels: number): number {
  const x = Math.min(1, Math.max(-1, finite(sample))) / binSize(levels);
  return levels % 2 === 1 ? Math.floor(x + 0.5) + (levels - 1) / 2 : Math.floor(x + levels / 2);
}

/** The sample at the middle of a level's bin, in [−1, 1]. */
export function dequantize(level: number, levels: number): number {
  return (checkLevel(level, levels) - (levels - 1) / 2) * binSize(levels);
}

/** Quantizes a whole series; levels fit 16 bits. */
export function quantizeAll(samples: ArrayLike<number>, levels: number): Uint16Array {
  return Uint16Array.from(samples, (sample) => quantize(sample, levels));
}

export function dequantizeAll(tokens: ArrayLike<number>, levels: number): Float64Array {
  return Float64Array.from(tokens, (level) => dequantize(level, levels));
}

/** µ-law companding with µ = Q − 1 (ITU-T G.711; van den Oord et al. 2016, section 2.2), then uniform levels. */
export function quantizeMuLaw(sample: number, levels: number): number {
  const x = Math.min(1, Math.max(-1, finite(sample)));
  const mu = levels - 1;
  return quantize((Math.sign(x) * Math.log1p(mu * Math.abs(x))) / Math.log1p(mu), levels);
}

/** Inverse of quantizeMuLaw at the middle of the level. */
export function dequantizeMuLaw(level: number, levels: number): number {
  const y = dequantize(level, levels);
  const mu = levels - 1;
  return (Math.sign(y) * Math.expm1(Math.abs(y) * Math.log1p(mu))) / mu;
}

/** Maps [low, high] linearly onto [−1, 1], clamped; a range without extent maps to 0. */
export function normalize(sample: number, low: number, high: number): number {
  if (!(high > low)) return 0;
  return Math.min(1, Math.max(-1, (2 * (sample - low)) / (high - low) - 1));
}

function binSize(levels: number): number {
  if (!Number.isInteger(levels) || levels < MIN_LEVELS || levels > MAX_LEVELS) {
    throw new Error(`quantizationLevels is ${levels}; it must be an integer from ${MIN_LEVELS} to ${MAX_LEVELS}.`);
  }
  return 2 / (levels - 1);
}

function checkLevel(level: number, levels: number): number {
  if (!Number.isInteger(level) || level < 0 || level >= levels) {
    throw new Error(
      `The level ${level} does not exist; with ${levels} levels it must be an integer from 0 to ${levels - 1}.`,
    );
  }
  return level;
}

function finite(sample: number): number {
  if (Number.isNaN(sample))
    throw new Error('A sample is not a number (NaN) and has no level; check the data it comes from.');
  return sample;
}
