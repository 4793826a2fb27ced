import * as tf from '@tensorflow/tfjs-node-gpu';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Forecaster } from '../../src-main/training/forecasts';
import { train } from '../../src-main/training/train';
import { forecastByQueues } from '../../src-main/worker/forecasters';
import { collect, computedPoints, MemoryFiles, ofType, request, resources, tinyConfiguration } from './tiny-run';

beforeAll(() => tf.ready());

describe('what a model makes is shown at each evaluation', () => {
  const configuration = tinyConfiguration();
  const trainWith = (previewer: Forecaster | null) =>
    collect(train(request(configuration), resources(new MemoryFiles(), { previewer })));

  test('forecasts of the first four test curves, and nothing else changes', async () => {
    const shown = await trainWith(forecastByQueues);
    const plain = await trainWith(null);
    const previews = ofType(shown, 'preview');
    expect(previews.map(({ step, horizon }) => [step, horizon])).toEqual([4, 8, 12].map((step) => [step, 10]));
    for (const { forecasts } of previews) expect(forecasts.map(({ curve }) => curve)).toEqual([0, 1, 2, 3]);
    expect(computedPoints(shown)).toEqual(computedPoints(plain));
    expect(shown.filter(({ type }) => type !== 'preview').map(({ type }) => type)).toEqual(
      plain.map(({ type }) => type),
    );
  });

  test('a preview that fails is told of, and the training goes on', async () => {
    const events = await trainWith(async function* () {
      yield [0, 0, 0, 0];
      throw new Error('the kernel is gone');
    });
    expect(ofType(events, 'preview')).toEqual([]);
    expect(ofType(events, 'notice').map(({ message }) => message)).toContain(
      'What the model makes at step 4 is not shown: the kernel is gone',
    );
    expect(ofType(events, 'done')).toMatchObject([{ reason: 'completed' }]);
  });
});
