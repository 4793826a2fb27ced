import '@tensorflow/tfjs-node-gpu';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WaveNetConfiguration } from '../../src-main/architecture/configuration';
import { BatchStream } from '../../src-main/data/batches';
import { fourierDataset } from '../../src-main/data/fourier';
import { defaultGenerator } from '../../src-main/generation/default';
import type { Generator } from '../../src-main/generation/generator';
import { queueGenerator } from '../../src-main/generation/queue';
import { simdGenerator } from '../../src-main/generation/simd/generator';
import { kernelVariants, loadKernel } from '../../src-main/generation/simd/kernel-module';
import { RandomStream } from '../../src-main/math/random';
import type { TrainedModel } from '../../src-main/model/network';
import { initialParameters } from '../../src-main/model/parameters';
import { createTrainingStep } from '../../src-main/model/step';
import { fourierConfiguration } from '../data/fourier-configuration';
import { difference } from '../model/models';

const STEPS = 5000;
/** Two best logits so close to each other may change places by rounding alone. */
const TIE = 1e-4;

const levels = 32;
const samples = 129;
/** 25 samples to a period, so that a small receptive field sees where a curve goes. */
const dataset = fourierDataset(
  fourierConfiguration({ quantizationLevels: levels, trainCurves: 64, testCurves: 2, samples, sampleInterval: 0.2 }),
);
const prompt = [0, 1].map((curve) => dataset.test.tokens.subarray(curve * samples, curve * samples + 40));

describe('on a trained model over 5,000 greedy steps', () => {
  it('all generators give the same tokens up to the first tie, and logits within 1e-4', async ({ annotate }) => {
    const trained = train();
    const threads = 2;
    const expected = await greedy(defaultGenerator(trained));
    const others = [
      await greedy(queueGenerator(trained)),
      ...(await inTurn(
        kernelVariants(kernelFolder).map((variant) =>
          simdGenerator(trained, { kernel: loadKernel(kernelFolder, variant), threads }),
        ),
      )),
    ];
    let compared = 0;
    for (const [row, steps] of expected.entries()) {
      const tie = steps.findIndex(({ gap }) => gap < TIE);
      const end = tie < 0 ? STEPS : tie;
      await annotate(`row ${row}: ${tie < 0 ? 'no tie' : `first tie at step ${tie}`}, ${end} steps compared`);
      compared += end;
      for (const other of others) {
        const own = other[row]!;
        expect(own.slice(0, end).map(({ token }) => token)).toEqual(steps.slice(0, end).map(({ token }) => token));
        // The logits at the tie itself follow from the same tokens.
        const distances = steps.slice(0, end + 1).map(({ logits }, step) => difference(logits, own[step]!.logits));
        expect(Math.max(...distances)).toBeLessThan(TIE);
      }
    }
    // Ties this early would leave nothing to compare.
    expect(compared).toBeGreaterThan(STEPS / 2);
    // A model that repeats one token would agree with anything.
    expect(new Set(expected[0]!.map(({ token }) => token)).size).toBeGreaterThan(5);
  });
});

const kernelFolder = resolve(__dirname, '../../out/kernel');

interface Step {
  token: number;
  logits: Float32Array;
  /** Between the two best logits. */
  gap: number;
}

async function inTurn(generators: readonly Generator[]): Promise<Step[][][]> {
  const results: Step[][][] = [];
  for (const generator of generators) results.push(await greedy(generator));
  return results;
}

/** [row][step]. */
async function greedy(generator: Generator): Promise<Step[][]> {
  const rows = prompt.map((): Step[] => []);
  const sampler = { kind: 'greedy' } as const;
  const request = { prompt, steps: STEPS, sampler, seed: 0, blockSteps: 100, keepLogits: true };
  for await (const { steps, tokens, logits } of generator.generate(request)) {
    for (const [row, own] of rows.entries()) {
      for (let place = row * steps; place < (row + 1) * steps; place++) {
        const values = logits!.slice(place * levels, (place + 1) * levels);
        const [best, second] = Float32Array.from(values).sort().reverse();
        own.push({ token: tokens[place]!, logits: values, gap: best! - second! });
      }
    }
  }
  generator.dispose();
  return rows;
}

/** A small network after some hundred steps on Fourier curves; receptive field 13. */
function train(): TrainedModel {
  const model: WaveNetConfiguration = {
    family: 'wavenet',
    quantizationLevels: levels,
    dilations: [1, 4],
    kernelSize: 3,
    inputKernelSize: 3,
    residualChannels: 16,
    dilationChannels: 16,
    skipChannels: 24,
    headChannels: 24,
    bias: true,
    conditionClasses: null,
    localConditionChannels: null,
    padding: 'layer',
  };
  const stream = RandomStream.fromSeed(1);
  const parameters = initialParameters(model, stream.fork('weights'));
  const batches = BatchStream.begin(dataset.train, { batchSize: 8, windowLength: 128 }, stream.fork('batches'));
  const optimizer = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clipNorm: null };
  const step = createTrainingStep(
    {
      model,
      training: { skipPartialReceptiveField: false, unrolling: null, optimizer },
      length: 127,
      execution: 'graph',
      microBatch: 8,
    },
    { parameters, firstMoment: parameters.map(() => 0), secondMoment: parameters.map(() => 0), steps: 0 },
  );
  let loss = Infinity;
  for (let i = 0; i < 400; i++) {
    const { tokens } = batches.next();
    const inputs = { tokens, condition: null, localCondition: null, learningRate: 0.01, unrolling: null };
    loss = step.run(inputs).oneStepLoss;
  }
  // Far below ln 32 = 3.5, that of knowing nothing.
  expect(loss).toBeLessThan(1.5);
  const trained = { model, parameters: step.state().parameters };
  step.dispose();
  return trained;
}
