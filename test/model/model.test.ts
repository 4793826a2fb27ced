import '@tensorflow/tfjs-node-gpu';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { LaggedConfiguration, WaveNetConfiguration } from '../../src-main/architecture/configuration';
import { receptiveField } from '../../src-main/architecture/receptive-field';
import { mean, standardDeviation } from '../../src-main/math/statistics';
import { RandomStream } from '../../src-main/math/random';
import { encode, forward } from '../../src-main/model/forward';
import { valueAndGradients } from '../../src-main/model/gradients';
import { oneStepLoss, stepWeights, unrolledLogits } from '../../src-main/model/losses';
import { bindNetwork, loadNetwork } from '../../src-main/model/network';
import { fromPyTorch, initialParameters, parameterLayouts, toPyTorch } from '../../src-main/model/parameters';
import { computeTidily } from '../../src-main/model/tidy';
import { unrolledInputs } from '../../src-main/model/unrolled-inputs';
import { unrolledTensors } from '../../src-main/model/unrolled-tensors';
import { readWeights, writeWeights } from '../../src-main/model/weights';
import {
  batchTensors,
  difference,
  livelyParameters,
  parameterTensors,
  randomBatch,
  smallLagged,
  smallWaveNet,
} from './models';

const conditional: WaveNetConfiguration = { ...smallWaveNet, conditionClasses: 3, localConditionChannels: 2 };

/** Logits [B, T, Q] of a model over a random batch, flat. */
function logitsOf(
  model: WaveNetConfiguration | LaggedConfiguration,
  parameters: Float32Array,
  data: ReturnType<typeof randomBatch>,
) {
  return computeTidily(() => {
    const { inputs, condition } = batchTensors(model, data);
    return forward(loadNetwork({ model, parameters }), inputs, condition).dataSync();
  });
}

describe('fresh parameters', () => {
  const model: WaveNetConfiguration = {
    ...smallWaveNet,
    quantizationLevels: 64,
    residualChannels: 32,
    skipChannels: 48,
    headChannels: 64,
  };
  const arrays = toPyTorch(model, initialParameters(model, RandomStream.fromSeed(1)));

  it('are Xavier-uniform weights', () => {
    for (const [name, { shape, data }] of arrays) {
      if (shape.length === 1 || data.length < 500) continue;
      const bound = Math.sqrt(6 / ((shape[0]! + shape[1]!) * shape[2]!));
      expect(Math.max(...data.map(Math.abs)), name).toBeLessThanOrEqual(bound);
      expect(Math.abs(standardDeviation(data) / (bound / Math.sqrt(3)) - 1), name).toBeLessThan(0.1);
    }
  });

  it('are normal biases around 1e-3 with deviation 1e-2', () => {
    const biases = [...arrays.values()].filter(({ shape }) => shape.length === 1).flatMap(({ data }) => [...data]);
    expect(Math.abs(mean(biases) - 1e-3)).toBeLessThan(2e-3);
    expect(Math.abs(standardDeviation(biases) - 1e-2)).toBeLessThan(1e-3);
  });

  it('come from the seed, each parameter from a stream of its own', () => {
    const draw = (layers: number[], seed: number) =>
      toPyTorch(
        { ...model, dilations: layers },
        initialParameters({ ...model, dilations: layers }, RandomStream.fromSeed(seed)),
      );
    const [a, b] = [draw([1, 2], 1), draw([1, 2, 4], 1)];
    for (const [name, { data }] of a) expect(b.get(name)!.data).toEqual(data);
    expect(draw([1], 2).get('layers.0.conv_input.weight')).not.toEqual(a.get('layers.0.conv_input.weight'));
  });
});

describe('causality', () => {
  it.each([smallWaveNet, { ...smallWaveNet, kernelSize: 3, padding: 'input' as const }, smallLagged])(
    'no prediction sees a later sample, and each sees exactly its receptive field (%#)',
    (model) => {
      const R = receptiveField(model);
      const length = R + 6;
      const parameters = livelyParameters(model);
      const data = randomBatch(model, { batch: 1, length });
      const place = 2;
      const changed = {
        ...data,
        tokens: data.tokens.map((token, i) => (i === place ? (token + 1) % model.quantizationLevels : token)),
      };
      const [before, after] = [logitsOf(model, parameters, data), logitsOf(model, parameters, changed)];
      const Q = model.quantizationLevels;
      const differs = Array.from(
        { length },
        (_, t) => difference(before.slice(t * Q, t * Q + Q), after.slice(t * Q, t * Q + Q)) > 0,
      );
      expect(differs).toEqual(Array.from({ length }, (_, t) => t >= place && t < place + R));
    },
  );
});

describe('padding', () => {
  it('of the input is the same as R − 1 samples of zeros before a network that pads layers', () => {
    const layer: WaveNetConfiguration = { ...smallWaveNet, kernelSize: 3 };
    const R = receptiveField(layer);
    const parameters = livelyParameters(layer);
    const data = randomBatch(layer, { batch: 2, length: 9 });
    const asInput = logitsOf({ ...layer, padding: 'input' }, parameters, data);
    const asLayer = computeTidily(() => {
      const { inputs } = batchTensors(layer, data);
      const zeros = tf.fill([2, R - 1], layer.quantizationLevels, 'int32') as tf.Tensor2D;
      const logits = forward(loadNetwork({ model: layer, parameters }), tf.concat([zeros, inputs], 1));
      return tf.slice(logits, [0, R - 1, 0], [2, 9, layer.quantizationLevels]).dataSync();
    });
    expect(difference(asInput, asLayer)).toBeLessThan(1e-5);
  });

  it('of input or layers only matters where the receptive field is not whole', () => {
    const parameters = livelyParameters(smallWaveNet);
    const R = receptiveField(smallWaveNet);
    const data = randomBatch(smallWaveNet, { batch: 1, length: R + 4 });
    const [input, layer] = (['input', 'layer'] as const).map((padding) =>
      logitsOf({ ...smallWaveNet, padding }, parameters, data),
    );
    const whole = (R - 1) * smallWaveNet.quantizationLevels;
    expect(difference(input!.slice(whole), layer!.slice(whole))).toBeLessThan(1e-5);
    expect(difference(input!.slice(0, whole), layer!.slice(0, whole))).toBeGreaterThan(1e-3);
  });
});

describe('a lagged model', () => {
  it('of one fully connected layer over windows is a convolution of kernel R', () => {
    const model: LaggedConfiguration = { family: 'lagged', quantizationLevels: 5, lags: 4, hiddenChannels: [] };
    const parameters = livelyParameters(model);
    const data = randomBatch(model, { batch: 2, length: 11 });
    const convolved = computeTidily(() => {
      const [weight, bias] = parameterTensors(model, parameters) as [tf.Tensor3D, tf.Tensor1D];
      const { inputs } = batchTensors(model, data);
      const oneHot = tf.pad(tf.cast(tf.oneHot(inputs, 5), 'float32') as tf.Tensor3D, [
        [0, 0],
        [3, 0],
        [0, 0],
      ]);
      return tf.add(tf.conv1d(oneHot, weight, 1, 'valid'), bias).dataSync();
    });
    expect(difference(logitsOf(model, parameters, data), convolved)).toBeLessThan(1e-5);
  });
});

describe('conditions', () => {
  const parameters = livelyParameters(conditional);
  const data = randomBatch(conditional, { batch: 2, length: 6 });

  it('change the predictions of their own row only, a local one from its sample on', () => {
    const Q = conditional.quantizationLevels;
    const plain = logitsOf(conditional, parameters, data);
    const otherClass = logitsOf(conditional, parameters, {
      ...data,
      classes: Int32Array.of(data.classes![0]!, (data.classes![1]! + 1) % 3),
    });
    expect(difference(plain.slice(0, 6 * Q), otherClass.slice(0, 6 * Q))).toBe(0);
    expect(difference(plain.slice(6 * Q), otherClass.slice(6 * Q))).toBeGreaterThan(1e-3);
    const local = data.local!.map((value, i) => (i === 2 * 3 ? value + 1 : value)); // row 0, sample 3
    const otherLocal = logitsOf(conditional, parameters, { ...data, local });
    expect(difference(plain.slice(0, 3 * Q), otherLocal.slice(0, 3 * Q))).toBe(0);
    expect(difference(plain.slice(3 * Q, 4 * Q), otherLocal.slice(3 * Q, 4 * Q))).toBeGreaterThan(1e-3);
    expect(difference(plain.slice(6 * Q), otherLocal.slice(6 * Q))).toBe(0);
  });

  it('that are missing, surplus or of another shape are refused', () => {
    computeTidily(() => {
      const { inputs, condition } = batchTensors(conditional, data);
      const network = loadNetwork({ model: conditional, parameters });
      const plain = loadNetwork({ model: smallWaveNet, parameters: livelyParameters(smallWaveNet) });
      expect(() => forward(network, inputs)).toThrow(
        /needs a global condition of shape \[2\] \(conditionClasses is 3\); none was given/,
      );
      expect(() => forward(network, inputs, { ...condition, local: null })).toThrow(
        /needs a local condition of shape \[2, 6, 2\]/,
      );
      expect(() => forward(plain, inputs, condition)).toThrow(/global condition was given, but the model has none/);
      const short = { ...condition, local: tf.zeros<tf.Rank.R3>([2, 5, 2]) };
      expect(() => forward(network, inputs, short)).toThrow(
        /local condition has shape \[2, 5, 2\]; \[2, 6, 2\] is needed/,
      );
    });
  });
});

describe('the one-step loss', () => {
  it('without the partial receptive field leaves the first R outputs out', () => {
    const R = receptiveField(smallWaveNet);
    const data = randomBatch(smallWaveNet, { batch: 2, length: R + 3 });
    computeTidily(() => {
      const { inputs, targets } = batchTensors(smallWaveNet, data);
      const network = loadNetwork({ model: smallWaveNet, parameters: livelyParameters(smallWaveNet) });
      const pass = encode(network, inputs);
      const loss = oneStepLoss(network, pass, { targets, skipPartial: true }).dataSync()[0]!;
      const logits = tf.slice(forward(network, inputs), [0, R, 0], [2, 3, 5]);
      const wanted = tf.oneHot(tf.slice(targets, [0, R], [2, 3]), 5);
      const plain = tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), wanted), -1))).dataSync()[0]!;
      expect(loss).toBeCloseTo(plain, 5);
    });
  });

  it('refuses inputs that are all partial', () => {
    computeTidily(() => {
      const { inputs, targets } = batchTensors(smallWaveNet, randomBatch(smallWaveNet, { batch: 1, length: 5 }));
      const network = loadNetwork({ model: smallWaveNet, parameters: livelyParameters(smallWaveNet) });
      const skip = () => oneStepLoss(network, encode(network, inputs), { targets, skipPartial: true });
      expect(skip).toThrow(/leaves out the first 10 outputs .* inputs have only 5/);
    });
  });
});

describe('Gumbel samples', () => {
  it('need noise', () => {
    computeTidily(() => {
      const data = randomBatch(smallWaveNet, { batch: 1, length: 8 });
      const { inputs } = batchTensors(smallWaveNet, data);
      const network = loadNetwork({ model: smallWaveNet, parameters: livelyParameters(smallWaveNet) });
      const unrolling = {
        horizon: 3,
        sampling: 'soft' as const,
        inputs: unrolledTensors(
          unrolledInputs(
            smallWaveNet,
            { batch: 1, length: 8, origins: 1, horizon: 3 },
            { tokens: data.tokens, origins: [2] },
          ),
        ),
        noise: null,
        gumbelTemperature: tf.scalar(1),
        stepWeights: tf.tensor1d(stepWeights(3)),
      };
      expect(() => unrolledLogits(network, encode(network, inputs), unrolling)).toThrow(
        /3 steps needs Gumbel noise for its 2 samples/,
      );
    });
  });
});

describe('learning', () => {
  it('brings the loss of a tiny model on three examples near zero', () => {
    const model: WaveNetConfiguration = {
      ...smallWaveNet,
      residualChannels: 8,
      dilationChannels: 8,
      skipChannels: 8,
      headChannels: 8,
    };
    const tokens = Int32Array.of(0, 1, 2, 3, 4, 3, 2, 1, 2, 2, 0, 0, 4, 4, 2, 2, 4, 0, 4, 0, 1, 1, 3, 3);
    const optimizer = tf.train.adam(0.03);
    const variables = parameterTensors(model, initialParameters(model, RandomStream.fromSeed(1))).map((tensor) =>
      tf.variable(tensor),
    );
    const loss = () => {
      const rows = tf.tensor2d(tokens, [3, 8], 'int32');
      const network = bindNetwork(model, variables);
      return oneStepLoss(network, encode(network, tf.slice(rows, [0, 0], [3, 7])), {
        targets: tf.slice(rows, [0, 1], [3, 7]),
        skipPartial: false,
      });
    };
    let last = Infinity;
    for (let step = 0; step < 120; step++) {
      last = computeTidily(() => optimizer.minimize(loss, true)!.dataSync()[0]!);
    }
    expect(last).toBeLessThan(0.3);
    optimizer.dispose();
    tf.dispose(variables);
  });
});

describe('tensors', () => {
  it('are all released over a gradient, a save and a load', () => {
    const parameters = livelyParameters(conditional);
    const data = randomBatch(conditional, { batch: 2, length: 6 });
    const round = () => {
      const tensors = parameterTensors(conditional, parameters);
      computeTidily(() => {
        const { inputs, targets, condition } = batchTensors(conditional, data);
        valueAndGradients(() => {
          const network = bindNetwork(conditional, tensors);
          return oneStepLoss(network, encode(network, inputs, condition), { targets, skipPartial: false });
        }, tensors);
      });
      const flat = fromPyTorch(
        conditional,
        new Map(
          parameterLayouts(conditional).map(({ name, pytorchShape }, i) => {
            return [name, { shape: pytorchShape, data: toPyTorchOrder(tensors[i]!) }];
          }),
        ),
      );
      expect(flat).toEqual(parameters);
      const file = writeWeights({ model: conditional, parameters: flat, metadata: {} });
      tf.dispose(loadNetwork(readWeights(file, 'w')) as unknown as tf.TensorContainer);
      tf.dispose(tensors);
    };
    const before = tf.memory().numTensors;
    round();
    round();
    expect(tf.memory().numTensors).toBe(before);
  });
});

/** A parameter's values in PyTorch's layout, by tfjs. */
function toPyTorchOrder(tensor: tf.Tensor): ArrayLike<number> {
  return computeTidily(() => (tensor.rank === 1 ? tensor : tf.transpose(tensor, [2, 1, 0])).dataSync());
}
