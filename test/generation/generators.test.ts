import '@tensorflow/tfjs-node-gpu';
import fc from 'fast-check';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { ModelConfiguration } from '../../src-main/architecture/configuration';
import { receptiveField } from '../../src-main/architecture/receptive-field';
import { defaultGenerator } from '../../src-main/generation/default';
import type { GenerationBlock, GenerationRequest, Generator } from '../../src-main/generation/generator';
import { queueGenerator } from '../../src-main/generation/queue';
import { rowsOf } from '../../src-main/generation/rows-of';
import { RandomStream } from '../../src-main/math/random';
import { forward } from '../../src-main/model/forward';
import { loadNetwork } from '../../src-main/model/network';
import type { SamplerConfiguration } from '../../src-main/model/samplers';
import { computeTidily } from '../../src-main/model/tidy';
import { anyModel, difference, livelyParameters, smallLagged, smallWaveNet } from '../model/models';

const sampler: SamplerConfiguration = { kind: 'stochastic', temperature: 1, topK: null, topP: null };

/** A prompt of that length with conditions as the model wants them. */
function requestFor(
  model: ModelConfiguration,
  { length, rows = 2, steps = 8 }: { length: number; rows?: number; steps?: number },
): GenerationRequest {
  const stream = RandomStream.fromSeed(3);
  const wavenet = model.family === 'wavenet' ? model : null;
  const channels = wavenet?.localConditionChannels ?? null;
  return {
    prompt: Array.from({ length: rows }, () => Array.from({ length }, () => stream.integer(model.quantizationLevels))),
    steps,
    sampler,
    seed: 9,
    classes: wavenet?.conditionClasses
      ? Array.from({ length: rows }, () => stream.integer(wavenet.conditionClasses!))
      : null,
    local: channels
      ? Float32Array.from({ length: rows * (length + steps - 1) * channels }, () => stream.normal())
      : null,
    keepLogits: true,
  };
}

async function collect(
  generator: Generator,
  request: GenerationRequest,
): Promise<{ tokens: number[][]; logits: Float32Array[] }> {
  const tokens = request.prompt.map(() => [] as number[]);
  const logits: Float32Array[] = [];
  for await (const block of generator.generate(request)) {
    tokens.forEach((row, b) => row.push(...block.tokens.subarray(b * block.steps, (b + 1) * block.steps)));
    if (block.logits) logits.push(block.logits);
  }
  return { tokens, logits };
}

/** What both generators make of a request; no tensor may be left. */
async function both(model: ModelConfiguration, request: GenerationRequest) {
  const before = tf.memory().numTensors;
  const trained = { model, parameters: livelyParameters(model) };
  const results = [];
  for (const generator of [defaultGenerator(trained), queueGenerator(trained)]) {
    results.push(await collect(generator, request));
    generator.dispose();
  }
  expect(tf.memory().numTensors).toBe(before);
  return results as [Awaited<ReturnType<typeof collect>>, Awaited<ReturnType<typeof collect>>];
}

describe('the queue generator equals the default generator at every step', () => {
  it('also where the default generator passes over the rows in parts', async () => {
    const dilations = Array.from({ length: 15 }, (_, layer) => 2 ** layer);
    const model = { ...smallWaveNet, dilations, conditionClasses: 3 };
    expect(3 * receptiveField(model)).toBeGreaterThan(2 ** 16);
    const [slow, fast] = await both(model, requestFor(model, { length: 9, rows: 3, steps: 3 }));
    expect(fast.tokens).toEqual(slow.tokens);
    slow.logits.forEach((logits, step) => expect(difference(logits, fast.logits[step]!)).toBeLessThan(1e-4));
  });

  it('for every architecture, with empty, partial, full and longer history', async () => {
    const trial = fc.record({
      model: anyModel,
      history: fc.constantFrom(0, 0.3, 1, 1.7),
      rows: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(trial, async ({ model, history, rows }) => {
        const length = Math.ceil(history * receptiveField(model));
        const [slow, fast] = await both(model, requestFor(model, { length, rows }));
        expect(fast.tokens).toEqual(slow.tokens);
        slow.logits.forEach((logits, step) => expect(difference(logits, fast.logits[step]!)).toBeLessThan(1e-4));
      }),
      { numRuns: 30, seed: 5 },
    );
  });

  it.each<[string, ModelConfiguration]>([
    ['kernels of three', { ...smallWaveNet, kernelSize: 3, inputKernelSize: 4 }],
    ['kernels of one', { ...smallWaveNet, kernelSize: 1, inputKernelSize: 1 }],
    ['a long input kernel', { ...smallWaveNet, inputKernelSize: 9 }],
    [
      'input padding and both conditions',
      { ...smallWaveNet, padding: 'input', conditionClasses: 2, localConditionChannels: 2 },
    ],
    ['a lagged model', smallLagged],
  ])('with %s, beyond several turns of every buffer', async (_, model) => {
    for (const length of [0, 1, receptiveField(model)]) {
      const [slow, fast] = await both(model, requestFor(model, { length, steps: 30 }));
      expect(fast.tokens).toEqual(slow.tokens);
    }
  });
});

describe.each([
  ['default', defaultGenerator],
  ['queue', queueGenerator],
] as const)('the %s generator', (_, create) => {
  const conditional: ModelConfiguration = { ...smallWaveNet, conditionClasses: 3, localConditionChannels: 1 };

  it.each<ModelConfiguration>([smallWaveNet, { ...conditional, padding: 'input' }, smallLagged])(
    'predicts what one teacher-forced pass over its own samples predicts (%#)',
    async (model) => {
      const trained = { model, parameters: livelyParameters(model) };
      const length = 4;
      const request = { ...requestFor(model, { length, rows: 1, steps: 20 }), blockSteps: 20 };
      const generator = create(trained);
      const { tokens, logits } = await collect(generator, request);
      generator.dispose();
      const all = [...Array.from(request.prompt[0]!), ...tokens[0]!.slice(0, -1)];
      const predicted = computeTidily(() => {
        const channels = model.family === 'wavenet' ? model.localConditionChannels : null;
        const condition = {
          classes: request.classes ? tf.tensor1d(Int32Array.from(request.classes), 'int32') : null,
          local: request.local ? tf.tensor3d(request.local, [1, all.length, channels!]) : null,
        };
        const passed = forward(loadNetwork(trained), tf.tensor2d([all], undefined, 'int32'), condition);
        return tf.slice(passed, [0, length - 1, 0], [1, 20, model.quantizationLevels]).dataSync();
      });
      expect(difference(predicted, logits[0]!)).toBeLessThan(1e-4);
    },
  );

  it('gives a row the same samples whatever the batch, its place in it and the block', async () => {
    const trained = { model: smallWaveNet, parameters: livelyParameters(smallWaveNet) };
    const generator = create(trained);
    const request = { ...requestFor(smallWaveNet, { length: 6, rows: 4, steps: 25 }), keepLogits: false };
    const { tokens } = await collect(generator, request);
    const alone = { ...request, prompt: [request.prompt[2]!], firstRow: 2, blockSteps: 7 };
    expect((await collect(generator, alone)).tokens[0]).toEqual(tokens[2]);
    expect((await collect(generator, { ...request, seed: 10 })).tokens).not.toEqual(tokens);
    generator.dispose();
  });

  it('gives rows that share their noise the same samples where all else is the same, whatever the part', async () => {
    const trained = { model: smallWaveNet, parameters: livelyParameters(smallWaveNet) };
    const generator = create(trained);
    const once = { ...requestFor(smallWaveNet, { length: 6, rows: 3, steps: 25 }), keepLogits: false };
    const twice = {
      ...once,
      prompt: [...once.prompt, ...once.prompt],
      classes: once.classes && [...Array.from(once.classes), ...Array.from(once.classes)],
      local: once.local && Float32Array.of(...once.local, ...once.local),
    };
    const { tokens } = await collect(generator, { ...twice, noiseStreams: 3 });
    expect(tokens.slice(3)).toEqual(tokens.slice(0, 3));
    expect(tokens.slice(0, 3)).toEqual((await collect(generator, once)).tokens);
    expect((await collect(generator, twice)).tokens.slice(3)).not.toEqual(tokens.slice(0, 3));
    const part = rowsOf({ ...twice, noiseStreams: 3 }, 2, 3);
    expect((await collect(generator, part)).tokens).toEqual(tokens.slice(2, 5));
    generator.dispose();
  });

  it('streams blocks of the asked size, the last one shorter', async () => {
    const generator = create({ model: smallWaveNet, parameters: livelyParameters(smallWaveNet) });
    const blocks: GenerationBlock[] = [];
    const request = { ...requestFor(smallWaveNet, { length: 2, steps: 10 }), blockSteps: 4 };
    for await (const block of generator.generate(request)) blocks.push(block);
    expect(blocks.map(({ firstStep, steps }) => [firstStep, steps])).toEqual([
      [0, 4],
      [4, 4],
      [8, 2],
    ]);
    expect(blocks.map(({ tokens, logits }) => [tokens.length, logits!.length])).toEqual([
      [8, 40],
      [8, 40],
      [4, 20],
    ]);
    generator.dispose();
  });

  it('releases everything when the consumer stops early or never starts, and keeps its memory constant', async () => {
    const before = tf.memory().numTensors;
    const generator = create({ model: smallWaveNet, parameters: livelyParameters(smallWaveNet) });
    const request = { ...requestFor(smallWaveNet, { length: 20, steps: 1000 }), blockSteps: 5 };
    generator.generate(request);
    const counts: number[] = [];
    for await (const _ of generator.generate(request)) {
      counts.push(tf.memory().numTensors);
      if (counts.length === 6) break;
    }
    expect(new Set(counts).size).toBe(1);
    generator.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses requests that do not fit, naming field, value and what is allowed', () => {
    const generator = create({ model: conditional, parameters: livelyParameters(conditional) });
    const good = requestFor(conditional, { length: 3, steps: 2 });
    const bad: [Partial<GenerationRequest>, RegExp][] = [
      [{ prompt: [] }, /prompt has no rows/],
      [
        {
          prompt: [
            [1, 2, 3],
            [1, 2],
          ],
        },
        /prompt\.1 has 2 tokens, prompt\.0 has 3/,
      ],
      [
        {
          prompt: [
            [0, 1, 5],
            [0, 1, 2],
          ],
        },
        /prompt\.0\.2 is 5; .* 0 to 4/,
      ],
      [
        {
          prompt: [
            [0, 1, 1.5],
            [0, 1, 2],
          ],
        },
        /prompt\.0\.2 is 1\.5/,
      ],
      [{ steps: 0 }, /steps is 0/],
      [{ seed: -1 }, /seed is -1/],
      [{ blockSteps: 0 }, /blockSteps is 0/],
      [{ classes: null }, /classes has 0 values; .* 2 rows/],
      [{ classes: [0, 3] }, /classes\.1 is 3; .* 0 to 2/],
      [{ local: null }, /local condition has 0 values; 2 rows × 4 samples/],
      [{ local: new Float32Array(9) }, /local condition has 9 values/],
    ];
    for (const [changes, message] of bad) expect(() => generator.generate({ ...good, ...changes })).toThrow(message);
    generator.dispose();

    const plain = create({ model: smallWaveNet, parameters: livelyParameters(smallWaveNet) });
    expect(() => plain.generate({ ...requestFor(smallWaveNet, { length: 1 }), classes: [0, 0] })).toThrow(
      /no global condition/,
    );
    expect(() => plain.generate({ ...requestFor(smallWaveNet, { length: 1 }), local: new Float32Array(2) })).toThrow(
      /the model has none/,
    );
    plain.dispose();
  });

  it('reports weights that predict NaN', async () => {
    const parameters = livelyParameters(smallWaveNet).fill(NaN);
    const before = tf.memory().numTensors;
    const generator = create({ model: smallWaveNet, parameters });
    const request = { ...requestFor(smallWaveNet, { length: 2 }), sampler: { kind: 'greedy' as const } };
    await expect(collect(generator, request)).rejects.toThrow(/NaN/);
    generator.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
