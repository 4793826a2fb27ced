import { solveSymmetric } from './least-squares';
import { mean } from './statistics';

/** Forecasts of values `origin + 1 … origin + horizon` from the values up to the origin. */
export type Forecaster = (observed: ArrayLike<number>, horizon: number) => Float64Array;

/** Every step is the last value observed. */
export const lastValue: Forecaster = (observed, horizon) =>
  new Float64Array(horizon).fill(observed[observed.length - 1]!);

/** Every step is the value a whole number of periods before it, the last that was observed. */
export function seasonalLastValue(period: number): Forecaster {
  return (observed, horizon) => {
    const season = Math.min(period, observed.length);
    return Float64Array.from({ length: horizon }, (_, h) => observed[observed.length - season + (h % season)]!);
  };
}

/** x_t ≈ c + Σ_{i=1…p} a_i x_{t−i}. */
export interface Autoregression {
  constant: number;
  /** a_1, a_2, …, that of the value just before first. */
  coefficients: Float64Array;
}

/**
 * Fits a linear autoregression of an order to many series by least squares; every place with `order` values before it
 * counts. A trace of ridge, 1e-8 of the mean square, keeps it solvable where values repeat themselves exactly.
 */
export function fitAutoregression(series: Iterable<ArrayLike<number>>, order: number): Autoregression {
  const size = order + 1;
  const gram = new Float64Array(size * size);
  const right = new Float64Array(size);
  let places = 0;
  for (const values of series) {
    for (let t = order; t < values.length; t++) {
      places += 1;
      for (let i = 0; i < size; i++) {
        const x = i === 0 ? 1 : values[t - i]!;
        right[i]! += x * values[t]!;
        for (let j = 0; j <= i; j++) gram[i * size + j]! += x * (j === 0 ? 1 : values[t - j]!);
      }
    }
  }
  if (places === 0) throw new Error(`A linear autoregression of order ${order} needs a series of ${order + 1} values.`);
  const ridge = 1e-8 * Math.max(1, mean(Array.from({ length: size }, (_, i) => gram[i * size + i]!)));
  for (let i = 1; i < size; i++) gram[i * size + i]! += ridge;
  const [constant, ...coefficients] = solveSymmetric(gram, right);
  return { constant: constant!, coefficients: Float64Array.from(coefficients) };
}

/** Forecasts step by step, each from the ones before; fewer observed values than the order are continued to the left. */
export function autoregressiveForecaster({ constant, coefficients }: Autoregression): Forecaster {
  return (observed, horizon) => {
    const order = coefficients.length;
    const path = new Float64Array(order + horizon);
    for (let i = 0; i < order; i++) path[i] = observed[Math.max(0, observed.length - order + i)]!;
    for (let t = order; t < path.length; t++) {
      let next = constant;
      for (let i = 0; i < order; i++) next += coefficients[i]! * path[t - 1 - i]!;
      path[t] = next;
    }
    return path.slice(order);
  };
}
