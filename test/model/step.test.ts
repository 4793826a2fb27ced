import { resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-node-gpu';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UnrollingConfiguration } from '../../src-main/contract/configuration';
import { goldenModel } from '../../src-main/contract/golden';
import { fromPyTorch } from '../../src-main/model/parameters';
import { createTrainingStep, type StepInputs, type TrainingStepOptions } from '../../src-main/model/step';
import { readGoldenCase } from '../../src-main/worker/golden-files';
import { anyModel, difference } from './models';
import { freshState, makeSteps, mixedUnrolling, numbersOf, stepInputs, stepOptions, unrolling } from './step-fixture';

/** Between two ways of summing in float32, after a few steps of Adam on gradients of order one. */
const TOLERANCE = 2e-4;

describe('the recorded step', () => {
  const cases = ['tiny', 'conditional', 'fourier'];
  it.each(cases)('equals the eager step on the network of the golden case %s', async (name) => {
    const { golden, weights } = await readGoldenCase(resolve(__dirname, '../golden', name));
    const model = goldenModel(golden);
    const length = golden.inputs[0]!.length;
    const { horizon, origins, tau } = golden.unrolled;
    const options = stepOptions({
      model,
      length,
      training: {
        ...stepOptions().training,
        unrolling: { ...unrolling, horizon, origins: origins.length, gumbelTemperature: tau },
      },
    });
    const tokens = Int32Array.from(golden.inputs.flatMap((row, b) => [...row, golden.targets[b]!.at(-1)!]));
    const condition = golden.condition && Int32Array.from(golden.condition);
    const inputs = [1, 2].map((seed) => ({ ...stepInputs(options, seed, golden.inputs.length), tokens, condition }));
    const state = { ...freshState(model), parameters: fromPyTorch(model, weights) };
    const recorded = makeSteps(options, state, inputs);
    const eager = makeSteps({ ...options, execution: 'eager' }, state, inputs);
    expect(recorded.execution).toBe('graph');
    expect(recorded.results[0]!.oneStepLoss).toBeCloseTo(golden.one_step_loss, 4);
    expect(difference(numbersOf(recorded), numbersOf(eager))).toBeLessThan(TOLERANCE);
  });

  it('equals the eager step on every architecture and way of sampling', () => {
    const sampling = fc.constantFrom<Partial<UnrollingConfiguration>>(
      { sampling: 'soft' },
      { sampling: 'hard' },
      { sampling: 'scheduled-sampling' },
      { sampling: 'scheduled-sampling', mixingRate: 0.5 },
    );
    const ways = fc.option(fc.record({ sampling, horizon: fc.integer({ min: 1, max: 4 }) }));
    fc.assert(
      fc.property(anyModel, ways, fc.integer({ min: 1, max: 3 }), (model, how, parts) => {
        const chosen = how && { ...unrolling, ...how.sampling, horizon: how.horizon };
        const training = { ...stepOptions().training, unrolling: chosen };
        const options = stepOptions({ model, training, length: 9, parallelParts: parts });
        const inputs = [1, 2].map((seed) => stepInputs(options, seed));
        const state = freshState(model);
        const recorded = makeSteps(options, state, inputs);
        const eager = makeSteps({ ...options, execution: 'eager' }, state, inputs);
        expect(recorded.execution).toBe('graph');
        expect(difference(numbersOf(recorded), numbersOf(eager))).toBeLessThan(TOLERANCE);
      }),
      { numRuns: 8 },
    );
  }, 240_000);

  it.each([unrolling, mixedUnrolling])('does not depend on micro-batches and parts (%#)', (unrolling) => {
    const options = stepOptions({ training: { ...stepOptions().training, unrolling } });
    const inputs = [1, 2].map((seed) => stepInputs(options, seed));
    const state = freshState(options.model);
    const whole = makeSteps({ ...options, microBatch: 4 }, state, inputs);
    for (const [microBatch, parallelParts] of [
      [1, 1],
      [3, 2],
      [4, 3],
    ] as const) {
      const parted = makeSteps({ ...options, microBatch, parallelParts }, state, inputs);
      expect(difference(numbersOf(parted), numbersOf(whole))).toBeLessThan(TOLERANCE);
    }
  });

  it('has nothing frozen in it: each input changes its result as it changes the eager one', () => {
    const options = stepOptions();
    const eagerly = { ...options, execution: 'eager' as const };
    const first = stepInputs(options, 1);
    const change = (part: Partial<NonNullable<StepInputs['unrolling']>>) => ({
      ...first,
      unrolling: { ...first.unrolling!, ...part },
    });
    const changed: Record<string, StepInputs> = {
      tokens: { ...first, tokens: stepInputs(options, 2).tokens },
      learningRate: { ...first, learningRate: 0.1 },
      origins: change({ origins: Int32Array.of(1, 12) }),
      horizon: change({ horizon: 2 }),
      weight: change({ weight: 3 }),
      gumbelTemperature: change({ gumbelTemperature: 2 }),
      noiseSeed: change({ noiseSeed: [7, 8] }),
    };
    const state = freshState(options.model);
    const unchanged = numbersOf(makeSteps(eagerly, state, [first]));
    for (const [name, inputs] of Object.entries(changed)) {
      const numbers = numbersOf(makeSteps(eagerly, state, [inputs]));
      expect([name, difference(numbers, unchanged) > 1e-3]).toEqual([name, true]);
    }
    const sequence = [first, ...Object.values(changed)];
    const recorded = makeSteps(options, state, sequence);
    expect(recorded.execution).toBe('graph');
    expect(difference(numbersOf(recorded), numbersOf(makeSteps(eagerly, state, sequence)))).toBeLessThan(TOLERANCE);
  });

  it('has the rate and the draws of scheduled sampling not frozen in it', () => {
    const options = stepOptions({ training: { ...stepOptions().training, unrolling: mixedUnrolling } });
    const first = stepInputs(options, 1);
    const { mixing } = first.unrolling!;
    const mixed = (change: Partial<NonNullable<typeof mixing>>) => ({
      ...first,
      unrolling: { ...first.unrolling!, mixing: { ...mixing!, ...change } },
    });
    const sequence = [first, mixed({ rate: 0 }), mixed({ rate: 1 }), mixed({ seed: [5, 6] })];
    const state = freshState(options.model);
    const recorded = sequence.map((inputs) => makeSteps(options, state, [inputs]).results[0]!.unrolledLoss!);
    const eager = sequence.map(
      (inputs) => makeSteps({ ...options, execution: 'eager' }, state, [inputs]).results[0]!.unrolledLoss!,
    );
    expect(difference(recorded, eager)).toBeLessThan(TOLERANCE);
    expect(new Set(recorded).size).toBe(sequence.length);
  });

  it('goes on from a state bit for bit as if it had not been interrupted', () => {
    const options = stepOptions({ parallelParts: 2 });
    const inputs = [1, 2, 3, 4].map((seed) => stepInputs(options, seed));
    const through = makeSteps(options, freshState(options.model), inputs);
    const before = makeSteps(options, freshState(options.model), inputs.slice(0, 2));
    const after = makeSteps(options, before.state, inputs.slice(2));
    expect([...before.results, ...after.results]).toEqual(through.results);
    expect(after.state).toEqual(through.state);
  });

  it('takes batches of other sizes as well', () => {
    const options = stepOptions();
    const inputs = [stepInputs(options, 1, 4), stepInputs(options, 2, 1), stepInputs(options, 3, 3)];
    const state = freshState(options.model);
    const recorded = makeSteps(options, state, inputs);
    const eager = makeSteps({ ...options, execution: 'eager' }, state, inputs);
    expect(difference(numbersOf(recorded), numbersOf(eager))).toBeLessThan(TOLERANCE);
  });
});

describe.each(['graph', 'eager'] as const)('a step in %s execution', (execution) => {
  it('keeps no tensor from step to step and none after it', () => {
    const options = stepOptions({ execution });
    const before = tf.memory().numTensors;
    const step = createTrainingStep(options, freshState(options.model));
    step.run(stepInputs(options, 1));
    const afterFirst = tf.memory().numTensors;
    for (const seed of [2, 3, 4]) step.run(stepInputs(options, seed));
    step.state();
    expect(tf.memory().numTensors).toBe(afterFirst);
    step.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('learns', () => {
    const training: TrainingStepOptions['training'] = { ...stepOptions().training, unrolling: null };
    const options = stepOptions({ execution, training });
    const inputs = Array.from({ length: 40 }, () => stepInputs(options, 1));
    const { results } = makeSteps(options, freshState(options.model), inputs);
    expect(results.at(-1)!.oneStepLoss).toBeLessThan(0.8 * results[0]!.oneStepLoss);
    expect(results[0]!.unrolledLoss).toBeNull();
  });

  it('names the input that does not fit', () => {
    const options = stepOptions({ execution });
    const step = createTrainingStep(options, freshState(options.model));
    const inputs = stepInputs(options, 1);
    const { unrolling: given } = inputs;
    const fewer = inputs.tokens.subarray(1);
    expect(() => step.run({ ...inputs, tokens: fewer })).toThrow('rows of 17 tokens; 67 tokens are');
    expect(() => step.run({ ...inputs, condition: Int32Array.of(1) })).toThrow('condition must be null');
    expect(() => step.run({ ...inputs, unrolling: null })).toThrow('unrolling.origins must be 2 values; given null');
    const mixing = { rate: 1, seed: [1, 2] as const };
    const surplus = { ...given!, mixing };
    expect(() => step.run({ ...inputs, unrolling: surplus })).toThrow('unrolling.mixing must be left out');
    const origins = Int32Array.of(5, 99);
    expect(() => step.run({ ...inputs, unrolling: { ...given!, origins } })).toThrow('99');
    step.dispose();
  });
});

it('refuses a state of another size', () => {
  const state = { ...freshState(stepOptions().model), firstMoment: new Float32Array(3) };
  expect(() => createTrainingStep(stepOptions(), state)).toThrow('The state has 3 firstMoment');
});
