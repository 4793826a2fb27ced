import type { Baseline, Baselines } from '../contract/baselines';
import type { RunConfiguration } from '../contract/configuration';
import { runSizes } from '../contract/run-sizes';
import { curveAt, type Curves, type Dataset } from '../data/curves';
import {
  autoregressiveForecaster,
  fitAutoregression,
  lastValue,
  seasonalLastValue,
  type Forecaster,
} from '../math/forecast-baselines';
import { measurePeriod } from '../math/period';
import { median } from '../math/statistics';
import { validationOrigins } from '../training/validation-origins';

/** Coefficients of the linear autoregression, where the series have room for them. */
const mostCoefficients = 32;
/** Training values that it is fitted to; more do not change it. */
const fittedValues = 200_000;
/** Training curves whose period is measured. */
const measuredCurves = 16;

/**
 * Forecasts the test curves of a run's data in simple ways, from the origin of its own free-running forecasts, and its
 * validation curves from the rolling origins of its validation. What is forecast are values, where levels stand for
 * such: on the levels of a µ-law nothing is linear.
 */
export function measureBaselines(
  configuration: RunConfiguration,
  { train, validation, test, quantizationLevels }: Dataset,
): Omit<Baselines, 'unit'> {
  const { forecastOrigin: origin } = runSizes(configuration);
  const horizon = configuration.validation.forecastHorizon;
  const values = train.values?.ofLevels ?? Float64Array.from({ length: quantizationLevels }, (_, level) => level);
  const measured = (forecaster: Forecaster) => ({
    ...errorsOf(forecaster, { test, origin, horizon, values }),
    accuracy: accuracyOf(forecaster, { validation, configuration, values }),
  });
  const baselines: Baseline[] = [{ name: 'last-value', label: 'Last value', ...measured(lastValue) }];
  const signals = someOf(train, Math.ceil(fittedValues / train.samples)).map((curve) => valuesOf(curve, values));
  const period = usualPeriod(signals);
  if (period !== null) {
    const label = `Last value of a season of ${period}`;
    baselines.push({ name: 'seasonal', label, ...measured(seasonalLastValue(period)) });
  }
  const order = Math.min(mostCoefficients, Math.floor((train.samples - 1) / 2), origin + 1);
  if (order >= 1) {
    const fit = fitAutoregression(signals, order);
    const label = `Linear autoregression of order ${order}`;
    baselines.push({ name: 'autoregression', label, ...measured(autoregressiveForecaster(fit)) });
  }
  return { baselines, curves: test.count, origin, horizon };
}

interface Course {
  test: Curves;
  origin: number;
  horizon: number;
  /** Value of each level, rising. */
  values: Float64Array;
}

/** Mean absolute errors by step; what leaves the levels is clamped, as a model's forecasts cannot leave them either. */
function errorsOf(
  forecaster: Forecaster,
  { test, origin, horizon, values }: Course,
): Pick<Baseline, 'error' | 'valueError'> {
  const sums = new Float64Array(horizon);
  const valueSums = new Float64Array(horizon);
  const [low, high] = [values[0]!, values.at(-1)!];
  for (let index = 0; index < test.count; index++) {
    const curve = curveAt(test, index);
    const scale = test.values?.scales[index] ?? 1;
    forecaster(valuesOf(curve.subarray(0, origin + 1), values), horizon).forEach((forecast, step) => {
      const value = Math.min(high, Math.max(low, forecast));
      const truth = curve[origin + 1 + step]!;
      sums[step]! += Math.abs(placeOf(value, values) - truth);
      valueSums[step]! += scale * Math.abs(value - values[truth]!);
    });
  }
  const mean = (all: Float64Array) => Array.from(all, (sum) => sum / test.count);
  return { error: mean(sums), ...(test.values ? { valueError: mean(valueSums) } : {}) };
}

/** Shares of exact tokens over the first steps of the forecasts from every origin, as models are validated. */
function accuracyOf(
  forecaster: Forecaster,
  { validation, configuration, values }: { validation: Curves; configuration: RunConfiguration; values: Float64Array },
): Baseline['accuracy'] {
  const horizons = configuration.validation.horizons.filter((horizon) => horizon > 1).sort((a, b) => a - b);
  const longest = horizons.at(-1);
  if (longest === undefined) return [];
  const correct = new Float64Array(longest);
  let forecasts = 0;
  for (const { first, count, origins } of validationOrigins(configuration, validation.samples)) {
    for (let index = first; index < first + count; index++) {
      const curve = curveAt(validation, index);
      const signal = valuesOf(curve, values);
      for (const origin of origins) {
        forecasts += 1;
        forecaster(signal.subarray(0, origin + 1), longest).forEach((value, step) => {
          if (Math.round(placeOf(value, values)) === curve[origin + 1 + step]!) correct[step]! += 1;
        });
      }
    }
  }
  return horizons.map((horizon) => {
    const exact = correct.subarray(0, horizon).reduce((sum, one) => sum + one, 0);
    return { horizon, share: exact / (horizon * forecasts) };
  });
}

function valuesOf(tokens: ArrayLike<number>, values: Float64Array): Float64Array {
  return Float64Array.from(tokens, (token) => values[token]!);
}

/** Where a value stands between the levels, 0 … Q − 1; the inverse of `values`, on a line between them. */
function placeOf(value: number, values: Float64Array): number {
  let [low, high] = [0, values.length - 1];
  if (value <= values[low]!) return low;
  if (value >= values[high]!) return high;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= value) low = middle;
    else high = middle;
  }
  return low + (value - values[low]!) / (values[high]! - values[low]!);
}

/** The median of the periods of some training curves, in whole samples; null where most have none. */
function usualPeriod(signals: readonly Float64Array[]): number | null {
  const some = evenly(signals.length, measuredCurves).map((index) => signals[index]!);
  const periods = some.flatMap((curve) => measurePeriod(curve)?.period ?? []);
  return periods.length * 2 > some.length ? Math.max(1, Math.round(median(periods))) : null;
}

/** So many curves at most, evenly spread. */
function someOf(curves: Curves, most: number): (Uint8Array | Uint16Array)[] {
  return evenly(curves.count, most).map((index) => curveAt(curves, index));
}

function evenly(all: number, most: number): number[] {
  const count = Math.min(all, most);
  return Array.from({ length: count }, (_, i) => Math.floor((i * all) / count));
}
