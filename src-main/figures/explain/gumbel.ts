import { RandomStream } from '../../math/random';

/** Standard Gumbel noise for `draws` draws of a categorical variable: [draws][classes]. */
export function gumbelDraws(seed: number, { draws, classes }: { draws: number; classes: number }): number[][] {
  const stream = RandomStream.fromSeed(seed);
  return Array.from({ length: draws }, () => Array.from({ length: classes }, () => stream.gumbel()));
}

/**
 * y = softmax((ℓ + g) / τ), a point of the simplex that can be differentiated by ℓ (Jang et al. 2017, Maddison et al.
 * 2017). Towards τ = 0 it is one-hot at the largest ℓ + g, which falls on class i with probability softmax(ℓ)ᵢ.
 */
export function gumbelSoftmax(logits: readonly number[], noise: readonly number[], temperature: number): number[] {
  const scaled = logits.map((logit, i) => (logit + noise[i]!) / temperature);
  const highest = Math.max(...scaled);
  const weights = scaled.map((value) => Math.exp(value - highest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** The class of the largest ℓ + g: what a hard sample chooses. */
export function gumbelArgmax(logits: readonly number[], noise: readonly number[]): number {
  const perturbed = logits.map((logit, i) => logit + noise[i]!);
  return perturbed.indexOf(Math.max(...perturbed));
}

/** How often each class was chosen. */
export function classShares(logits: readonly number[], draws: readonly (readonly number[])[]): number[] {
  const counts = logits.map(() => 0);
  for (const noise of draws) counts[gumbelArgmax(logits, noise)]! += 1;
  return counts.map((count) => count / draws.length);
}
