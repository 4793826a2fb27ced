import { describe, expect, it } from 'vitest';
import { RandomStream, uniformAt } from '../../src-main/math/random';
import { createSampler, greedy, probabilities, type SamplerConfiguration } from '../../src-main/model/samplers';

const logits = Float32Array.of(0.2, -1, 2, 1.5, 0);
const stochastic = (changes: Partial<Extract<SamplerConfiguration, { kind: 'stochastic' }>> = {}) =>
  createSampler({ kind: 'stochastic', temperature: 1, topK: null, topP: null, ...changes });

function frequencies(sampler: ReturnType<typeof stochastic>, draws: number): number[] {
  const counts = new Array<number>(logits.length).fill(0);
  for (let i = 0; i < draws; i++) counts[sampler(logits, uniformAt(1, 0, i))]!++;
  return counts.map((count) => count / draws);
}

describe('greedy sampling', () => {
  it('takes the most likely token, the lower of equals', () => {
    expect(greedy(logits)).toBe(2);
    expect(greedy([1, 3, 3])).toBe(1);
    expect(createSampler({ kind: 'greedy' })(logits, 0.99)).toBe(2);
  });
});

describe('stochastic sampling', () => {
  it.each([0.3, 1, 2.5])('draws from softmax(logits / %d) (chi-square)', (temperature) => {
    const draws = 20_000;
    const expected = probabilities(logits, temperature);
    const observed = frequencies(stochastic({ temperature }), draws);
    const chiSquare = observed.reduce((sum, share, i) => sum + (draws * (share - expected[i]!) ** 2) / expected[i]!, 0);
    expect(chiSquare).toBeLessThan(18.5); // 99.9 % of 4 degrees of freedom
  });

  it('reaches the first token at 0 and the last one just below 1', () => {
    const sampler = stochastic();
    expect(sampler(logits, 0)).toBe(0);
    expect(sampler(logits, 1 - 2 ** -53)).toBe(4);
    expect(sampler(Float32Array.of(-Infinity, 0, -Infinity), 1 - 2 ** -53)).toBe(1);
  });

  it('is nearly greedy at a low temperature, and stays finite for large logits', () => {
    const sampler = stochastic({ temperature: 1e-3 });
    for (let i = 0; i < 100; i++) expect(sampler(Float32Array.of(1e4, 1e4 + 1, -1e4), uniformAt(2, 0, i))).toBe(1);
  });

  it('keeps the k most likely tokens in proportion', () => {
    const [a, b, c, d, e] = frequencies(stochastic({ topK: 2 }), 5_000) as [number, number, number, number, number];
    expect([a, b, e]).toEqual([0, 0, 0]);
    expect(c / d).toBeCloseTo(Math.exp(0.5), 0);
  });

  it('keeps the fewest tokens that reach the probability p, and at least one', () => {
    const shares = [...probabilities(logits)].sort((a, b) => b - a);
    const kept = (topP: number) => frequencies(stochastic({ topP }), 3_000).filter((share) => share > 0).length;
    expect(kept(shares[0]! - 1e-6)).toBe(1);
    expect(kept(shares[0]! + 1e-6)).toBe(2);
    expect(kept(shares[0]! + shares[1]! + 1e-6)).toBe(3);
    expect(kept(1e-9)).toBe(1);
    expect(kept(1)).toBe(5);
  });

  it('applies p to what k leaves', () => {
    const sampler = stochastic({ topK: 3, topP: 0.5 });
    const stream = RandomStream.fromSeed(1);
    for (let i = 0; i < 200; i++) expect(sampler(logits, stream.uniform())).toBe(2);
  });
});

describe('samplers', () => {
  it('refuse what they cannot do, naming the field', () => {
    expect(() => stochastic({ temperature: 0 })).toThrow(/temperature is 0; .* greater than 0/);
    expect(() => stochastic({ temperature: NaN })).toThrow(/temperature/);
    expect(() => stochastic({ topK: 0 })).toThrow(/topK is 0/);
    expect(() => stochastic({ topP: 1.1 })).toThrow(/topP is 1\.1/);
  });

  it('refuse NaN wherever it stands', () => {
    for (const place of [0, 2, 4]) {
      const damaged = logits.map((value, i) => (i === place ? NaN : value));
      expect(() => greedy(damaged)).toThrow(/NaN/);
      expect(() => stochastic()(damaged, 0.5)).toThrow(/NaN/);
    }
  });
});
