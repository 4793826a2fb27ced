import '@tensorflow/tfjs-node-gpu';
import fc from 'fast-check';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LaggedConfiguration, WaveNetConfiguration } from '../../src-main/architecture/configuration';
import { receptiveField } from '../../src-main/architecture/receptive-field';
import { defaultGenerator } from '../../src-main/generation/default';
import type { GenerationRequest, Generator } from '../../src-main/generation/generator';
import { queueGenerator } from '../../src-main/generation/queue';
import { simdGenerator } from '../../src-main/generation/simd/generator';
import { kernelVariants, loadKernel } from '../../src-main/generation/simd/kernel-module';
import { RandomStream, uniformAt } from '../../src-main/math/random';
import type { TrainedModel } from '../../src-main/model/network';
import { initialParameters } from '../../src-main/model/parameters';
import { createSampler, probabilities } from '../../src-main/model/samplers';

const folder = resolve(__dirname, '../../out/kernel');
const variants = kernelVariants(folder);

describe.each(variants)('the %s SIMD generator', (variant) => {
  const kernel = loadKernel(folder, variant);

  it('equals the queue and the default generator at every step, for any architecture, prompt and batch', async () => {
    const batch = fc.record({ rows: fc.integer({ min: 1, max: 11 }), history: fc.nat(2) });
    const cases = fc.asyncProperty(architectures, fc.nat(0xffffff), batch, async (model, seed, { rows, history }) => {
      const trained = randomModel(model, seed);
      const field = receptiveField(model);
      const observed = [0, Math.ceil(field / 2), field + 3][history]!;
      const request = randomRequest(model, seed, { rows, observed, steps: 9 });
      const expected = await collect(queueGenerator(trained), request);
      const byDefinition = await collect(defaultGenerator(trained), request);
      const given = await collect(simdGenerator(trained, { kernel, threads: 2 }), request);
      // Tokens of an untrained network follow near ties, so what must agree is the logits up to the first difference.
      expect(largestDifference(byDefinition, expected)).toBeLessThan(1e-4);
      expect(largestDifference(given, expected)).toBeLessThan(1e-4);
    });
    await fc.assert(cases, { numRuns: 25, seed: 20 });
  }, 120_000);

  it('gives a row the same samples whatever the batch, the block and the threads', async () => {
    const changes = { dilations: [1, 2, 4, 1], conditionClasses: 3, inputKernelSize: 3, quantizationLevels: 19 };
    const model = architecture(changes);
    const trained = randomModel(model, 3);
    const rows = 70;
    const sampler = { kind: 'stochastic', temperature: 1.3, topK: null, topP: null } as const;
    const request = randomRequest(model, 5, { rows, observed: 6, steps: 40, sampler });
    const whole = await collect(simdGenerator(trained, { kernel, threads: 2 }), request);
    for (const threads of [1, 2, 3]) {
      for (const blockSteps of [1, 7, 40]) {
        const again = await collect(simdGenerator(trained, { kernel, threads }), { ...request, blockSteps });
        expect(again.tokens).toEqual(whole.tokens);
        expect(again.logits).toEqual(whole.logits);
      }
    }
    for (const [first, count] of [
      [0, 1],
      [17, 1],
      [3, 5],
      [20, 33],
    ] as const) {
      const prompt = request.prompt.slice(first, first + count);
      const classes = Array.from(request.classes!).slice(first, first + count);
      const part = { ...request, prompt, classes, firstRow: first };
      for (const threads of [1, 2]) {
        const some = await collect(simdGenerator(trained, { kernel, threads }), part);
        expect(some.tokens).toEqual(whole.tokens.slice(first, first + count));
        expect(some.logits).toEqual(whole.logits.slice(first, first + count));
      }
    }
  });

  it('gives every group of rows the same noise where that is asked for, on any number of threads', async () => {
    const model = architecture({ dilations: [1, 2, 4, 1], quantizationLevels: 19 });
    const trained = randomModel(model, 3);
    const sampler = { kind: 'stochastic', temperature: 1.3, topK: null, topP: null } as const;
    const once = randomRequest(model, 5, { rows: 7, observed: 6, steps: 40, sampler });
    const { tokens } = await collect(simdGenerator(trained, { kernel, threads: 1 }), once);
    const prompt = Array.from({ length: 9 }, () => once.prompt).flat();
    for (const threads of [1, 2, 3]) {
      const many = { ...once, prompt, noiseStreams: 7 };
      const groups = await collect(simdGenerator(trained, { kernel, threads }), many);
      for (let group = 0; group < 9; group++) expect(groups.tokens.slice(7 * group, 7 * group + 7)).toEqual(tokens);
    }
  });

  it('gives the same bits on two threads as on one, whatever the layers and blocks', async () => {
    const dilations = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 0, maxLength: 7 });
    const sizes = fc.record({
      kernelSize: fc.integer({ min: 1, max: 3 }),
      blockSteps: fc.integer({ min: 1, max: 15 }),
    });
    const cases = fc.asyncProperty(
      architectures,
      dilations,
      sizes,
      fc.nat(0xffffff),
      async (base, layers, size, seed) => {
        const model = { ...base, dilations: layers, kernelSize: size.kernelSize };
        const trained = randomModel(model, seed);
        // Blocks too short for the choice between a pair and a single thread: all of them are the pair's.
        const request = {
          ...randomRequest(model, seed, { rows: 1, observed: 5, steps: 33 }),
          blockSteps: size.blockSteps,
        };
        const given = await collect(simdGenerator(trained, { kernel, threads: 2 }), request);
        expect(given).toEqual(await collect(simdGenerator(trained, { kernel, threads: 1 }), request));
      },
    );
    await fc.assert(cases, { numRuns: 20, seed: 21 });
  }, 120_000);

  it('gives the same bits on two threads as on one while both must wait for their turn', async () => {
    const sizes = { dilations: [2, 7], kernelSize: 4, inputKernelSize: 5, residualChannels: 16 };
    const model = architecture({ ...sizes, conditionClasses: 1, localConditionChannels: 3, padding: 'input' });
    const trained = randomModel(model, 5);
    // Blocks too short for the choice between a pair and a single thread: all of them are the pair's.
    const request = { ...randomRequest(model, 6, { rows: 1, observed: 0, steps: 60 }), blockSteps: 15 };
    const expected = await collect(simdGenerator(trained, { kernel, threads: 1 }), request);
    // More pairs of threads than a machine has cores: their halves have to sleep.
    const pairs = Array.from({ length: 12 }, () => collect(simdGenerator(trained, { kernel, threads: 2 }), request));
    for (const given of await Promise.all(pairs)) expect(given).toEqual(expected);
  });

  it('samples as the samplers of the model do, with temperature, top-k and top-p', async () => {
    const model = architecture({ quantizationLevels: 24, dilations: [1, 2] });
    const trained = randomModel(model, 8, 3);
    for (const [topK, topP] of [
      [null, null],
      [5, null],
      [null, 0.7],
      [9, 0.5],
      [1, null],
      [24, 1],
    ] as const) {
      const sampler = { kind: 'stochastic', temperature: 0.8, topK, topP } as const;
      const seed = 77;
      const request = randomRequest(model, 9, { rows: 9, observed: 3, steps: 200, sampler, seed });
      const { tokens, logits } = await collect(simdGenerator(trained, { kernel, threads: 2 }), request);
      const choose = createSampler(sampler);
      const expected = logits.map((steps, row) => steps.map((own, step) => choose(own, uniformAt(seed, row, step))));
      expect(tokens).toEqual(expected);
    }
  });

  it('draws from the softmax: chi-square over a million samples', async () => {
    // Weights of zero but for the last bias: the same distribution at every step, whatever came before.
    const model = architecture({ quantizationLevels: 10, dilations: [1] });
    const trained = { model, parameters: new Float32Array(initialParameters(model, RandomStream.fromSeed(1)).length) };
    const bias = trained.parameters.subarray(-10);
    bias.forEach((_, level) => (bias[level] = Math.sin(level * 1.7)));
    const steps = 10_000;
    const { tokens } = await collect(simdGenerator(trained, { kernel, threads: 2 }), {
      prompt: Array.from({ length: 100 }, () => [0]),
      steps,
      seed: 4,
      sampler: { kind: 'stochastic', temperature: 1, topK: null, topP: null },
    });
    const counts = new Array<number>(10).fill(0);
    for (const row of tokens) for (const token of row) counts[token]!++;
    const expected = Array.from(probabilities(bias), (share) => share * steps * 100);
    const chiSquare = counts.reduce((sum, count, level) => sum + (count - expected[level]!) ** 2 / expected[level]!, 0);
    expect(chiSquare).toBeLessThan(27.9); // 9 degrees of freedom, p = 0.001
  });

  it('refuses damaged weights and predictions that are not numbers, and other models', async () => {
    const model = architecture({});
    const trained = randomModel(model, 1);
    trained.parameters[7] = Number.NaN;
    expect(() => simdGenerator(trained, { kernel, threads: 1 })).toThrow('Weight 7 of the model is NaN');
    trained.parameters.forEach((_, i) => (trained.parameters[i] = i % 2 ? 3e38 : -3e38));
    const request = randomRequest(model, 1, { rows: 2, observed: 2, steps: 3 });
    await expect(collect(simdGenerator(trained, { kernel, threads: 1 }), request)).rejects.toThrow('predicts NaN');
    const lagged: LaggedConfiguration = { family: 'lagged', quantizationLevels: 4, lags: 3, hiddenChannels: [] };
    const other = { model: lagged, parameters: new Float32Array(52) };
    expect(() => simdGenerator(other, { kernel, threads: 1 })).toThrow('Choose the queue generator');
  });
});

const architectures: fc.Arbitrary<WaveNetConfiguration> = fc
  .record({
    quantizationLevels: fc.integer({ min: 2, max: 40 }),
    dilations: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
    kernelSize: fc.integer({ min: 1, max: 4 }),
    inputKernelSize: fc.integer({ min: 1, max: 5 }),
    residualChannels: fc.integer({ min: 1, max: 20 }),
    dilationChannels: fc.integer({ min: 1, max: 20 }),
    skipChannels: fc.integer({ min: 1, max: 40 }),
    headChannels: fc.integer({ min: 1, max: 36 }),
    bias: fc.boolean(),
    conditionClasses: fc.option(fc.integer({ min: 1, max: 4 })),
    localConditionChannels: fc.option(fc.integer({ min: 1, max: 3 })),
    padding: fc.constantFrom('layer' as const, 'input' as const),
  })
  .map(architecture);

function architecture(changes: Partial<WaveNetConfiguration>): WaveNetConfiguration {
  return {
    family: 'wavenet',
    quantizationLevels: 8,
    dilations: [1, 2, 4],
    kernelSize: 2,
    inputKernelSize: 1,
    residualChannels: 6,
    dilationChannels: 5,
    skipChannels: 7,
    headChannels: 9,
    bias: true,
    conditionClasses: null,
    localConditionChannels: null,
    padding: 'layer',
    ...changes,
  };
}

function randomModel(model: WaveNetConfiguration, seed: number, scale = 1): TrainedModel {
  const parameters = initialParameters(model, RandomStream.fromSeed(seed));
  return { model, parameters: parameters.map((value) => value * scale) };
}

function randomRequest(
  model: WaveNetConfiguration,
  seed: number,
  { rows, observed, steps, ...rest }: { rows: number; observed: number; steps: number } & Partial<GenerationRequest>,
): GenerationRequest {
  const stream = RandomStream.fromSeed(seed);
  const { quantizationLevels, conditionClasses, localConditionChannels } = model;
  const draw = (count: number, bound: number) => Array.from({ length: count }, () => stream.integer(bound));
  const channels = localConditionChannels ?? 0;
  const local = Float32Array.from({ length: rows * (observed + steps - 1) * channels }, () => stream.normal());
  return {
    prompt: Array.from({ length: rows }, () => draw(observed, quantizationLevels)),
    steps,
    sampler: { kind: 'greedy' },
    seed,
    classes: conditionClasses === null ? null : draw(rows, conditionClasses),
    local: localConditionChannels === null ? null : local,
    keepLogits: true,
    ...rest,
  };
}

interface Generated {
  /** [row][step]. */
  tokens: number[][];
  /** [row][step][level]. */
  logits: number[][][];
}

async function collect(generator: Generator, request: GenerationRequest): Promise<Generated> {
  const rows = request.prompt.length;
  const tokens = Array.from({ length: rows }, (): number[] => []);
  const logits = Array.from({ length: rows }, (): number[][] => []);
  for await (const block of generator.generate(request)) {
    const levels = block.logits ? block.logits.length / (rows * block.steps) : 0;
    for (let row = 0; row < rows; row++) {
      for (let step = 0; step < block.steps; step++) {
        const place = row * block.steps + step;
        tokens[row]!.push(block.tokens[place]!);
        if (block.logits) logits[row]!.push(Array.from(block.logits.subarray(place * levels, (place + 1) * levels)));
      }
    }
  }
  generator.dispose();
  return { tokens, logits };
}

/** Of the logits, in each row up to the first token that differs. */
function largestDifference(a: Generated, b: Generated): number {
  let largest = 0;
  a.tokens.forEach((own, row) => {
    const differing = own.findIndex((token, step) => token !== b.tokens[row]![step]);
    const comparable = differing < 0 ? own.length : differing + 1;
    for (let step = 0; step < comparable; step++) {
      a.logits[row]![step]!.forEach((value, level) => {
        largest = Math.max(largest, Math.abs(value - b.logits[row]![step]![level]!));
      });
    }
  });
  return largest;
}
