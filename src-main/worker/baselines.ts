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

/** Coefficients of the linear autoregression, where the series have room for them. */
const mostCoefficients = 32;
/** Training values that it is fitted to; more do not change it. */
const fittedValues = 200_000;
/** Training curves whose period is measured. */
const measuredCurves = 16;

/** Forecasts the test curves of a run's data in simple ways, from the origin of its own free-running forecasts. */
export function measureBaselines(configuration: RunConfiguration, { train, test, quantizationLevels }: Dataset): Omit<Baselines, 'unit'> {
  const { forecastOrigin: origin } = runSizes(configuration);
  const horizon = configuration.validation.forecastHorizon;
  const top = quantizationLevels - 1;
  const error = (forecast: Forecaster) => errorOf(forecast, { test, origin, horizon, top });
  const baselines: Baseline[] = [{ name: 'last-value', label: 'Last value', error: error(lastValue) }];
  const period = usualPeriod(train);
  if (period !== null) {
    const label = `Last value of a season of ${period}`;
    baselines.push({ name: 'seasonal', label, error: error(seasonalLastValue(period)) });
  }
  const order = Math.min(mostCoefficients, Math.floor((train.samples - 1) / 2), origin + 1);
  if (order >= 1) {
    const fit = fitAutoregression(someOf(train, Math.ceil(fittedValues / train.samples)), order);
    const label = `Linear autoregression of order ${order}`;
    baselines.push({ name: 'autoregression', label, error: error(autoregressiveForecaster(fit)) });
  }
  return { baselines, curves: test.count, origin, horizon };
}

interface Course {
  test: Curves;
  origin: number;
  horizon: number;
  /** The highest level. */
  top: number;
}

/** Mean absolute error by step; what leaves the levels is clamped, as a model's forecasts cannot leave them either. */
function errorOf(forecast: Forecaster, { test, origin, horizon, top }: Course): number[] {
  const sums = new Float64Array(horizon);
  for (let index = 0; index < test.count; index++) {
    const curve = curveAt(test, index);
    forecast(curve.subarray(0, origin + 1), horizon).forEach((value, step) => {
      sums[step]! += Math.abs(Math.min(top, Math.max(0, value)) - curve[origin + 1 + step]!);
    });
  }
  return Array.from(sums, (sum) => sum / test.count);
}

/** The median of the periods of some training curves, in whole samples; null where most have none. */
function usualPeriod(train: Curves): number | null {
  const curves = someOf(train, measuredCurves);
  const periods = curves.flatMap((curve) => measurePeriod(curve)?.period ?? []);
  return periods.length * 2 > curves.length ? Math.max(1, Math.round(median(periods))) : null;
}

/** So many curves at most, evenly spread. */
function someOf(curves: Curves, most: number): (Uint8Array | Uint16Array)[] {
  const count = Math.min(curves.count, most);
  return Array.from({ length: count }, (_, i) => curveAt(curves, Math.floor((i * curves.count) / count)));
}
