import type { RunConfiguration } from '../contract/configuration';
import type { DriftChoice, DriftResult, DriftUnder, HarmonicSpectra, StepScores } from '../contract/drift';
import { runSizes } from '../contract/run-sizes';
import { curveAt, localRows, valueDistance, type Curves } from '../data/curves';
import { RandomStream } from '../math/random';
import { distinctHarmonics, fitHarmonics } from '../math/spectrum';
import type { Forecaster } from './forecasts';

/** Greedy predictions by a model that sees every sample before the one that it predicts. */
export interface TeacherForcedRequest {
  /** [B] rows of tokens, from the first sample of a curve to the last but one that is predicted. */
  rows: readonly Int32Array[];
  /** Samples that are predicted: the one after the last token, and those before it. */
  count: number;
  /** Class of each row [B], or null. */
  classes: Int32Array | null;
  /** [B, T, C] for all tokens of the rows, or null. */
  local: Float32Array | null;
}
/** Tokens [B, count], row after row. */
export type Predictor = (request: TeacherForcedRequest) => Int32Array;

export interface DriftMeasurement {
  configuration: RunConfiguration;
  parameters: Float32Array;
  /** Clean held-out curves; the first `choice.curves` of them are taken. */
  test: Curves;
  /** Period of each curve in samples; null where they have none. */
  periods: readonly number[] | null;
  /** Levels in the unit of the curves: what one unit of noise is in levels. */
  levelsPerUnit: number;
  choice: DriftChoice;
  forecaster: Forecaster;
  predictor: Predictor;
  /** Told the share that is done; false ends the measurement. */
  proceed: (share: number) => Promise<boolean>;
}

/** Curves forecast at once. */
const rowsAtOnce = 64;
/** Harmonics that are drawn, where the curves have as many. */
const mostHarmonics = 12;

/**
 * Error, accuracy and spectra of a model's forecasts step by step, free-running and teacher-forced, of clean and of noisy
 * observations; against the clean truth in both cases. Null when `proceed` gave false.
 */
export async function measureDrift(measurement: DriftMeasurement): Promise<DriftResult | null> {
  const { configuration, choice, test } = measurement;
  const trained = configuration.data.source === 'fourier' ? configuration.data.noise : 0;
  const noise = configuration.data.source === 'fourier' ? (choice.noise ?? trained) : 0;
  const levels = noise > 0 ? [0, noise] : [0];
  const under: DriftUnder[] = [];
  for (const [index, level] of levels.entries()) {
    const share = (own: number) => measurement.proceed((index + own) / levels.length);
    const measured = await measureUnder({ ...measurement, proceed: share }, level);
    if (!measured) return null;
    under.push(measured);
  }
  return {
    horizon: configuration.validation.forecastHorizon,
    origin: runSizes(configuration).forecastOrigin,
    curves: Math.min(choice.curves, test.count),
    under,
  };
}

async function measureUnder(measurement: DriftMeasurement, noise: number): Promise<DriftUnder | null> {
  const { configuration, parameters, test, periods, choice, forecaster, predictor, proceed } = measurement;
  const { model } = configuration;
  const steps = configuration.validation.forecastHorizon;
  const origin = runSizes(configuration).forecastOrigin;
  const count = Math.min(choice.curves, test.count);
  const sums = { freeRunning: emptySums(steps, test), teacherForced: emptySums(steps, test) };
  const harmonics = periods
    ? Math.min(mostHarmonics, ...periods.slice(0, count).map((period) => distinctHarmonics(steps, period)))
    : 0;
  const spectra: HarmonicSpectra = {
    truth: zeros(harmonics),
    freeRunning: zeros(harmonics),
    teacherForced: zeros(harmonics),
    error: zeros(harmonics),
  };
  for (let first = 0; first < count; first += rowsAtOnce) {
    const batch = Math.min(rowsAtOnce, count - first);
    const truth = Array.from({ length: batch }, (_, row) =>
      Int32Array.from(curveAt(test, first + row).subarray(0, origin + 1 + steps)),
    );
    const observed = truth.map((row, index) => noisy(row, measurement, { noise, curve: first + index }));
    const classes = test.classes && Int32Array.from(test.classes.subarray(first, first + batch));
    const local = localRows(test, { first, rows: batch, length: origin + steps });
    const prompt = new Int32Array(batch * (origin + 1));
    observed.forEach((row, index) => prompt.set(row.subarray(0, origin + 1), index * (origin + 1)));
    const free = truth.map(() => new Int32Array(steps));
    let step = 0;
    for await (const tokens of forecaster({ model, parameters, prompt, batch, steps, classes, local })) {
      if (!(await proceed((first + (batch * step) / steps) / count))) return null;
      free.forEach((row, index) => (row[step] = tokens[index]!));
      step += 1;
    }
    const rows = observed.map((row) => row.subarray(0, origin + steps));
    const forced = predictor({ rows, count: steps, classes, local });
    truth.forEach((row, index) => {
      const wanted = row.subarray(origin + 1);
      const guided = forced.subarray(index * steps, (index + 1) * steps);
      const distance = distanceAt(test, first + index);
      add(sums.freeRunning, { tokens: free[index]!, wanted, distance });
      add(sums.teacherForced, { tokens: guided, wanted, distance });
      if (harmonics === 0) return;
      const fit = { period: periods![first + index]!, harmonics };
      const signals: Record<keyof HarmonicSpectra, Int32Array> = {
        truth: wanted,
        freeRunning: free[index]!,
        teacherForced: guided,
        error: free[index]!.map((token, step) => token - wanted[step]!),
      };
      for (const name of Object.keys(signals) as (keyof HarmonicSpectra)[]) {
        const sum = spectra[name];
        fitHarmonics(signals[name], fit).amplitudes.forEach((amplitude, n) => (sum[n]! += amplitude / count));
      }
    });
  }
  return {
    observations: noise > 0 ? 'noisy' : 'clean',
    noise,
    freeRunning: meanOf(sums.freeRunning, count),
    teacherForced: meanOf(sums.teacherForced, count),
    spectra: harmonics > 0 ? spectra : null,
  };
}

/** The curve with white noise, as a sensor would quantize it; each curve has noise of its own, the same for all models. */
function noisy(
  tokens: Int32Array,
  { configuration, choice, levelsPerUnit }: DriftMeasurement,
  { noise, curve }: { noise: number; curve: number },
): Int32Array {
  if (noise === 0) return tokens;
  const stream = RandomStream.fromSeed(choice.seed).fork('observation noise').fork(String(curve));
  const highest = configuration.model.quantizationLevels - 1;
  return tokens.map((token) => {
    return Math.min(highest, Math.max(0, Math.round(token + noise * levelsPerUnit * stream.normal())));
  });
}

function emptySums(steps: number, { values }: Curves): StepScores {
  return { error: zeros(steps), accuracy: zeros(steps), ...(values ? { valueError: zeros(steps) } : {}) };
}

/** Gives the distance of two levels in the unit of a curve. */
function distanceAt({ values }: Curves, curve: number): (a: number, b: number) => number {
  return values ? (a, b) => valueDistance(values, curve, a, b) : (a, b) => Math.abs(a - b);
}

interface Scored {
  tokens: Int32Array;
  wanted: Int32Array;
  distance: (a: number, b: number) => number;
}

function add({ error, accuracy, valueError }: StepScores, { tokens, wanted, distance }: Scored): void {
  for (let step = 0; step < error.length; step++) {
    error[step]! += Math.abs(tokens[step]! - wanted[step]!);
    if (tokens[step] === wanted[step]) accuracy[step]! += 1;
    if (valueError) valueError[step]! += distance(tokens[step]!, wanted[step]!);
  }
}

function meanOf({ error, accuracy, valueError }: StepScores, count: number): StepScores {
  const mean = (sums: number[]) => sums.map((sum) => sum / count);
  return { error: mean(error), accuracy: mean(accuracy), ...(valueError ? { valueError: mean(valueError) } : {}) };
}

function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}
