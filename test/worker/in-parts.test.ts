import '@tensorflow/tfjs-node-gpu';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { GenerationRequest, Generator } from '../../src-main/generation/generator';
import { queueGenerator } from '../../src-main/generation/queue';
import { generateInParts } from '../../src-main/worker/generate/in-parts';
import { livelyParameters, smallWaveNet } from '../model/models';

const model = { ...smallWaveNet, conditionClasses: 3, localConditionChannels: 2 };
const request: GenerationRequest = {
  prompt: Array.from({ length: 5 }, (_, row) => [row % 5, (2 * row) % 5]),
  steps: 7,
  sampler: { kind: 'stochastic', temperature: 1, topK: null, topP: null },
  seed: 3,
  classes: [0, 1, 2, 1, 0],
  local: Float32Array.from({ length: 5 * 8 * 2 }, (_, i) => Math.sin(i)),
};

async function tokensOf(generator: Generator, rowsAtOnce: number, steps = request.steps): Promise<number[][]> {
  const rows: number[][] = request.prompt.map(() => []);
  let pauses = 0;
  const pause = async () => void (pauses += 1);
  for await (const block of generateInParts(generator, request, { rowsAtOnce, pause })) {
    rows.forEach((row, b) => row.push(...block.tokens.subarray(b * block.steps, (b + 1) * block.steps)));
    if (rows[0]!.length >= steps) break;
  }
  expect(pauses).toBeGreaterThan(0);
  return rows;
}

test('parts of the rows in turn give what all rows give at once, with a pause after each', async () => {
  const generator = queueGenerator({ model, parameters: livelyParameters(model) });
  const before = tf.memory().numTensors;
  const whole = await tokensOf(generator, 100);
  for (const rowsAtOnce of [1, 2, 5]) expect(await tokensOf(generator, rowsAtOnce)).toEqual(whole);
  // Whoever stops early leaves nothing behind.
  expect(await tokensOf(generator, 2, 3)).toEqual(whole.map((row) => row.slice(0, 3)));
  expect(tf.memory().numTensors).toBe(before);
  generator.dispose();
});
