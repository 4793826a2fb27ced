import { posterior, progressivePosterior, uniformPrior } from '../math/bayes';
import type { EvaluationBatch } from '../model/evaluation-batch';

/** log p(x_{t+1} | x_{≤ t}, y) in nats [B, T] of series that each are under a class. */
export type SeriesLikelihoods = (series: EvaluationBatch) => Float32Array;

/** Series to be classified; their first sample is given, for every class the same. */
export interface UnclassifiedSeries {
  /** [B, T + 1], row after row. */
  tokens: Int32Array;
  batch: number;
  /** Inputs T. */
  length: number;
  /** Local condition [B, T, C], or null for a model without one. */
  local: Float32Array | null;
}

/** log p(x | y) in nats of one series under each class [K], and sample by sample [K][T]. */
export interface ClassLikelihoods {
  whole: Float64Array;
  steps: Float32Array[];
}

/**
 * The likelihood of each series under every class: one teacher-forced pass a class. Exact, as the classifier by Bayes'
 * rule is (`bayesClassify`).
 */
export function classLikelihoods(
  { tokens, batch, length, local }: UnclassifiedSeries,
  classes: number,
  likelihoods: SeriesLikelihoods,
): ClassLikelihoods[] {
  const byClass = Array.from({ length: classes }, (_, y) =>
    likelihoods({ tokens, batch, length, local, classes: new Int32Array(batch).fill(y) }),
  );
  return Array.from({ length: batch }, (_, row) => {
    const steps = byClass.map((values) => values.subarray(row * length, (row + 1) * length));
    // Summed in double precision: there are hundreds of terms, and what matters is the difference of two sums.
    const whole = Float64Array.from(steps, (values) => values.reduce((sum, value) => sum + value, 0));
    return { whole, steps };
  });
}

/** p(y | x) ∝ p(x | y) p(y); every class is as likely as any other where no prior is given. */
export function bayesClassify(
  { whole }: ClassLikelihoods,
  prior: ArrayLike<number> = uniformPrior(whole.length),
): Float64Array {
  return posterior(whole, prior);
}

/**
 * p(y | first n samples after the given one) for n = 0 … T, or for the ascending numbers `seen` alone: how a
 * classification comes about.
 */
export function classifyProgressively(
  { steps }: ClassLikelihoods,
  prior: ArrayLike<number> = uniformPrior(steps.length),
  seen?: readonly number[],
): Float64Array[] {
  return progressivePosterior(steps, prior, seen);
}
