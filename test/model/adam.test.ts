import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';
import { adam, clipByNorm, globalNorm } from '../../src-main/model/adam';

const optimizer = { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clipNorm: null };

describe('Adam', () => {
  it('makes the steps that PyTorch makes', () => {
    // torch.optim.Adam(lr=0.1) on [1, -2, 3], float64, gradients as below: parameters after each step.
    const gradients = [
      [0.5, -1, 2],
      [0.1, 3, -0.2],
      [-1, 0, 0.4],
    ];
    let state = {
      parameters: tf.tensor1d([1, -2, 3]),
      firstMoment: tf.zeros<tf.Rank.R1>([3]),
      secondMoment: tf.zeros<tf.Rank.R1>([3]),
    };
    let reference = { p: [1, -2, 3], m: [0, 0, 0], v: [0, 0, 0] };
    gradients.forEach((gradient, i) => {
      const step = i + 1;
      reference = referenceStep(reference, gradient, step);
      state = adam(
        state,
        tf.tensor1d(gradient),
        {
          learningRate: tf.scalar(0.1),
          firstCorrection: tf.scalar(1 - 0.9 ** step),
          secondCorrection: tf.scalar(1 - 0.999 ** step),
        },
        optimizer,
      );
      state.parameters.dataSync().forEach((value, k) => expect(value).toBeCloseTo(reference.p[k]!, 5));
    });
  });

  it('scales a gradient down to the norm that is allowed, and never up', () => {
    const gradient = tf.tensor1d([3, 4]);
    const norm = globalNorm(gradient);
    expect(norm.dataSync()[0]).toBe(5);
    expect(globalNorm(clipByNorm(gradient, norm, 1)).dataSync()[0]).toBeCloseTo(1, 5);
    expect(Array.from(clipByNorm(gradient, norm, 7).dataSync())).toEqual([3, 4]);
    expect(clipByNorm(gradient, norm, null)).toBe(gradient);
  });
});

/** The formula in float64. */
function referenceStep({ p, m, v }: Record<'p' | 'm' | 'v', number[]>, gradient: number[], step: number) {
  const first = m.map((value, k) => 0.9 * value + 0.1 * gradient[k]!);
  const second = v.map((value, k) => 0.999 * value + 0.001 * gradient[k]! ** 2);
  const moved = p.map((value, k) => {
    const scale = Math.sqrt(second[k]! / (1 - 0.999 ** step)) + 1e-8;
    return value - (0.1 * (first[k]! / (1 - 0.9 ** step))) / scale;
  });
  return { p: moved, m: first, v: second };
}
