import '@tensorflow/tfjs-node-gpu';
import fc from 'fast-check';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { ModelConfiguration } from '../../src-main/architecture/configuration';
import { RandomStream } from '../../src-main/math/random';
import { encode, forward } from '../../src-main/model/forward';
import { valueAndGradients } from '../../src-main/model/gradients';
import { oneStepLoss, stepWeights, unrolledLoss, type Unrolling } from '../../src-main/model/losses';
import { bindNetwork } from '../../src-main/model/network';
import { computeTidily } from '../../src-main/model/tidy';
import { unrolledCounts, unrolledInputs } from '../../src-main/model/unrolled-inputs';
import { unrolledTensors } from '../../src-main/model/unrolled-tensors';
import {
  anyModel,
  batchTensors,
  difference,
  livelyParameters,
  parameterTensors,
  randomBatch,
  smallLagged,
  smallWaveNet,
} from './models';
import {
  crossEntropy,
  oneHot,
  oneHotSamples,
  referenceLogits,
  referenceUnrolledLoss,
  type ReferenceCondition,
} from './reference';

type Sampling = Unrolling['sampling'];
const TEMPERATURE = 0.8;

interface Trial {
  model: ModelConfiguration;
  horizon: number;
  origins: number[];
  sampling: Sampling;
  /** Rate of own samples in scheduled sampling. */
  mixingRate?: number;
  counted?: number;
  length?: number;
}

/** Loss and gradients of the product and of the reference on the same batch and noise. */
function bothWays({ model, horizon, origins, sampling, mixingRate, counted = horizon, length = 12 }: Trial) {
  return computeTidily(() => {
    const Q = model.quantizationLevels;
    const batch = 2;
    const data = randomBatch(model, { batch, length });
    const { inputs, condition } = batchTensors(model, data);
    const parameters = parameterTensors(model, livelyParameters(model));
    const stream = RandomStream.fromSeed(4);
    const noise = Float32Array.from({ length: (horizon - 1) * origins.length * batch * Q }, () => stream.gumbel());
    const draws = Float32Array.from({ length: noise.length / Q }, () => stream.uniform());
    const size = { batch, length, origins: origins.length, horizon };
    const mixing = mixingRate !== undefined && {
      rate: tf.scalar(mixingRate),
      draws: tf.tensor2d(draws, [draws.length, 1]),
    };
    const unrolling: Unrolling = {
      horizon,
      sampling,
      mixing: mixing || null,
      inputs: unrolledTensors(unrolledInputs(model, size, { tokens: data.tokens, origins })),
      noise: horizon > 1 ? tf.tensor2d(noise, [noise.length / Q, Q]) : null,
      gumbelTemperature: tf.scalar(TEMPERATURE),
      stepWeights: tf.tensor1d(stepWeights(horizon, counted)),
      condition,
    };
    const fast = valueAndGradients(() => {
      const network = bindNetwork(model, parameters);
      return unrolledLoss(network, encode(network, inputs, condition), unrolling);
    }, parameters);

    const targets = oneHotSamples(data.tokens, batch, length, Q, length + 1, 1);
    const next = (logits: tf.Tensor2D, origin: number, step: number): tf.Tensor2D => {
      const row = (step * origins.length + origin) * batch;
      const g = tf.tensor2d(noise.subarray(row * Q, (row + batch) * Q), [batch, Q]);
      const own = referenceSample(logits, g, sampling);
      if (mixingRate === undefined) return own;
      const observed = targets[origins[origin]! + step]!;
      const rows = Array.from({ length: batch }, (_, b) => (draws[row + b]! < mixingRate ? own : observed));
      return tf.concat(rows.map((source, b) => tf.slice(source, [b, 0], [1, Q])));
    };
    const slow = valueAndGradients(
      () =>
        referenceUnrolledLoss(model, parameters, {
          observed: oneHotSamples(data.tokens, batch, length, Q, length + 1),
          targets,
          origins,
          horizon,
          next,
          condition: referenceCondition(model, condition),
          weights: [...stepWeights(horizon, counted)],
        }),
      parameters,
    );
    return {
      value: fast.value.dataSync()[0]!,
      loss: Math.abs(fast.value.dataSync()[0]! - slow.value.dataSync()[0]!),
      gradient: Math.max(
        ...fast.gradients.map((gradient, i) => difference(gradient.dataSync(), slow.gradients[i]!.dataSync())),
      ),
      gradientSize: Math.max(...slow.gradients.map((gradient) => tf.max(tf.abs(gradient)).dataSync()[0]!)),
    };
  });
}

function referenceSample(logits: tf.Tensor2D, g: tf.Tensor2D, sampling: Sampling): tf.Tensor2D {
  const soft = tf.softmax(tf.div(tf.add(tf.logSoftmax(logits), g), TEMPERATURE)) as tf.Tensor2D;
  if (sampling === 'soft') return soft;
  // Read back to JavaScript, the hard sample is a constant.
  const constant = oneHot(tf.argMax(soft, 1).dataSync(), soft.shape[1]);
  if (sampling === 'scheduled-sampling') return constant;
  const detached = tf.tensor2d(soft.dataSync(), soft.shape);
  return tf.add(tf.sub(soft, detached), constant);
}

function referenceCondition(
  model: ModelConfiguration,
  condition: ReturnType<typeof batchTensors>['condition'],
): ReferenceCondition {
  const classes = model.family === 'wavenet' ? model.conditionClasses : null;
  return {
    classes: condition.classes && oneHot(condition.classes.dataSync(), classes!),
    local: condition.local && (tf.unstack(condition.local, 1) as tf.Tensor2D[]),
  };
}

describe('the forward pass', () => {
  it('equals the definition for every architecture, and so does the gradient of the one-step loss', () => {
    fc.assert(
      fc.property(anyModel, fc.integer({ min: 1, max: 9 }), (model, length) => {
        const [logits, gradient] = computeTidily(() => {
          const data = randomBatch(model, { batch: 2, length });
          const { inputs, targets, condition } = batchTensors(model, data);
          const parameters = parameterTensors(model, livelyParameters(model));
          const Q = model.quantizationLevels;
          const samples = oneHotSamples(data.tokens, 2, length, Q, length + 1);
          const wanted = oneHotSamples(data.tokens, 2, length, Q, length + 1, 1);
          const slowLogits = () => referenceLogits(model, parameters, samples, referenceCondition(model, condition));
          const fast = valueAndGradients(() => {
            const network = bindNetwork(model, parameters);
            return oneStepLoss(network, encode(network, inputs, condition), { targets, skipPartial: false });
          }, parameters);
          const slow = valueAndGradients(
            () => tf.div(tf.addN(slowLogits().map((step, t) => crossEntropy(step, wanted[t]!))), length) as tf.Scalar,
            parameters,
          );
          return [
            difference(
              forward(bindNetwork(model, parameters), inputs, condition).dataSync(),
              tf.stack(slowLogits(), 1).dataSync(),
            ),
            Math.max(...fast.gradients.map((g, i) => difference(g.dataSync(), slow.gradients[i]!.dataSync()))),
          ];
        });
        expect(logits).toBeLessThan(2e-5);
        expect(gradient).toBeLessThan(2e-5);
      }),
      { numRuns: 30, seed: 1 },
    );
  });
});

describe('the unrolled loss', () => {
  it('equals the definition, origin by origin and step by step, for every architecture', () => {
    const trial = fc.record({
      model: anyModel,
      horizon: fc.integer({ min: 1, max: 5 }),
      origins: fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 2 }),
      sampling: fc.constantFrom<Sampling>('soft', 'hard', 'scheduled-sampling'),
    });
    fc.assert(
      fc.property(trial, (trial) => {
        const { loss, gradient, gradientSize } = bothWays(trial);
        expect(loss).toBeLessThan(2e-5);
        expect(gradient).toBeLessThan(2e-5 * Math.max(1, gradientSize));
      }),
      { numRuns: 20, seed: 2 },
    );
  }, 300_000);

  it.each<[string, Partial<Trial>]>([
    ['a dilation beyond the horizon', { model: { ...smallWaveNet, dilations: [8, 1] } }],
    ['kernels of three', { model: { ...smallWaveNet, kernelSize: 3, dilations: [1, 2] } }],
    ['an input kernel longer than the horizon', { model: { ...smallWaveNet, inputKernelSize: 7 } }],
    ['input padding', { model: { ...smallWaveNet, padding: 'input' } }],
    ['both conditions', { model: { ...smallWaveNet, conditionClasses: 3, localConditionChannels: 2 } }],
    ['a plain convolution over many samples', { model: { ...smallWaveNet, kernelSize: 33, dilations: [1] } }],
    ['a plain convolution', { model: { ...smallWaveNet, kernelSize: 6, dilations: [1] } }],
    ['a lagged model', { model: smallLagged }],
    ['straight-through samples', { sampling: 'hard' }],
    ['scheduled sampling', { sampling: 'scheduled-sampling' }],
    ['scheduled sampling that mixes in observed samples', { sampling: 'scheduled-sampling', mixingRate: 0.4 }],
    ['a curriculum that counts two of four steps', { counted: 2 }],
    ['one step', { horizon: 1 }],
  ])('equals the definition with %s', (_, changes) => {
    const { loss, gradient, gradientSize } = bothWays({
      model: smallWaveNet,
      horizon: 4,
      origins: [0, 7, 2],
      sampling: 'soft',
      ...changes,
    });
    expect(loss).toBeLessThan(2e-5);
    expect(gradient).toBeLessThan(2e-5 * Math.max(1, gradientSize));
    expect(gradientSize).toBeGreaterThan(1e-3);
  });

  it('with observed samples only is teacher-forced, with own ones only plain scheduled sampling', () => {
    const trial: Trial = { model: smallWaveNet, horizon: 3, origins: [1, 4], sampling: 'scheduled-sampling' };
    const { model, horizon, origins } = trial;
    expect(bothWays({ ...trial, mixingRate: 1 }).value).toBe(bothWays(trial).value);
    const taught = computeTidily(() => {
      const { inputs, targets } = batchTensors(model, randomBatch(model, { batch: 2, length: 12 }));
      const network = bindNetwork(model, parameterTensors(model, livelyParameters(model)));
      const logits = forward(network, inputs);
      const terms = origins.flatMap((origin) =>
        Array.from({ length: horizon }, (_, step) => {
          const wanted = oneHot(tf.slice(targets, [0, origin + step], [2, 1]).dataSync(), model.quantizationLevels);
          const at = tf.slice(logits, [0, origin + step, 0], [2, 1, -1]);
          return crossEntropy(tf.reshape(at, [2, -1]) as tf.Tensor2D, wanted).dataSync()[0]!;
        }),
      );
      return terms.reduce((sum, term) => sum + term, 0) / terms.length;
    });
    expect(bothWays({ ...trial, mixingRate: 0 }).value).toBeCloseTo(taught, 5);
  });

  it('of one step at every origin is the one-step loss', () => {
    const model = smallWaveNet;
    const [unrolled, oneStep] = computeTidily(() => {
      const data = randomBatch(model, { batch: 2, length: 6 });
      const { inputs, targets } = batchTensors(model, data);
      const network = bindNetwork(model, parameterTensors(model, livelyParameters(model)));
      const pass = encode(network, inputs);
      const origins = [0, 1, 2, 3, 4, 5];
      const size = { batch: 2, length: 6, origins: 6, horizon: 1 };
      const unrolling: Unrolling = {
        horizon: 1,
        sampling: 'soft',
        inputs: unrolledTensors(unrolledInputs(model, size, { tokens: data.tokens, origins })),
        noise: null,
        gumbelTemperature: tf.scalar(1),
        stepWeights: tf.tensor1d(stepWeights(1)),
      };
      return [unrolledLoss(network, pass, unrolling), oneStepLoss(network, pass, { targets, skipPartial: false })].map(
        (t) => t.dataSync()[0]!,
      );
    });
    expect(unrolled).toBeCloseTo(oneStep!, 5);
  });
});

describe('the inputs of an unrolled pass', () => {
  it('are as many as announced', () => {
    fc.assert(
      fc.property(
        anyModel,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 3 }),
        (model, horizon, origins) => {
          const size = { batch: 2, length: 9, origins, horizon };
          const { tokens } = randomBatch(model, size);
          const inputs = unrolledInputs(model, size, { tokens, origins: Array.from({ length: origins }, (_, o) => o) });
          const counts = Object.fromEntries(
            Object.entries(inputs).map(([name, array]) => [name, array?.length ?? null]),
          );
          expect(counts).toEqual(unrolledCounts(model, size));
        },
      ),
    );
  });

  it('refuse an origin without room for the forecast, naming it', () => {
    const size = { batch: 1, length: 9, origins: 1, horizon: 4 };
    const { tokens } = randomBatch(smallWaveNet, { batch: 1, length: 9 });
    expect(() => unrolledInputs(smallWaveNet, size, { tokens, origins: [6] })).toThrow(/origin 6 .* 0 to 5/);
    expect(() => unrolledInputs(smallWaveNet, size, { tokens, origins: [-1] })).toThrow(/origin -1/);
    expect(() => unrolledInputs(smallWaveNet, size, { tokens, origins: [1, 2] })).toThrow(/2 origins/);
    expect(() => unrolledInputs(smallWaveNet, { ...size, length: 8 }, { tokens, origins: [1] })).toThrow(/10 tokens/);
  });
});
