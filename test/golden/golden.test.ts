import '@tensorflow/tfjs-node-gpu';
import * as tf from '@tensorflow/tfjs-core';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kernelVariants } from '../../src-main/generation/simd/kernel-module';
import { verifyGoldenCase } from '../../src-main/generation/verification/verification';
import { readGoldenCase } from '../../src-main/worker/golden-files';

const kernelFolder = resolve(__dirname, '../../out/kernel');

describe.each(['tiny', 'conditional', 'fourier'])('the golden case %s', (name) => {
  it('agrees in every quantity and leaves no tensor behind', async () => {
    const files = await readGoldenCase(resolve(__dirname, name));
    const before = tf.memory().numTensors;
    const rows = await verifyGoldenCase(files, kernelFolder);
    expect(tf.memory().numTensors).toBe(before);
    expect(rows.length).toBeGreaterThan(2 * files.weights.size);
    expect(rows.filter(({ ok }) => !ok)).toEqual([]);
    const kernels = kernelVariants(kernelFolder).map((variant) => `SIMD generator (${variant})`);
    const tokens = ['default generator', 'queue generator', ...kernels].map((generator) => `tokens, ${generator}`);
    expect(rows.map(({ quantity }) => quantity)).toEqual(expect.arrayContaining(tokens));
  });

  it('is told apart from a model with one weight changed', async () => {
    const files = await readGoldenCase(resolve(__dirname, name));
    const changed = new Map(files.weights);
    const { shape, data } = changed.get('layers.1.conv_dilation.weight')!;
    changed.set('layers.1.conv_dilation.weight', {
      shape,
      data: Float32Array.from(data, (value, i) => (i === 0 ? value + 0.05 : value)),
    });
    const rows = await verifyGoldenCase({ ...files, weights: changed }, kernelFolder);
    expect(rows.filter(({ ok }) => !ok).map(({ quantity }) => quantity)).toContain('logits');
  });
});
