import * as tf from '@tensorflow/tfjs-core';
import { logMarginal, posterior, uniformPrior } from '../math/bayes';
import { encode, head } from '../model/forward';
import { crossEntropyRows } from '../model/kernels';
import type { Network } from '../model/network';
import { rowsOfTokens, window } from '../model/sequences';
import { computeTidily } from '../model/tidy';
import { conditionAt } from './condition';

/** Series whose likelihood is wanted. */
export interface GivenSeries {
  /** [B] rows of T ≥ 1 tokens each. */
  tokens: readonly ArrayLike<number>[];
  /** Local condition of all samples but the last [B, T − 1, C]; null for a model without one. */
  local: Float32Array | null;
}

export interface ConditionedSeries extends GivenSeries {
  /** Class of each row [B]; null for a model without a global condition. */
  classes: ArrayLike<number> | null;
}

/** Some samples of all rows. */
export interface LikelihoodPiece {
  /** Index of the first of these samples. */
  first: number;
  samples: number;
  /** log p(x_t | x_{<t}, y) in nats [B, samples], row after row. */
  values: Float32Array;
}

/** Row · samples that one pass computes where it is not said: some hundred megabytes with the channels of the talk. */
const rowSamples = 2 ** 16;

/**
 * log p(x_t | x_{<t}, y) of every sample, the first included, whose probability is that of an empty prompt: by the
 * chain rule they sum to log p(x | y).
 *
 * Series of up to `samplesAtOnce` samples take one pass; longer ones are cut in pieces that overlap by the receptive
 * field, so memory does not grow with their length.
 */
export function* likelihoodPieces(
  network: Network,
  series: ConditionedSeries,
  samplesAtOnce = Math.max(network.receptiveField, Math.floor(rowSamples / series.tokens.length)),
): Generator<LikelihoodPiece, void, void> {
  const samples = lengthOf(series);
  yield { first: 0, samples: 1, values: firstSample(network, series) };
  for (let first = 1; first < samples; first += samplesAtOnce) {
    const count = Math.min(samplesAtOnce, samples - first);
    yield { first, samples: count, values: laterSamples(network, series, { first, count }) };
  }
}

/** log p(x_t | x_{<t}, y) in nats [B][T] of whole series at once. */
export function stepLogLikelihoods(
  network: Network,
  series: ConditionedSeries,
  samplesAtOnce?: number,
): Float32Array[] {
  const steps = series.tokens.map((row) => new Float32Array(row.length));
  for (const piece of likelihoodPieces(network, series, samplesAtOnce)) setPiece(steps, piece);
  return steps;
}

/** Copies a piece to its place in the steps [B][T] of whole series. */
export function setPiece(steps: readonly Float32Array[], { first, samples, values }: LikelihoodPiece): void {
  steps.forEach((own, row) => own.set(values.subarray(row * samples, (row + 1) * samples), first));
}

/** log p(x | y) in nats, summed in double precision. */
export function logLikelihood(steps: ArrayLike<number>): number {
  let sum = 0;
  for (let t = 0; t < steps.length; t++) sum += steps[t]!;
  return sum;
}

/** −log₂ p(x) / T from nats. */
export function bitsPerSample(nats: number, samples: number): number {
  return -nats / Math.LN2 / samples;
}

/** The likelihood of one series whatever its class. */
export interface MarginalLikelihood {
  /** log p(x_t | x_{<t}) in nats [T]. */
  steps: Float64Array;
  /** log p(x) = log Σ p(x | y) p(y). */
  whole: number;
  /** p(y | x) by classes. */
  posterior: Float64Array;
}

/**
 * Marginalises over the classes: from log p(x_t | x_{<t}, y) in nats [K][T] of one series under each class, with every
 * class as likely as any other where no prior is given. A step is log p(x_{≤ t}) − log p(x_{<t}), by log-sum-exp.
 */
export function marginalLikelihood(
  byClass: readonly ArrayLike<number>[],
  prior: ArrayLike<number> = uniformPrior(byClass.length),
): MarginalLikelihood {
  const sums = new Float64Array(byClass.length);
  const steps = new Float64Array(byClass[0]?.length ?? 0);
  let before = logMarginal(sums, prior);
  for (let t = 0; t < steps.length; t++) {
    byClass.forEach((own, y) => (sums[y]! += own[t]!));
    const whole = logMarginal(sums, prior);
    steps[t] = whole - before;
    before = whole;
  }
  return { steps, whole: before, posterior: posterior(sums, prior) };
}

function lengthOf({ tokens }: GivenSeries): number {
  const length = tokens[0]?.length ?? 0;
  const other = tokens.findIndex((row) => row.length !== length);
  if (length < 1) throw new Error('A likelihood needs at least one series of at least one sample.');
  if (other < 0) return length;
  throw new Error(
    `Series ${other} has ${tokens[other]!.length} samples, series 0 has ${length}; all must be equally long.`,
  );
}

/** What the model takes for a beginning that is not there: a single sample of zeros. */
function firstSample(network: Network, series: ConditionedSeries): Float32Array {
  const nothing = network.configuration.quantizationLevels;
  const inputs = series.tokens.map(() => [nothing]);
  return pass(network, series, { inputs, start: -1, targets: series.tokens.map((row) => [row[0]!]) });
}

/** Samples from `first` ≥ 1 on, from all before them that the model can see. */
function laterSamples(
  network: Network,
  series: ConditionedSeries,
  { first, count }: { first: number; count: number },
): Float32Array {
  const start = Math.max(0, first - network.receptiveField);
  const cut = (from: number, to: number) =>
    series.tokens.map((row) => Array.prototype.slice.call(row, from, to) as number[]);
  return pass(network, series, {
    inputs: cut(start, first + count - 1),
    start,
    targets: cut(first, first + count),
  });
}

/** log-probabilities of the targets, which are predicted from the last inputs: [B, targets]. */
function pass(
  network: Network,
  { tokens, classes, local }: ConditionedSeries,
  { inputs, start, targets }: { inputs: number[][]; start: number; targets: number[][] },
): Float32Array {
  const rows = inputs.length;
  const length = inputs[0]!.length;
  const count = targets[0]!.length;
  return computeTidily(() => {
    const condition = conditionAt(network, { prompt: tokens, steps: 0, classes, local }, { start, length });
    const seen = tf.tensor2d(inputs, [rows, length], 'int32');
    const { hidden } = encode(network, seen, condition, { keepLayerInputs: false });
    const logits = head(network, window({ rows: hidden, batch: rows, length }, length - count, count));
    const losses = crossEntropyRows(logits, rowsOfTokens(tf.tensor2d(targets, [rows, count], 'int32')));
    const byRow = tf.transpose(tf.reshape(tf.neg(losses), [count, rows]));
    return byRow.dataSync() as Float32Array;
  });
}
