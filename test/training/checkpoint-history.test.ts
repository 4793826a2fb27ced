import * as tf from '@tensorflow/tfjs-node-gpu';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { chooseCheckpoint } from '../../src-main/services/checkpoint-choice';
import { historySteps } from '../../src-main/training/checkpoint-history';
import { train } from '../../src-main/training/train';
import { collect, MemoryFiles, ofType, request, resources, tinyConfiguration } from './tiny-run';

beforeAll(() => tf.ready());

describe('the steps of the history', () => {
  test('rise, end with the training, and lie further and further apart but for rounding', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 100_000 }), (count, maxSteps) => {
        const steps = historySteps(count, maxSteps);
        const distances = steps.map((step, index) => step - (steps[index - 1] ?? 0));
        expect(steps.at(-1)).toBe(maxSteps);
        expect(distances.every((distance, index) => distance >= Math.max(1, (distances[index - 1] ?? 1) - 1))).toBe(
          true,
        );
      }),
    );
    expect(historySteps(12, 3000)).toEqual([21, 84, 188, 334, 521, 750, 1021, 1334, 1688, 2084, 2521, 3000]);
    expect(historySteps(0, 3000)).toEqual([]);
  });
});

describe('a run that keeps its history', () => {
  const configuration = tinyConfiguration({
    training: { checkpoints: { keepBest: 1, horizon: 3, history: 4 } },
  });
  const history = historySteps(4, 12).map((step) => `last-${String(step).padStart(8, '0')}.safetensors`);

  test('has a checkpoint of each of these steps besides the best one, and no other', async () => {
    const files = new MemoryFiles();
    const events = await collect(train(request(configuration), resources(files)));
    const saved = ofType(events, 'checkpoint');
    for (const { replaced } of saved) for (const file of replaced) files.contents.delete(file);
    const best = chooseCheckpoint(
      saved.map(({ checkpoint }) => checkpoint),
      'best',
    ).file;
    expect([...files.contents.keys()].sort()).toEqual([best, ...history].sort());
  });

  test('keeps it when it is resumed, and goes on with it', async () => {
    const files = new MemoryFiles();
    let asked = 0;
    const stopRequested = () => (asked += 1) > 8;
    const begun = await collect(train(request(configuration), resources(files, { stopRequested })));
    const last = ofType(begun, 'checkpoint').at(-1)!.checkpoint;
    expect(last.step).toBeGreaterThan(historySteps(4, 12)[0]!);
    expect(last.step).toBeLessThan(12);
    await collect(train(request(configuration, { resumeFrom: [last.file] }), resources(files)));
    expect([...files.contents.keys()]).toEqual(expect.arrayContaining(history));
  });
});
