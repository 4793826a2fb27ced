import '@tensorflow/tfjs-node-gpu';
import * as tf from '@tensorflow/tfjs-core';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startGeneratorBenchmarkSchema, type GeneratorPoint } from '../../src-main/contract/generator-benchmark';
import { loadKernel } from '../../src-main/generation/simd/kernel-module';
import { distanceFromLine } from '../../src-main/worker/bench/distance-from-line';
import { timeGenerators } from '../../src-main/worker/bench/time-generators';

const kernel = loadKernel(resolve(__dirname, '../../out/kernel'));

async function time(changes: Parameters<typeof startGeneratorBenchmarkSchema.parse>[0]) {
  const log: string[] = [];
  const points: GeneratorPoint[] = [];
  await timeGenerators(startGeneratorBenchmarkSchema.parse(changes), {
    kernel,
    threads: 2,
    measuring: (method, layers) => log.push(`${layers} ${method}`),
    point: (point) => points.push(point),
  });
  return { log, points };
}

describe('timing the generators', () => {
  it('measures all of them at each number of layers and leaves nothing behind', async () => {
    const before = tf.memory().numTensors;
    const { log, points } = await time({ layers: [3, 1], secondsPerPoint: 0.4 });
    expect(tf.memory().numTensors).toBe(before);
    expect(log).toEqual(['3 default', '3 queue', '3 simd', '1 default', '1 queue', '1 simd']);
    expect(points.map(({ method, dilatedLayers }) => `${dilatedLayers} ${method}`)).toEqual(log);
    for (const { receptiveField, dilatedLayers, min, median, max, repeats, steps } of points) {
      expect(receptiveField).toBe(2 ** dilatedLayers);
      expect(min).toBeLessThanOrEqual(median);
      expect(median).toBeLessThanOrEqual(max);
      expect(repeats * steps).toBeGreaterThan(0);
      expect(steps).toBeLessThanOrEqual(100);
    }
  });

  it('makes fewer steps where time is short, down to a single one', async () => {
    const begun = performance.now();
    const { points } = await time({ layers: [9], methods: ['default'], secondsPerPoint: 0.1 });
    expect(points).toMatchObject([{ repeats: 1, steps: 1, receptiveField: 512 }]);
    // A step of 512 samples takes longer than the limit; a second one was not begun.
    expect(points[0]!.median / 100).toBeLessThan((performance.now() - begun) / 1000);
  });
});

describe('the distance from a line', () => {
  it('is nothing for points of a line and the relative distance otherwise', () => {
    expect(distanceFromLine([1, 5, 30], [3, 11, 61])).toBeLessThan(1e-12);
    expect(distanceFromLine([1, 2, 3], [2, 4, 6.6])).toBeGreaterThan(0.01);
    expect(distanceFromLine([1, 2, 4, 8], [1, 4, 16, 64])).toBeGreaterThan(0.5);
  });
});
