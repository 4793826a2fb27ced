/** The prior that takes every class to be as likely as any other. */
export function uniformPrior(classes: number): Float64Array {
  return new Float64Array(classes).fill(1 / classes);
}

/**
 * p(y | x) = p(x | y) p(y) / Σ p(x | y′) p(y′) by classes, from log p(x | y) in nats; computed by log-sum-exp, so that
 * likelihoods far below the smallest number do no harm.
 *
 * Throws an Error where no class can have given x, or where a likelihood is not a number.
 */
export function posterior(logLikelihoods: ArrayLike<number>, prior: ArrayLike<number>): Float64Array {
  return normalized(joint(logLikelihoods, prior));
}

/** log p(x) = log Σ p(x | y) p(y), in nats. */
export function logMarginal(logLikelihoods: ArrayLike<number>, prior: ArrayLike<number>): number {
  const terms = joint(logLikelihoods, prior);
  const highest = Math.max(...terms);
  if (highest === -Infinity) return -Infinity;
  return highest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - highest), 0));
}

/**
 * p(y | x₁ … x_n) for n = 0 … T, or for the ascending numbers `seen` alone: how a classification comes about as samples
 * are seen.
 *
 * `steps[y][t]` is log p(x_{t+1} | x_{≤ t}, y) in nats; without `seen`, row n of the result is the posterior after n
 * samples, row 0 the prior.
 */
export function progressivePosterior(
  steps: readonly ArrayLike<number>[],
  prior: ArrayLike<number>,
  seen?: readonly number[],
): Float64Array[] {
  const sums = new Float64Array(steps.length);
  const wanted = seen ?? Array.from({ length: (steps[0]?.length ?? 0) + 1 }, (_, n) => n);
  let n = 0;
  return wanted.map((samples) => {
    for (; n < samples; n++) steps.forEach((own, y) => (sums[y]! += own[n]!));
    return posterior(sums, prior);
  });
}

/** The most likely class, the lower one of equals. */
export function mostLikely(probabilities: ArrayLike<number>): number {
  let best = 0;
  for (let y = 1; y < probabilities.length; y++) if (probabilities[y]! > probabilities[best]!) best = y;
  return best;
}

/** log p(x | y) + log p(y) by classes. */
function joint(logLikelihoods: ArrayLike<number>, prior: ArrayLike<number>): Float64Array {
  if (logLikelihoods.length !== prior.length) {
    throw new Error(`There are likelihoods for ${logLikelihoods.length} classes and a prior for ${prior.length}.`);
  }
  return Float64Array.from(prior, (p, y) => {
    const term = logLikelihoods[y]! + Math.log(p);
    if (Number.isNaN(term)) throw new Error(`The likelihood of class ${y} is ${logLikelihoods[y]}, its prior ${p}.`);
    return term;
  });
}

function normalized(terms: Float64Array): Float64Array {
  const highest = Math.max(...terms);
  if (highest === -Infinity) throw new Error('No class can have given what was observed: every likelihood is zero.');
  const weights = terms.map((term) => Math.exp(term - highest));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}
