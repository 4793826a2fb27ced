import { describe, expect, test } from 'vitest';
import { curveAt } from '../../src-main/data/curves';
import { datasetHash } from '../../src-main/data/dataset';
import { drawCurve, evaluateCurve, fourierDataset, type FourierCurve } from '../../src-main/data/fourier';
import { RandomStream } from '../../src-main/math/random';
import { fourierConfiguration } from './fourier-configuration';

const small = fourierConfiguration({ trainCurves: 20, validationCurves: 6, testCurves: 5, samples: 300 });

describe('a Fourier curve', () => {
  test('equals the formula, sample by sample, over many periods', () => {
    const stream = RandomStream.fromSeed(11);
    const configuration = { ...small, terms: [1, 9] as [number, number], bias: 0.7, trend: -0.01, start: 3.3 };
    for (let trial = 0; trial < 20; trial++) {
      const curve = drawCurve(configuration, stream);
      const samples = new Float64Array(5000);
      evaluateCurve(curve, 0.02, samples);
      const worst = samples.reduce((max, x, i) => Math.max(max, Math.abs(x - exactly(curve, 3.3 + i * 0.02))), 0);
      expect(worst).toBeLessThan(1e-10);
    }
  });

  test('has coefficients that decay from 1 to 10^−smoothness', () => {
    const fixed = { ...small, terms: 4, coefficients: [1, 1] as [number, number], smoothness: 0.75 };
    const { coefficients } = drawCurve(fixed, RandomStream.fromSeed(1));
    coefficients.forEach((a, n) => expect(a).toBeCloseTo(10 ** (-0.75 * (n / 3)), 12));
    expect(drawCurve({ ...fixed, terms: 1 }, RandomStream.fromSeed(1)).coefficients).toEqual([1]);
  });

  test('draws every number of terms of a range, both ends among them', () => {
    const stream = RandomStream.fromSeed(2);
    const configuration = { ...small, terms: [2, 4] as [number, number] };
    const counts = Array.from({ length: 200 }, () => drawCurve(configuration, stream).coefficients.length);
    expect(new Set(counts)).toEqual(new Set([2, 3, 4]));
  });
});

describe('the Fourier data', () => {
  test('are the same bytes for the same configuration, and others for another seed', () => {
    const hash = datasetHash(fourierDataset(small));
    expect(datasetHash(fourierDataset(small))).toBe(hash);
    expect(datasetHash(fourierDataset({ ...small, seed: small.seed + 1 }))).not.toBe(hash);
  });

  test('fill the range: the lowest and the highest level occur in training or validation, never beyond', () => {
    for (const quantizationLevels of [2, 3, 127, 128, 256, 257, 1024]) {
      const { train, validation, test: held } = fourierDataset({ ...small, quantizationLevels });
      const seen = [...train.tokens, ...validation.tokens];
      expect(Math.min(...seen)).toBe(0);
      expect(Math.max(...seen)).toBe(quantizationLevels - 1);
      expect(Math.max(...held.tokens)).toBeLessThan(quantizationLevels);
    }
  });

  test('do not change a curve when there are more of them', () => {
    const configuration = { ...small, noise: 0.1 };
    const stream = RandomStream.fromSeed(small.seed).fork('fourier/train').fork('7');
    const more = fourierDataset({ ...configuration, trainCurves: 40 });
    const samples = new Float64Array(small.samples);
    evaluateCurve(drawCurve(configuration, stream), small.sampleInterval, samples);
    const expected = [...samples].map((x) => x + 0.1 * stream.normal());
    const bin = (more.range.high - more.range.low) / (small.quantizationLevels - 1);
    curveAt(more.train, 7).forEach((token, i) => {
      expect(Math.abs(more.range.low + token * bin - expected[i]!)).toBeLessThanOrEqual(bin * 0.5001);
    });
  });

  test('put noise on training and validation curves and leave the test curves clean', () => {
    const roughness = (tokens: ArrayLike<number>) => {
      let sum = 0;
      for (let i = 2; i < tokens.length; i++) sum += Math.abs(tokens[i]! - 2 * tokens[i - 1]! + tokens[i - 2]!);
      return sum / tokens.length;
    };
    const noisy = fourierDataset({ ...small, noise: 0.1 });
    expect(roughness(curveAt(noisy.train, 0))).toBeGreaterThan(3);
    expect(roughness(curveAt(noisy.validation, 0))).toBeGreaterThan(3);
    expect(roughness(curveAt(noisy.test, 0))).toBeLessThan(1);
  });

  test('have classes when the configuration lists periods, and none otherwise', () => {
    expect(fourierDataset(small).train.classes).toBeNull();
    expect(fourierDataset({ ...small, period: [4, 6] }).train.classes).toBeNull();
    const listed = fourierDataset({ ...small, trainCurves: 60, period: [5, 6, 7, 8, 9] });
    expect(new Set(listed.train.classes)).toEqual(new Set([0, 1, 2, 3, 4]));
  });

  test('keep tokens in one byte up to 256 levels', () => {
    expect(fourierDataset({ ...small, quantizationLevels: 256 }).train.tokens).toBeInstanceOf(Uint8Array);
    expect(fourierDataset({ ...small, quantizationLevels: 257 }).train.tokens).toBeInstanceOf(Uint16Array);
  });
});

function exactly({ coefficients, phases, period, bias, trend }: FourierCurve, t: number): number {
  const waves = coefficients.map((a, n) => a * Math.cos((2 * Math.PI * (n + 1) * t) / period + phases[n]!));
  return waves.reduce((sum, wave) => sum + wave, bias / 2 + trend * t);
}
