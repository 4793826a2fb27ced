import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';
import { gumbelNoise } from '../../src-main/model/gumbel-noise';

const draw = (shape: number[], seed: [number, number]) => Array.from(gumbelNoise(shape, seed).dataSync());

describe('Gumbel noise', () => {
  it('is a function of shape and seed', () => {
    expect(draw([3, 4], [1, 2])).toEqual(draw([3, 4], [1, 2]));
    expect(draw([3, 4], [1, 2])).not.toEqual(draw([3, 4], [1, 3]));
    expect(draw([3, 4], [1, 2])).not.toEqual(draw([3, 4], [-1, 2]));
  });

  it('has the mean and variance of the standard Gumbel distribution, and no infinity', () => {
    const values = draw([200_000], [5, 6]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    // Euler's constant and π²/6, within 5 standard errors.
    expect(Math.abs(mean - 0.577_216)).toBeLessThan(5 * Math.sqrt(1.645 / values.length));
    expect(Math.abs(variance - Math.PI ** 2 / 6)).toBeLessThan(0.04);
    expect(values.every(Number.isFinite)).toBe(true);
  });

  it('leaves no tensor but itself', () => {
    const before = tf.memory().numTensors;
    const noise = gumbelNoise([5], [0, 0]);
    expect(tf.memory().numTensors).toBe(before + 1);
    noise.dispose();
  });
});
