import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dependencyCount, parents } from '../../../src-main/figures/explain/chain-rule';
import { classShares, gumbelArgmax, gumbelDraws, gumbelSoftmax } from '../../../src-main/figures/explain/gumbel';
import { tapDelays } from '../../../src-main/figures/explain/lattice';
import { computedValues, inputPadding, layerPadding } from '../../../src-main/figures/explain/padding';
import { inputsOf } from '../../../src-main/figures/explain/rolling-origin';
import { gradientPaths, madeInputs, type Sampling } from '../../../src-main/figures/explain/unrolled';
import { byConvolution, byWindows } from '../../../src-main/figures/explain/windows';
import { probabilities } from '../../../src-main/model/samplers';
import { range } from '../samples';

const numbers = (length: { minLength: number; maxLength: number }) =>
  fc.array(fc.double({ min: -10, max: 10, noNaN: true }), length);

describe('the chain rule', () => {
  it('conditions each variable on all before it, or on the last R', () => {
    expect(parents(1, null)).toEqual([]);
    expect(parents(5, null)).toEqual([1, 2, 3, 4]);
    expect(parents(5, 2)).toEqual([3, 4]);
    expect(parents(2, 4)).toEqual([1]);
  });

  it('has T (T − 1) / 2 dependencies without a limit', () => {
    expect(dependencyCount({ count: 10, order: null })).toBe(45);
    expect(dependencyCount({ count: 10, order: 9 })).toBe(45);
    expect(dependencyCount({ count: 10, order: 1 })).toBe(9);
  });
});

describe('a fully connected layer over windows', () => {
  it('is a convolution', () => {
    fc.assert(
      fc.property(
        numbers({ minLength: 4, maxLength: 12 }),
        numbers({ minLength: 1, maxLength: 4 }),
        (samples, weights) => {
          const windows = byWindows(samples, weights);
          const convolution = byConvolution(samples, weights);
          expect(windows).toHaveLength(samples.length - weights.length + 1);
          windows.forEach((output, i) => expect(output).toBeCloseTo(convolution[i]!, 9));
        },
      ),
    );
  });
});

describe('an origin', () => {
  it('sees at most R samples up to itself and never its target', () => {
    for (const origin of [1, 2, 5, 9]) {
      for (const field of [1, 3, 20]) {
        const inputs = inputsOf(origin, field);
        expect(inputs).toHaveLength(Math.min(origin, field));
        expect(inputs.at(-1)).toBe(origin);
      }
    }
  });
});

describe('causal padding', () => {
  it('puts in R − 1 zeros either way, and computes fewer values before every layer', () => {
    const anyLayers = fc.array(
      fc.record({ kernelSize: fc.integer({ min: 1, max: 4 }), dilation: fc.integer({ min: 1, max: 8 }) }),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(anyLayers, fc.integer({ min: 1, max: 6 }), (layers, length) => {
        const ways = [layerPadding(layers, length), inputPadding(layers, length)];
        const needed = layers.reduce((sum, layer) => sum + tapDelays(layer)[0]!, 0);
        for (const rows of ways) {
          expect(rows.reduce((sum, { zeros }) => sum + zeros, 0)).toBe(needed);
          // Each row is just long enough for the windows of the row above.
          layers.forEach((layer, i) => {
            expect(rows[i]!.zeros + rows[i]!.values).toBe(rows[i + 1]!.values + tapDelays(layer)[0]!);
          });
          expect(rows.at(-1)).toEqual({ zeros: 0, values: length });
        }
        expect(computedValues(ways[0]!)).toBe(length * layers.length);
        expect(computedValues(ways[1]!)).toBeGreaterThanOrEqual(computedValues(ways[0]!));
      }),
    );
  });
});

describe('Gumbel-softmax', () => {
  const logits = [1, 0.2, -0.5];

  it('is the samplers’ softmax where there is no noise', () => {
    for (const temperature of [0.1, 1, 5]) {
      const expected = Array.from(probabilities(logits, temperature));
      gumbelSoftmax(logits, [0, 0, 0], temperature).forEach((share, i) => expect(share).toBeCloseTo(expected[i]!, 12));
    }
  });

  it('becomes one-hot at the largest sum towards τ = 0, and even far above', () => {
    for (const noise of gumbelDraws(5, { draws: 50, classes: 3 })) {
      const cold = gumbelSoftmax(logits, noise, 1e-4);
      expect(cold.indexOf(Math.max(...cold))).toBe(gumbelArgmax(logits, noise));
      expect(Math.max(...cold)).toBeGreaterThan(0.999);
      for (const share of gumbelSoftmax(logits, noise, 1e6)) expect(share).toBeCloseTo(1 / 3, 4);
    }
  });

  it('chooses each class with the probability of the softmax (chi-square, 20,000 draws)', () => {
    const draws = gumbelDraws(7, { draws: 20_000, classes: 3 });
    const expected = Array.from(probabilities(logits));
    const statistic = classShares(logits, draws).reduce((sum, share, i) => {
      return sum + (draws.length * (share - expected[i]!) ** 2) / expected[i]!;
    }, 0);
    // The 99.9 % quantile for two degrees of freedom.
    expect(statistic).toBeLessThan(13.82);
  });

  it('draws the same noise for the same seed', () => {
    expect(gumbelDraws(3, { draws: 2, classes: 3 })).toEqual(gumbelDraws(3, { draws: 4, classes: 3 }).slice(0, 2));
  });
});

describe('the gradients of an unrolled forecast', () => {
  const shape = { observed: 4, receptiveField: 3, horizon: 5 };

  /** Ways from the prediction of a step back to that of another, one sample after the other. */
  function ways(from: number, to: number, sampling: Sampling): number {
    if (from === to) return 1;
    if (sampling === 'scheduled-sampling') return 0;
    return madeInputs(shape, from)
      .filter((made) => made >= to)
      .reduce((sum, made) => sum + ways(made, to, sampling), 0);
  }

  it('reach every earlier prediction through soft or straight-through samples, and none through drawn ones', () => {
    for (const sampling of ['soft', 'hard', 'scheduled-sampling'] as const) {
      for (const step of range(5).map((i) => i + 1)) {
        const paths = gradientPaths({ ...shape, sampling }, step);
        for (const other of range(5).map((i) => i + 1)) {
          expect(paths.get(other) ?? 0, `${sampling}: ${step} to ${other}`).toBe(
            other > step ? 0 : ways(step, other, sampling),
          );
        }
      }
    }
  });

  it('pass through samples within the receptive field alone', () => {
    expect(madeInputs(shape, 1)).toEqual([]);
    expect(madeInputs(shape, 3)).toEqual([1, 2]);
    expect(madeInputs(shape, 5)).toEqual([2, 3, 4]);
  });
});
