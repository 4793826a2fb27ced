/** A straight line through samples: its slope and the standard error of that, as an error of the samples explains it. */
export interface Trend {
  mean: number;
  slope: number;
  error: number;
}

/** Least squares; x and y have the same length, of at least three. */
export function trendOf(x: readonly number[], y: readonly number[]): Trend {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  const spread = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  const slope = x.reduce((sum, value, index) => sum + (value - meanX) * (y[index]! - meanY), 0) / spread;
  const residuals = x.reduce((sum, value, index) => sum + (y[index]! - meanY - slope * (value - meanX)) ** 2, 0);
  return { mean: meanY, slope, error: Math.sqrt(residuals / (x.length - 2) / spread) };
}
