/**
 * Chooses a token from the logits [Q] of one row; `uniform` in [0, 1) is the randomness of that row and step
 * (`uniformAt`), so a sampler keeps no state.
 */
export type Sampler = (logits: ArrayLike<number>, uniform: number) => number;

export type SamplerConfiguration =
  | { kind: 'greedy' }
  | {
      kind: 'stochastic';
      /** Divides the logits; > 0. */
      temperature: number;
      /** Only the k most likely tokens; null takes all. */
      topK: number | null;
      /**
       * Only the most likely tokens that together reach this probability, in (0, 1] (Holtzman et al. 2020); null takes
       * all.
       */
      topP: number | null;
    };

/** Throws an Error naming the field when the configuration is out of range. */
export function createSampler(configuration: SamplerConfiguration): Sampler {
  if (configuration.kind === 'greedy') return greedy;
  const { temperature, topK, topP } = configuration;
  if (!(temperature > 0 && Number.isFinite(temperature))) {
    throw new Error(
      `temperature is ${temperature}; it must be a number greater than 0 (greedy sampling is the limit 0).`,
    );
  }
  if (topK !== null && !(Number.isInteger(topK) && topK >= 1))
    throw new Error(`topK is ${topK}; it must be an integer ≥ 1 or null.`);
  if (topP !== null && !(topP > 0 && topP <= 1)) throw new Error(`topP is ${topP}; it must be in (0, 1] or null.`);
  return (logits, uniform) => draw(restrict(probabilities(logits, temperature), topK, topP), uniform);
}

/** The most likely token, the lower one of equals. */
export function greedy(logits: ArrayLike<number>): number {
  let best = 0;
  for (let token = 0; token < logits.length; token++) {
    if (Number.isNaN(logits[token]!)) throw notANumber();
    if (logits[token]! > logits[best]!) best = token;
  }
  return best;
}

/** softmax(logits / temperature). */
export function probabilities(logits: ArrayLike<number>, temperature = 1): Float64Array {
  let highest = -Infinity;
  for (let token = 0; token < logits.length; token++) {
    if (Number.isNaN(logits[token]!)) throw notANumber();
    if (logits[token]! > highest) highest = logits[token]!;
  }
  const weights = new Float64Array(logits.length);
  let sum = 0;
  for (let token = 0; token < logits.length; token++) {
    weights[token] = Math.exp((logits[token]! - highest) / temperature);
    sum += weights[token]!;
  }
  for (let token = 0; token < weights.length; token++) weights[token]! /= sum;
  return weights;
}

/** Sets all but the k most likely tokens, and then all beyond the probability p, to zero. */
function restrict(weights: Float64Array, topK: number | null, topP: number | null): Float64Array {
  if ((topK === null || topK >= weights.length) && (topP === null || topP === 1)) return weights;
  const order = Array.from(weights.keys()).sort((a, b) => weights[b]! - weights[a]! || a - b);
  const kept = order.slice(0, topK ?? undefined);
  const limit = (topP ?? 1) * kept.reduce((sum, token) => sum + weights[token]!, 0);
  const restricted = new Float64Array(weights.length);
  let sum = 0;
  for (const token of kept) {
    if (sum >= limit) break;
    restricted[token] = weights[token]!;
    sum += weights[token]!;
  }
  return restricted;
}

/** Inverse of the cumulative distribution of weights that need not sum to one. */
function draw(weights: Float64Array, uniform: number): number {
  let total = 0;
  for (const weight of weights) total += weight;
  let rest = uniform * total;
  let last = 0;
  for (let token = 0; token < weights.length; token++) {
    if (weights[token] === 0) continue;
    last = token;
    rest -= weights[token]!;
    if (rest < 0) return token;
  }
  return last;
}

/** What a sampler throws where a logit is not a number. */
export function notANumber(): Error {
  return new Error(
    'The model predicts NaN; its weights are damaged or its training diverged. Choose an earlier checkpoint.',
  );
}
