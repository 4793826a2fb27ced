import '@tensorflow/tfjs-node-gpu';
import * as tf from '@tensorflow/tfjs-core';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyGoldenCase } from '../../src-main/generation/verification/verification';
import { readGoldenCase } from '../../src-main/worker/golden-files';

describe.each(['tiny', 'conditional', 'fourier'])('the golden case %s', (name) => {
  it('agrees in every quantity and leaves no tensor behind', async () => {
    const files = await readGoldenCase(resolve(__dirname, name));
    const before = tf.memory().numTensors;
    const rows = await verifyGoldenCase(files);
    expect(tf.memory().numTensors).toBe(before);
    expect(rows.length).toBeGreaterThan(2 * files.weights.size);
    expect(rows.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('is told apart from a model with one weight changed', async () => {
    const files = await readGoldenCase(resolve(__dirname, name));
    const changed = new Map(files.weights);
    const { shape, data } = changed.get('layers.1.conv_dilation.weight')!;
    changed.set('layers.1.conv_dilation.weight', {
      shape,
      data: Float32Array.from(data, (value, i) => (i === 0 ? value + 0.05 : value)),
    });
    const rows = await verifyGoldenCase({ ...files, weights: changed });
    expect(rows.filter(({ ok }) => !ok).map(({ quantity }) => quantity)).toContain('logits');
  });
});
