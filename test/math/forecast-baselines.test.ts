import { expect, test } from 'vitest';
import {
  autoregressiveForecaster,
  fitAutoregression,
  lastValue,
  seasonalLastValue,
} from '../../src-main/math/forecast-baselines';
import { LineFit } from '../../src-main/math/least-squares';
import { RandomStream } from '../../src-main/math/random';

test('the last value is repeated, of a season its last course', () => {
  expect([...lastValue([3, 1, 4], 3)]).toEqual([4, 4, 4]);
  expect([...seasonalLastValue(3)([9, 1, 2, 3], 5)]).toEqual([1, 2, 3, 1, 2]);
  expect([...seasonalLastValue(12)([1, 2], 4)]).toEqual([1, 2, 1, 2]);
});

test('a linear autoregression is found again, from one series as from many', () => {
  const stream = RandomStream.fromSeed(5);
  const series = Array.from({ length: 8 }, () => {
    const x = [stream.normal(), stream.normal()];
    for (let t = 2; t < 400; t++) x.push(0.5 + 1.2 * x[t - 1]! - 0.6 * x[t - 2]! + 0.1 * stream.normal());
    return x;
  });
  const fit = fitAutoregression(series, 2);
  expect(fit.constant).toBeCloseTo(0.5, 1);
  expect(fit.coefficients[0]).toBeCloseTo(1.2, 1);
  expect(fit.coefficients[1]).toBeCloseTo(-0.6, 1);
});

test('forecasts of a known autoregression err as its closed form says', () => {
  const stream = RandomStream.fromSeed(9);
  const [a1, a2, deviation] = [1.2, -0.6, 0.1];
  const x = [0, 0];
  for (let t = 2; t < 60_000; t++) x.push(a1 * x[t - 1]! + a2 * x[t - 2]! + deviation * stream.normal());
  const forecast = autoregressiveForecaster(fitAutoregression([x.slice(0, 40_000)], 2));
  const horizon = 6;
  const squares = new Float64Array(horizon);
  const origins = Array.from({ length: 4000 }, (_, i) => 40_000 + 5 * i - 3);
  for (const origin of origins) {
    forecast(x.slice(origin - 9, origin + 1), horizon).forEach((value, h) => {
      squares[h]! += (value - x[origin + 1 + h]!) ** 2 / origins.length;
    });
  }
  // Var(h) = σ² Σ_{j<h} ψ_j², ψ_j = a1 ψ_{j−1} + a2 ψ_{j−2} (Box and Jenkins, 5.1.16).
  const psi = [1, a1];
  for (let j = 2; j < horizon; j++) psi.push(a1 * psi[j - 1]! + a2 * psi[j - 2]!);
  let sum = 0;
  psi.forEach((one, h) => {
    sum += one * one;
    expect(squares[h]! / (deviation * deviation * sum)).toBeCloseTo(1, 0.7);
  });
});

test('a sine is forecast exactly by two coefficients', () => {
  const sine = Float64Array.from({ length: 200 }, (_, t) => Math.sin(t / 5));
  const forecast = autoregressiveForecaster(fitAutoregression([sine], 2))(sine.subarray(0, 100), 50);
  forecast.forEach((value, h) => expect(value).toBeCloseTo(sine[100 + h]!, 3));
});

test('series that never change are no obstacle, too short ones are named', () => {
  const forecast = autoregressiveForecaster(fitAutoregression([new Float64Array(50).fill(7)], 4))([7, 7], 5);
  forecast.forEach((value) => expect(value).toBeCloseTo(7, 3));
  expect(() => fitAutoregression([[1, 2]], 4)).toThrow('order 4 needs a series of 5 values');
});

test('a line is found from its points one by one', () => {
  const fit = new LineFit();
  for (let t = 0; t < 100; t++) fit.push(3 - 0.25 * t);
  expect(fit.line().slope).toBeCloseTo(-0.25, 12);
  expect(fit.line().intercept).toBeCloseTo(3, 10);
});
