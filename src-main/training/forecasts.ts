import type { RunConfiguration } from '../contract/configuration';
import { runSizes } from '../contract/run-sizes';
import type { Forecast } from '../contract/training';
import { curveAt, localRows, valueDistance, type Curves } from '../data/curves';
import type { TrainedModel } from '../model/network';

export interface ForecastRequest extends TrainedModel {
  /** Observed tokens [batch, length], row after row. */
  prompt: Int32Array;
  batch: number;
  /** Steps to generate after the prompt. */
  steps: number;
  /** Class of each row [batch], or null. */
  classes: Int32Array | null;
  /** Local condition of prompt and of every step but the last [batch, length + steps − 1, C], or null. */
  local: Float32Array | null;
  /** Draws from the model's probabilities by this seed; left out, the most probable tokens are taken. */
  seed?: number;
}

/** Generates; yields the tokens of one step after the other, [batch] each. */
export type Forecaster = (request: ForecastRequest) => AsyncIterable<ArrayLike<number>>;

export interface FreeRunning {
  /** The first curves, to be drawn. */
  forecasts: Forecast[];
  /** Mean absolute error in levels by forecast step, over all test curves. */
  error: number[];
  /** The same in the data's own unit; left out where levels are all there is. */
  valueError?: number[];
  curves: number;
}

export interface FreeRunningOptions {
  parameters: Float32Array;
  test: Curves;
  forecaster: Forecaster;
  count?: number;
}

/** Curves whose tokens are kept for drawing, as on the talk's slide. */
export const DRAWN = 4;
/** Curves forecast at once. */
const ROWS = 128;

/**
 * Free-running greedy forecasts of the test curves, or of the first `count` of them: the model observes each curve up to
 * its receptive field, then feeds on its own samples for `forecastHorizon` steps. Returns null when `proceed` gives false
 * between two steps.
 */
export async function forecastFreely(
  configuration: RunConfiguration,
  { parameters, test, forecaster, count = test.count }: FreeRunningOptions,
  proceed: () => Promise<boolean>,
): Promise<FreeRunning | null> {
  const { model, validation } = configuration;
  const origin = runSizes(configuration).forecastOrigin;
  const steps = validation.forecastHorizon;
  const error = new Float64Array(steps);
  const { values } = test;
  const valueError = values ? new Float64Array(steps) : null;
  const forecasts: Forecast[] = [];
  for (let first = 0; first < count; first += ROWS) {
    const batch = Math.min(ROWS, count - first);
    const curves = Array.from({ length: batch }, (_, row) => curveAt(test, first + row));
    const prompt = new Int32Array(batch * (origin + 1));
    curves.forEach((curve, row) => prompt.set(curve.subarray(0, origin + 1), row * (origin + 1)));
    const classes = test.classes && Int32Array.from(test.classes.subarray(first, first + batch));
    const local = localRows(test, { first, rows: batch, length: origin + steps });
    const forecast = curves.map(() => new Int32Array(steps));
    let step = 0;
    for await (const tokens of forecaster({ model, parameters, prompt, batch, steps, classes, local })) {
      if (!(await proceed())) return null;
      for (let row = 0; row < batch; row++) {
        forecast[row]![step] = tokens[row]!;
        const truth = curves[row]![origin + 1 + step]!;
        error[step]! += Math.abs(tokens[row]! - truth) / count;
        if (valueError) valueError[step]! += valueDistance(values!, first + row, tokens[row]!, truth) / count;
      }
      step += 1;
    }
    for (let row = 0; first + row < Math.min(DRAWN, first + batch); row++) {
      const curve = curves[row]!;
      forecasts.push({
        curve: first + row,
        origin,
        observed: [...curve.subarray(0, origin + 1)],
        truth: [...curve.subarray(origin + 1, origin + 1 + steps)],
        forecast: [...forecast[row]!],
      });
    }
  }
  return { forecasts, error: [...error], ...(valueError ? { valueError: [...valueError] } : {}), curves: count };
}
