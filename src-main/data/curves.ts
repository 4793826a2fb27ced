/** Curves of equal length as tokens; one split of a data set. */
export interface Curves {
  count: number;
  /** Samples of each curve. */
  samples: number;
  /** [count, samples], curve after curve; 8 bits where the levels fit. */
  tokens: Uint8Array | Uint16Array;
  /** Class of each curve [count], the global condition; null where the data has none. */
  classes: Uint16Array | null;
}

export interface Dataset {
  quantizationLevels: number;
  /** Values that became the lowest and the highest level; values beyond are clamped. */
  range: { low: number; high: number };
  train: Curves;
  validation: Curves;
  test: Curves;
}

/** Space for `count` curves of `samples` tokens. */
export function emptyTokens(quantizationLevels: number, length: number): Uint8Array | Uint16Array {
  return quantizationLevels <= 256 ? new Uint8Array(length) : new Uint16Array(length);
}

/** One curve as a view. */
export function curveAt({ tokens, samples }: Curves, index: number): Uint8Array | Uint16Array {
  return tokens.subarray(index * samples, (index + 1) * samples);
}
