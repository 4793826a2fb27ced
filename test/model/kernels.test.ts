import '@tensorflow/tfjs-node-gpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopGradient, valueAndGradients } from '../../src-main/model/gradients';
import { crossEntropyRows, gatedActivation, gatherRows, straightThrough } from '../../src-main/model/kernels';
import { computeTidily } from '../../src-main/model/tidy';
import { difference } from './models';

/** Value and gradient of a weighted sum of two formulas on the same matrix. */
function compare(
  ours: (x: tf.Tensor2D) => tf.Tensor,
  plain: (x: tf.Tensor2D) => tf.Tensor,
): { value: number; gradient: number } {
  return computeTidily(() => {
    const x = tf.randomNormal([5, 6], 0, 2, 'float32', 3) as tf.Tensor2D;
    const weigh = (y: tf.Tensor) => tf.sum(tf.mul(y, tf.reshape(tf.linspace(-1, 2, y.size), y.shape))) as tf.Scalar;
    const [a, b] = [ours, plain].map((f) => valueAndGradients(() => weigh(f(x)), [x]));
    return {
      value: difference(ours(x).dataSync(), plain(x).dataSync()),
      gradient: difference(a!.gradients[0]!.dataSync(), b!.gradients[0]!.dataSync()),
    };
  });
}

const targets = () => tf.tensor1d([0, 5, 2, 2, 1], 'int32');
const agree = { value: expect.closeTo(0, 5), gradient: expect.closeTo(0, 5) };

describe.each(['tensorflow', 'cpu'])(
  'on the backend %s, operations with their own gradient equal the plain formula:',
  (backend) => {
    beforeAll(async () => void (await tf.setBackend(backend)));
    afterAll(async () => void (await tf.setBackend('tensorflow')));

    it('gathered rows', () => {
      const index = () => tf.tensor1d([4, 0, 4], 'int32');
      expect(
        compare(
          (x) => gatherRows(x, index()),
          (x) => tf.matMul(tf.cast(tf.oneHot(index(), 5), 'float32'), x),
        ),
      ).toEqual(agree);
    });

    it('the gated activation', () => {
      const plain = (x: tf.Tensor2D) =>
        tf.mul(tf.tanh(tf.slice(x, [0, 0], [5, 3])), tf.sigmoid(tf.slice(x, [0, 3], [5, 3])));
      expect(compare(gatedActivation, plain)).toEqual(agree);
    });

    it('cross-entropy of rows', () => {
      const plain = (x: tf.Tensor2D) => tf.neg(tf.sum(tf.mul(tf.logSoftmax(x), tf.oneHot(targets(), 6)), 1));
      expect(compare((x) => crossEntropyRows(x, targets()), plain)).toEqual(agree);
    });

    it('cross-entropy stays finite for logits far apart', () => {
      computeTidily(() => {
        const [loss] = crossEntropyRows(tf.tensor2d([[1e4, -1e4]]), tf.tensor1d([1], 'int32')).dataSync();
        expect(loss).toBeCloseTo(2e4, 0);
      });
    });
  },
);

describe('straight-through samples', () => {
  it('are exactly one-hot forward and the soft sample backward', () => {
    computeTidily(() => {
      const soft = tf.softmax(tf.randomNormal([4, 5], 0, 1, 'float32', 1)) as tf.Tensor2D;
      const hard = straightThrough(soft).dataSync();
      expect([...hard].filter((value) => value === 1)).toHaveLength(4);
      expect([...hard].filter((value) => value === 0)).toHaveLength(16);
      const weights = tf.randomNormal([4, 5], 0, 1, 'float32', 2);
      const { gradients } = valueAndGradients(() => tf.sum(tf.mul(straightThrough(soft), weights)), [soft]);
      expect(difference(gradients[0]!.dataSync(), weights.dataSync())).toBe(0);
    });
  });
});

describe('gradients', () => {
  it('stop where they are told to', () => {
    computeTidily(() => {
      const x = tf.tensor1d([2, 3]);
      const { gradients } = valueAndGradients(
        () =>
          tf.sum(
            tf.mul(
              x,
              stopGradient(() => tf.square(x)),
            ),
          ),
        [x],
      );
      expect([...gradients[0]!.dataSync()]).toEqual([4, 9]);
    });
  });

  it('are zero where the value does not depend on a tensor', () => {
    computeTidily(() => {
      const [x, y] = [tf.tensor1d([2, 3]), tf.ones([2, 2])];
      const { value, gradients } = valueAndGradients(() => tf.sum(x), [x, y]);
      expect(value.dataSync()[0]).toBe(5);
      expect(gradients.map((gradient) => [...gradient.dataSync()])).toEqual([
        [1, 1],
        [0, 0, 0, 0],
      ]);
    });
  });

  it('leave their value and gradients and nothing else', () => {
    const x = tf.tensor2d([[0.1, 0.2]]);
    const before = tf.memory().numTensors;
    const { value, gradients } = valueAndGradients(() => tf.sum(gatedActivation(x)), [x]);
    expect(tf.memory().numTensors).toBe(before + 2);
    tf.dispose([value, ...gradients, x]);
  });
});
