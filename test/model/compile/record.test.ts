import * as tf from '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';
import { record } from '../../../src-main/model/compile/record';

const vector = (name: string, size: number) => ({ name, shape: [size], dtype: 'float32' as const });

describe('record', () => {
  it('gives what the function gives, for inputs other than those at recording', () => {
    const f = (x: tf.Tensor, y: tf.Tensor) => [tf.add(tf.mul(x, y), 1), tf.sum(x)];
    const recorded = record(f, [vector('x', 3), vector('y', 3)]);
    const [product, sum] = recorded.run([tf.tensor1d([1, 2, 3]), tf.tensor1d([4, 5, 6])]);
    expect(Array.from(product!.dataSync())).toEqual([5, 11, 19]);
    expect(sum!.dataSync()[0]).toBe(6);
    expect(recorded.kernels).toBe(3);
    recorded.dispose();
  });
});
