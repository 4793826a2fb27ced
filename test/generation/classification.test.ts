import '@tensorflow/tfjs-node-gpu';
import { describe, expect, test } from 'vitest';
import { bayesClassify, classifyProgressively, classLikelihoods } from '../../src-main/generation/classification';
import {
  bitsOfRest,
  complete,
  completionStatistics,
  type CompletionRequest,
} from '../../src-main/generation/completion';
import { queueGenerator } from '../../src-main/generation/queue';
import { StepLikelihoods } from '../../src-main/model/step-likelihoods';
import { difference, livelyParameters, smallWaveNet } from '../model/models';

const model = { ...smallWaveNet, quantizationLevels: 2, conditionClasses: 3 };
const parameters = livelyParameters(model);
const length = 5;
/** Every series of two levels that begins with 0. */
const every = Array.from({ length: 2 ** length }, (_, code) => [
  0,
  ...Array.from({ length }, (_, t) => (code >> t) & 1),
]);
const steps = new StepLikelihoods({ model, parameters, rows: 8, length, execution: 'eager', parallelParts: 1 });
const unclassified = { tokens: Int32Array.from(every.flat()), batch: every.length, length, local: null };
const likelihoods = classLikelihoods(unclassified, 3, (series) => steps.evaluate(series));

describe('the classifier by Bayes’ rule', () => {
  test('rests on likelihoods that sum to one over all series, for every class', () => {
    for (let y = 0; y < 3; y++) {
      const sum = likelihoods.reduce((total, { whole }) => total + Math.exp(whole[y]!), 0);
      expect(sum).toBeCloseTo(1, 5);
    }
  });

  test('gives p(x | y) p(y) over its sum, with any prior', () => {
    const prior = [0.2, 0.5, 0.3];
    for (const own of likelihoods) {
      const joint = [...own.whole].map((value, y) => Math.exp(value) * prior[y]!);
      const evidence = joint.reduce((a, b) => a + b, 0);
      expect(
        difference(
          bayesClassify(own, prior),
          joint.map((value) => value / evidence),
        ),
      ).toBeLessThan(1e-9);
    }
  });

  test('is the last of the progressive one, whose step n sums over all series with the same beginning', () => {
    const [first] = likelihoods;
    const rows = classifyProgressively(first!);
    expect(difference(rows[length]!, bayesClassify(first!))).toBeLessThan(1e-6);
    for (let n = 0; n <= length; n++) {
      const alike = likelihoods.filter((_, i) => every[i]!.slice(0, n + 1).join() === every[0]!.slice(0, n + 1).join());
      const joint = [0, 1, 2].map((y) => alike.reduce((sum, { whole }) => sum + Math.exp(whole[y]!), 0));
      const evidence = joint.reduce((a, b) => a + b, 0);
      expect(
        difference(
          rows[n]!,
          joint.map((value) => value / evidence),
        ),
      ).toBeLessThan(1e-5);
    }
  });
});

describe('the completion of a series', () => {
  const series = [every[5]!, every[26]!];
  const observed = series.map((own) => own.slice(0, 3));
  const request: CompletionRequest = {
    series,
    observed: 3,
    samples: length + 1,
    count: 400,
    sampler: { kind: 'stochastic', temperature: 1, topK: null, topP: null },
    seed: 4,
    classes: { given: [2, 0] },
    local: null,
  };

  test('keeps what was observed, and follows p(rest | observed, y)', async () => {
    const completions = await completed(request);
    expect(completions.map(({ series }) => series)).toEqual([...Array(400).fill(0), ...Array(400).fill(1)]);
    for (const { series, class: own, tokens } of completions) {
      expect([...tokens.subarray(0, 3)]).toEqual(observed[series]);
      expect(own).toBe([2, 0][series]);
    }
    expectShares(completions.slice(0, 400), (i) => likelihoods[i]!.whole[2]!);
  });

  test('without a class follows p(rest | observed), of classes drawn as the observed samples make them likely', async () => {
    const posteriors = [5, 26].map((i) => classifyProgressively(likelihoods[i]!)[2]!);
    const completions = (await completed({ ...request, classes: { posteriors } })).slice(0, 400);
    expectShares(completions, (i) => Math.log(likelihoods[i]!.whole.reduce((sum, value) => sum + Math.exp(value), 0)));
    for (let y = 0; y < 3; y++) {
      const share = completions.filter((completion) => completion.class === y).length / 400;
      expect(Math.abs(share - posteriors[0]![y]!)).toBeLessThan(0.08);
    }
  });

  test('is measured by the bits of the true rest, with the class and without', () => {
    const own = likelihoods[5]!;
    const alike = likelihoods.filter((_, i) => every[i]!.slice(0, 3).join() === every[5]!.slice(0, 3).join());
    const share = (of: (whole: Float64Array) => number) =>
      of(own.whole) / alike.reduce((sum, { whole }) => sum + of(whole), 0);
    expect(bitsOfRest(own, 3, 2)).toBeCloseTo(-Math.log2(share((whole) => Math.exp(whole[2]!))) / 3, 5);
    const marginal = share((whole) => whole.reduce((sum, value) => sum + Math.exp(value), 0));
    expect(bitsOfRest(own, 3, null)).toBeCloseTo(-Math.log2(marginal) / 3, 5);
  });

  test('has a mean and a spread for each sample, none where it was observed', async () => {
    const completions = (await completed(request)).slice(0, 400);
    const statistics = completionStatistics(completions);
    expect(statistics.map(({ mean }) => mean).slice(0, 3)).toEqual(observed[0]);
    statistics.forEach(({ standardDeviation }, t) => {
      if (t < 3) expect(standardDeviation).toBe(0);
      else expect(standardDeviation).toBeGreaterThan(0);
    });
  });

  test('needs something observed and something left, and a class for each series', async () => {
    await expect(completed({ ...request, observed: 0 })).rejects.toThrow(
      '0 samples are observed; it must be at least 1',
    );
    await expect(completed({ ...request, observed: 6 })).rejects.toThrow('less than the 6 of a series');
    await expect(completed({ ...request, classes: { given: [1] } })).rejects.toThrow(
      'There are 1 classes for 2 series',
    );
  });
});

async function completed(request: CompletionRequest) {
  const generator = queueGenerator({ model, parameters });
  try {
    return await complete(generator, request);
  } finally {
    generator.dispose();
  }
}

/** The shares of the completions are those of the series that begin alike, weighted by exp(logWeight). */
function expectShares(completions: Awaited<ReturnType<typeof completed>>, logWeight: (series: number) => number): void {
  const beginning = completions[0]!.tokens.subarray(0, 3).join();
  const alike = every.flatMap((series, i) => (series.slice(0, 3).join() === beginning ? [i] : []));
  const total = alike.reduce((sum, i) => sum + Math.exp(logWeight(i)), 0);
  for (const i of alike) {
    const share = completions.filter(({ tokens }) => tokens.join() === every[i]!.join()).length / completions.length;
    // Three standard deviations of 400 draws at most.
    expect(Math.abs(share - Math.exp(logWeight(i)) / total)).toBeLessThan(0.075);
  }
}
