import '@tensorflow/tfjs-node-gpu';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ModelConfiguration } from '../../src-main/architecture/configuration';
import { goldenModel } from '../../src-main/contract/golden';
import { defaultGenerator } from '../../src-main/generation/default';
import {
  bitsPerSample,
  likelihoodPieces,
  logLikelihood,
  marginalLikelihood,
  stepLogLikelihoods,
  type ConditionedSeries,
} from '../../src-main/generation/likelihood';
import { RandomStream } from '../../src-main/math/random';
import { loadNetwork, type Network, type TrainedModel } from '../../src-main/model/network';
import { fromPyTorch } from '../../src-main/model/parameters';
import { probabilities } from '../../src-main/model/samplers';
import { readGoldenCase } from '../../src-main/worker/golden-files';
import { anyModel, difference, livelyParameters, smallWaveNet } from '../model/models';

/** Lets `work` use the network of a model, and sees that nothing is left of it. */
function withNetwork<T>(trained: TrainedModel, work: (network: Network) => T): T {
  const before = tf.memory().numTensors;
  const network = loadNetwork(trained);
  const result = work(network);
  tf.dispose(network as unknown as tf.TensorContainer);
  expect(tf.memory().numTensors).toBe(before);
  return result;
}

function randomSeries(model: ModelConfiguration, rows: number, samples: number): ConditionedSeries {
  const stream = RandomStream.fromSeed(samples);
  const wavenet = model.family === 'wavenet' ? model : null;
  const channels = wavenet?.localConditionChannels ?? null;
  return {
    tokens: Array.from({ length: rows }, () =>
      Array.from({ length: samples }, () => stream.integer(model.quantizationLevels)),
    ),
    classes: wavenet?.conditionClasses
      ? Array.from({ length: rows }, () => stream.integer(wavenet.conditionClasses!))
      : null,
    local:
      channels === null ? null : Float32Array.from({ length: rows * (samples - 1) * channels }, () => stream.normal()),
  };
}

/** log p(x_t | x_{<t}) from the logits that the generator by definition has before it samples x_t. */
async function byDefinition(trained: TrainedModel, { tokens, classes, local }: ConditionedSeries): Promise<number[][]> {
  const generator = defaultGenerator(trained);
  const levels = trained.model.quantizationLevels;
  const samples = tokens[0]!.length;
  const steps = tokens.map(() => [] as number[]);
  const values = (local?.length ?? 0) / tokens.length;
  for (let t = 0; t < samples; t++) {
    const channels = values / Math.max(1, samples - 1);
    const seen = local && tokens.map((_, row) => local.subarray(row * values, row * values + t * channels));
    const blocks = generator.generate({
      prompt: tokens.map((row) => Array.prototype.slice.call(row, 0, t) as number[]),
      steps: 1,
      sampler: { kind: 'greedy' },
      seed: 0,
      classes,
      local: seen && Float32Array.from(seen.flatMap((own) => [...own])),
      keepLogits: true,
    });
    for await (const { logits } of blocks) {
      tokens.forEach((row, b) => {
        steps[b]!.push(Math.log(probabilities(logits!.subarray(b * levels, (b + 1) * levels))[row[t]!]!));
      });
    }
  }
  generator.dispose();
  return steps;
}

describe('the likelihood of a series', () => {
  test('is at every step what the generator samples from, for any model and in pieces of any size', async () => {
    const law = fc.asyncProperty(
      anyModel,
      fc.nat(1000),
      fc.integer({ min: 1, max: 7 }),
      async (model, seed, atOnce) => {
        const trained = { model, parameters: livelyParameters(model, seed) };
        const series = randomSeries(model, 2, 12);
        const expected = await byDefinition(trained, series);
        withNetwork(trained, (network) => {
          for (const size of [undefined, atOnce]) {
            const steps = stepLogLikelihoods(network, series, size);
            steps.forEach((own, row) => expect(difference(own, expected[row]!)).toBeLessThan(2e-5));
          }
        });
      },
    );
    await fc.assert(law, { numRuns: 25, seed: 4 });
  });

  test.each(['layer', 'input'] as const)('sums to one over all series, with %s padding', (padding) => {
    const model = { ...smallWaveNet, quantizationLevels: 2, padding };
    const every = Array.from({ length: 64 }, (_, code) => Array.from({ length: 6 }, (_, t) => (code >> t) & 1));
    withNetwork({ model, parameters: livelyParameters(model) }, (network) => {
      const steps = stepLogLikelihoods(network, { tokens: every, classes: null, local: null });
      const total = steps.reduce((sum, own) => sum + Math.exp(logLikelihood(own)), 0);
      expect(total).toBeCloseTo(1, 5);
    });
  });

  test.each(['tiny', 'conditional', 'fourier'])('is the recorded one-step loss of the golden case %s', async (name) => {
    const { golden, weights } = await readGoldenCase(resolve(__dirname, '../golden', name));
    const model = goldenModel(golden);
    const tokens = golden.inputs.map((row, b) => [...row, golden.targets[b]!.at(-1)!]);
    const loss = withNetwork({ model, parameters: fromPyTorch(model, weights) }, (network) => {
      const steps = stepLogLikelihoods(network, { tokens, classes: golden.condition, local: null }, 16);
      // The recorded loss leaves the first sample out.
      const sums = steps.map((own) => logLikelihood(own.subarray(1)));
      return -sums.reduce((a, b) => a + b, 0) / golden.inputs.flat().length;
    });
    expect(loss).toBeCloseTo(golden.one_step_loss, 5);
  });

  test('of a long series comes in pieces that hold no more than was asked for', () => {
    const series = randomSeries(smallWaveNet, 1, 5000);
    withNetwork({ model: smallWaveNet, parameters: livelyParameters(smallWaveNet) }, (network) => {
      const pieces = [...likelihoodPieces(network, series, 512)];
      expect(pieces.map(({ first }) => first)).toEqual([0, 1, 513, 1025, 1537, 2049, 2561, 3073, 3585, 4097, 4609]);
      expect(pieces.reduce((sum, { samples }) => sum + samples, 0)).toBe(5000);
      const whole = stepLogLikelihoods(network, series, 5000)[0]!;
      expect(
        difference(
          pieces.flatMap(({ values }) => [...values]),
          whole,
        ),
      ).toBeLessThan(1e-5);
    });
  });

  test('needs series of one length', () => {
    withNetwork({ model: smallWaveNet, parameters: livelyParameters(smallWaveNet) }, (network) => {
      const of = (tokens: number[][]) => () => stepLogLikelihoods(network, { tokens, classes: null, local: null });
      expect(of([[1, 2], [1]])).toThrow('Series 1 has 1 samples, series 0 has 2');
      expect(of([])).toThrow('at least one series');
      expect(of([[]])).toThrow('at least one sample');
    });
  });
});

describe('the likelihood whatever the class', () => {
  const model = { ...smallWaveNet, conditionClasses: 3 };
  const prior = [0.2, 0.5, 0.3];
  const { tokens } = randomSeries(model, 1, 9);
  const byClass = withNetwork({ model, parameters: livelyParameters(model) }, (network) =>
    [0, 1, 2].map((y) => stepLogLikelihoods(network, { tokens, classes: [y], local: null })[0]!),
  );

  test('is the sum over classes by brute force, whole, step by step and as posterior', () => {
    const evidence = (samples: number) =>
      byClass.reduce((sum, own, y) => sum + prior[y]! * Math.exp(logLikelihood(own.subarray(0, samples))), 0);
    const { steps, whole, posterior } = marginalLikelihood(byClass, prior);
    expect(whole).toBeCloseTo(Math.log(evidence(9)), 10);
    steps.forEach((step, t) => expect(step).toBeCloseTo(Math.log(evidence(t + 1) / evidence(t)), 10));
    posterior.forEach((share, y) =>
      expect(share).toBeCloseTo((prior[y]! * Math.exp(logLikelihood(byClass[y]!))) / evidence(9), 10),
    );
    expect(bitsPerSample(whole, 9)).toBeCloseTo(-Math.log2(evidence(9)) / 9, 10);
  });

  test('holds where every class alone is beyond the smallest number, and takes all as equal by default', () => {
    const unlikely = [new Float32Array(50).fill(-100), new Float32Array(50).fill(-101)];
    const { whole, steps, posterior } = marginalLikelihood(unlikely);
    expect(whole).toBeCloseTo(-5000 + Math.log((1 + Math.exp(-50)) / 2), 8);
    expect(logLikelihood(steps)).toBeCloseTo(whole, 8);
    expect(posterior[0]).toBeCloseTo(1, 12);
  });

  test('of one class is that under the class', () => {
    const { whole, steps } = marginalLikelihood([byClass[1]!]);
    expect(whole).toBeCloseTo(logLikelihood(byClass[1]!), 12);
    expect(difference(steps, byClass[1]!)).toBeLessThan(1e-6);
  });
});
