import '@tensorflow/tfjs-node-gpu';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { ModelConfiguration } from '../../src-main/architecture/configuration';
import { RandomStream } from '../../src-main/math/random';
import { encode } from '../../src-main/model/forward';
import { valueAndGradients } from '../../src-main/model/gradients';
import { crossEntropyRows, gatedActivation, gatherRows } from '../../src-main/model/kernels';
import { oneStepLoss, stepWeights, unrolledLoss, type Unrolling } from '../../src-main/model/losses';
import { bindNetwork, splitParameters } from '../../src-main/model/network';
import { parameterLayouts } from '../../src-main/model/parameters';
import { computeTidily } from '../../src-main/model/tidy';
import { unrolledInputs } from '../../src-main/model/unrolled-inputs';
import { unrolledTensors } from '../../src-main/model/unrolled-tensors';
import { batchTensors, livelyParameters, parameterTensors, randomBatch, smallLagged, smallWaveNet } from './models';

/**
 * Central differences in float32 along random unit directions. The loss (about 2) is exact to 2.4e-7, so with h = 2⁻⁷ a
 * slope's rounding error is about 2.4e-7 / h = 3e-5; its truncation error h²/6 · f‴ = 1e-5 · f‴ drops by Richardson's
 * extrapolation from h and h/2. Slopes are about 0.1 … 1: hence 2e-4 absolute and 2e-3 relative. A wrong term in a
 * gradient is off by far more.
 *
 * The head's rectifiers have kinks, and a difference across one is not a slope: a direction counts only when the
 * differences of h and h/2, central and second ones, agree among themselves. That says nothing about the gradient, so
 * it hides no error.
 */
const STEP = 2 ** -7;
const AGREEMENT = 1e-4;
const DIRECTIONS = 40;

function gradientOf(loss: (x: tf.Tensor1D) => tf.Scalar, at: Float32Array): ArrayLike<number> {
  return computeTidily(() => {
    const x = tf.tensor1d(at);
    return valueAndGradients(() => loss(x), [x]).gradients[0]!.dataSync();
  });
}

/** Compares gradient and slope along a direction of the chosen elements; returns the slope's size. */
function checkSlope(
  loss: (x: tf.Tensor1D) => tf.Scalar,
  { at, gradient }: { at: Float32Array; gradient: ArrayLike<number> },
  chosen: (i: number) => boolean,
): number {
  for (let seed = 0; seed < DIRECTIONS; seed++) {
    const direction = unitDirection(at.length, chosen, seed);
    const evaluate = (distance: number) =>
      computeTidily(() => loss(tf.tensor1d(at.map((value, i) => value + distance * direction[i]!))).dataSync()[0]!);
    const middle = evaluate(0);
    const [coarse, fine] = [STEP, STEP / 2].map((step) => {
      const [ahead, behind] = [evaluate(step), evaluate(-step)];
      return { slope: (ahead - behind) / (2 * step), bend: (ahead + behind - 2 * middle) / step };
    }) as [{ slope: number; bend: number }, { slope: number; bend: number }];
    const smooth = Math.abs(coarse.slope - fine.slope) < AGREEMENT && Math.abs(coarse.bend - 2 * fine.bend) < AGREEMENT;
    if (!smooth) continue;
    const slope = (4 * fine.slope - coarse.slope) / 3;
    const predicted = direction.reduce((sum, value, i) => sum + value * gradient[i]!, 0);
    expect(Math.abs(predicted - slope)).toBeLessThan(2e-4 + 2e-3 * Math.abs(slope));
    return Math.abs(predicted);
  }
  throw new Error(`None of ${DIRECTIONS} directions is smooth here.`);
}

function unitDirection(length: number, chosen: (i: number) => boolean, seed: number): Float64Array {
  const stream = RandomStream.fromSeed(seed);
  const raw = Float64Array.from({ length }, (_, i) => (chosen(i) ? stream.normal() : 0));
  const norm = Math.sqrt(raw.reduce((sum, value) => sum + value * value, 0));
  return raw.map((value) => value / norm);
}

describe('gradients of single operations agree with finite differences:', () => {
  const at = Float32Array.from(
    { length: 24 },
    (
      (stream) => () =>
        stream.normal()
    )(RandomStream.fromSeed(1)),
  );
  const weigh = (y: tf.Tensor) => tf.sum(tf.mul(y, tf.reshape(tf.linspace(-1, 1.3, y.size), y.shape))) as tf.Scalar;
  const matrix = (x: tf.Tensor1D) => tf.reshape(x, [6, 4]) as tf.Tensor2D;

  it.each<[string, (x: tf.Tensor1D) => tf.Scalar]>([
    ['gathered rows, some twice', (x) => weigh(gatherRows(matrix(x), tf.tensor1d([0, 5, 5, 2], 'int32')))],
    ['the gated activation', (x) => weigh(gatedActivation(matrix(x)))],
    ['cross-entropy', (x) => weigh(crossEntropyRows(matrix(x), tf.tensor1d([0, 3, 1, 1, 2, 0], 'int32')))],
  ])('%s', (_, loss) => {
    const gradient = gradientOf(loss, at);
    for (let half = 0; half < 2; half++) checkSlope(loss, { at, gradient }, (i) => i % 2 === half);
  });
});

const models: [string, ModelConfiguration][] = [
  [
    'a WaveNet with biases and both conditions',
    { ...smallWaveNet, dilations: [2, 1], conditionClasses: 3, localConditionChannels: 2 },
  ],
  ['kernels of three and input padding', { ...smallWaveNet, kernelSize: 3, dilations: [1, 2], padding: 'input' }],
  ['a plain convolution', { ...smallWaveNet, kernelSize: 5, dilations: [1] }],
  ['a lagged model', smallLagged],
];

describe.each(models)('the gradient of %s agrees with finite differences', (_, model) => {
  const { batch, length, ...data } = randomBatch(model, { batch: 2, length: 8 });
  const flat = livelyParameters(model, 5);
  const origins = [0, 4];
  const horizon = 3;

  const losses: Record<string, (x: tf.Tensor1D) => tf.Scalar> = {
    'one-step': (x) => {
      const { inputs, targets, condition } = batchTensors(model, { batch, length, ...data });
      const network = bindNetwork(model, splitParameters(model, x));
      return oneStepLoss(network, encode(network, inputs, condition), { targets, skipPartial: false });
    },
    unrolled: (x) => {
      const { inputs, condition } = batchTensors(model, { batch, length, ...data });
      const network = bindNetwork(model, splitParameters(model, x));
      const stream = RandomStream.fromSeed(6);
      const rows = (horizon - 1) * origins.length * batch;
      const Q = model.quantizationLevels;
      const noise = Float32Array.from({ length: rows * Q }, () => stream.gumbel());
      const size = { batch, length, origins: origins.length, horizon };
      const unrolling: Unrolling = {
        horizon,
        sampling: 'soft',
        inputs: unrolledTensors(unrolledInputs(model, size, { tokens: data.tokens, origins })),
        noise: tf.tensor2d(noise, [rows, Q]),
        gumbelTemperature: tf.scalar(1),
        stepWeights: tf.tensor1d(stepWeights(horizon)),
        condition,
      };
      return unrolledLoss(network, encode(network, inputs, condition), unrolling);
    },
  };

  it.each(Object.keys(losses))('for each parameter in the %s loss', (name) => {
    const last = model.family === 'wavenet' ? `layers.${model.dilations.length}.conv_res` : ' ';
    const gradient = gradientOf(losses[name]!, flat);
    parameterLayouts(model).forEach(({ name: parameter, offset, size }) => {
      const slope = checkSlope(
        losses[name]!,
        { at: flat, gradient },
        (element) => element >= offset && element < offset + size,
      );
      // The last residual output leads nowhere; every other parameter is felt.
      if (parameter.startsWith(last)) expect(slope).toBe(0);
      else expect(slope).toBeGreaterThan(1e-5);
    });
  });
});

describe('splitParameters', () => {
  it('gives what parameterTensors gives', () => {
    computeTidily(() => {
      const flat = livelyParameters(smallWaveNet);
      const split = splitParameters(smallWaveNet, tf.tensor1d(flat)).map((tensor) => [
        tensor.shape,
        [...tensor.dataSync()],
      ]);
      expect(split).toEqual(
        parameterTensors(smallWaveNet, flat).map((tensor) => [tensor.shape, [...tensor.dataSync()]]),
      );
    });
  });
});
