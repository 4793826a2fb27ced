import * as tf from '@tensorflow/tfjs-node-gpu';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TrainingEvent } from '../../src-main/contract/training';
import { train } from '../../src-main/training/train';
import { fourierConfiguration } from '../data/fourier-configuration';
import {
  collect,
  computedPoints,
  MemoryFiles,
  ofType,
  request,
  resources,
  tinyConfiguration,
  unrolling,
} from './tiny-run';

beforeAll(() => tf.ready());

describe('a training', () => {
  test('tells what happens, in order: start, points, evaluations, checkpoints, forecasts, end', async () => {
    const configuration = tinyConfiguration();
    const files = new MemoryFiles();
    const events = await collect(train(request(configuration), resources(files)));
    expect(events[0]).toMatchObject({ type: 'started', step: 0, maxSteps: 12, receptiveField: 9 });
    expect(events.at(-1)).toEqual({ type: 'done', step: 12, reason: 'completed' });
    const keys = (step: number) => pointsAt(events, step).map(({ key }) => key);
    expect(keys(1)).toEqual(['oneStepLoss', 'learningRate', 'gradientNorm', 'unrolledLoss@1']);
    expect(keys(8)).toEqual([
      'oneStepLoss',
      'learningRate',
      'gradientNorm',
      'unrolledLoss@3',
      'validationLoss@1',
      'validationAccuracy@1',
      'validationLoss@3',
      'validationAccuracy@3',
      'validationLoss@5',
      'validationAccuracy@5',
      'stepsPerSecond',
      'residentMemory',
      'tensorCount',
    ]);
    expect(keys(12).at(-1)).toBe('freeRunningError@10');
    const [forecasts] = ofType(events, 'forecasts');
    expect(forecasts).toMatchObject({ horizon: 10, curves: 5 });
    expect(forecasts!.error).toHaveLength(10);
    expect(forecasts!.forecasts).toHaveLength(4);
    for (const { origin, observed, truth, forecast } of forecasts!.forecasts) {
      expect([origin, observed.length, truth.length, forecast.length]).toEqual([8, 9, 10, 10]);
    }
    const lastCheckpoint = ofType(events, 'checkpoint').at(-1)!.checkpoint;
    expect(lastCheckpoint).toMatchObject({ kind: 'last', step: 12, file: 'last-00000012.safetensors' });
  });

  test('is the same for the same seed and another for another seed', async () => {
    const configuration = tinyConfiguration({ training: { maxSteps: 4 } });
    const points = async (seed: number) =>
      computedPoints(await collect(train(request(configuration, { seed }), resources(new MemoryFiles()))));
    const first = await points(1);
    expect(await points(1)).toEqual(first);
    expect(await points(2)).not.toEqual(first);
  });

  test('does not depend on the size of its micro-batches beyond rounding', async () => {
    const losses = async (microBatch: number) => {
      const configuration = tinyConfiguration({ training: { microBatch, maxSteps: 4 } });
      const events = await collect(train(request(configuration), resources(new MemoryFiles())));
      return [1, 2, 3, 4].map((step) => valueAt(events, step, 'oneStepLoss'));
    };
    const whole = await losses(4);
    (await losses(3)).forEach((loss, i) => expect(loss).toBeCloseTo(whole[i]!, 4));
  });

  test('learns: the loss falls well below that of guessing', async () => {
    const configuration = tinyConfiguration({
      data: fourierConfiguration({
        quantizationLevels: 7,
        trainCurves: 200,
        validationCurves: 5,
        testCurves: 5,
        samples: 40,
      }),
      training: {
        maxSteps: 150,
        schedule: { kind: 'constant', warmupSteps: 0 },
        execution: 'graph',
        unrolling: null,
      },
      validation: { everySteps: 150, horizons: [1, 3, 5], numOrigins: 3, curves: 5, forecastHorizon: 10 },
    });
    const events = await collect(train(request(configuration), resources(new MemoryFiles())));
    expect(valueAt(events, 1, 'oneStepLoss')).toBeGreaterThan(1.7);
    expect(valueAt(events, 150, 'oneStepLoss')).toBeLessThan(1.2);
    expect(valueAt(events, 150, 'validationLoss@1')).toBeLessThan(1.4);
    // One of seven levels by chance.
    expect(valueAt(events, 150, 'validationAccuracy@1')).toBeGreaterThan(0.45);
    expect(pointsAt(events, 1).some(({ key }) => key.startsWith('unrolledLoss'))).toBe(false);
  });

  test.each(['eager', 'graph'] as const)('leaves no tensor behind when it is %s', async (execution) => {
    const configuration = tinyConfiguration({ training: { execution, maxSteps: 8 } });
    await collect(train(request(configuration), resources(new MemoryFiles())));
    const before = tf.memory().numTensors;
    const events = await collect(train(request(configuration), resources(new MemoryFiles())));
    expect(tf.memory().numTensors).toBe(before);
    const counts = [4, 8].map((step) => valueAt(events, step, 'tensorCount'));
    expect(new Set(counts).size).toBe(1);
  });

  test('keeps the best checkpoints and the last one, and no other file', async () => {
    const configuration = tinyConfiguration({ training: { maxSteps: 40 } });
    const files = new MemoryFiles();
    const events = [];
    const kept = new Set<string>();
    for await (const event of train(request(configuration), resources(files))) {
      events.push(event);
      if (event.type !== 'checkpoint') continue;
      kept.add(event.checkpoint.file);
      for (const file of event.replaced) {
        expect(kept.delete(file)).toBe(true);
        await files.remove(file);
      }
    }
    expect(new Set(files.contents.keys())).toEqual(kept);
    expect([...kept].filter((file) => file.startsWith('best-'))).toHaveLength(2);
    expect([...kept].filter((file) => file.startsWith('last-'))).toEqual(['last-00000040.safetensors']);
    const scores = ofType(events, 'points')
      .flatMap(({ points }) => points)
      .filter(({ key }) => key === 'validationAccuracy@3')
      .sort((a, b) => b.value - a.value || a.step - b.step);
    for (const { step } of scores.slice(0, 2)) {
      expect(kept).toContain(`best-${String(step).padStart(8, '0')}.safetensors`);
    }
    expect(ofType(events, 'forecasts')[0]!.step).toBe(scores[0]!.step);
  });

  test('ends early when the monitored accuracy grows no more, and still forecasts', async () => {
    const configuration = tinyConfiguration({
      training: {
        maxSteps: 400,
        earlyStopping: { horizon: 3, minDelta: 1, patience: 2 },
        unrolling: { ...unrolling(), curriculumSteps: null },
      },
    });
    const events = await collect(train(request(configuration), resources(new MemoryFiles())));
    expect(events.at(-1)).toEqual({ type: 'done', step: 12, reason: 'early-stopping' });
    expect(ofType(events, 'forecasts')).toHaveLength(1);
  });

  test('trains with fixed origins, a class condition, an odd last micro-batch and a lagged model', async () => {
    const data = { ...tinyConfiguration().data, period: [3, 4, 5] };
    const conditional = tinyConfiguration({
      data,
      model: { ...tinyConfiguration().model, conditionClasses: 3 } as never,
      training: { maxSteps: 3, microBatch: 3, unrolling: { ...unrolling(), origins: [2, 10] } },
    });
    const lagged = tinyConfiguration({
      model: { family: 'lagged', quantizationLevels: 7, lags: 5, hiddenChannels: [6] },
      training: { maxSteps: 3, unrolling: { ...unrolling(), sampling: 'hard' } },
    });
    for (const configuration of [conditional, lagged]) {
      const events = await collect(train(request(configuration), resources(new MemoryFiles())));
      expect(events.at(-1)).toMatchObject({ type: 'done', step: 3, reason: 'completed' });
      expect(valueAt(events, 3, 'validationAccuracy@5')).toBeGreaterThanOrEqual(0);
    }
  });
});

function pointsAt(events: TrainingEvent[], step: number) {
  return ofType(events, 'points').flatMap(({ points }) => points.filter((point) => point.step === step));
}

function valueAt(events: TrainingEvent[], step: number, key: string): number {
  return pointsAt(events, step).find((point) => point.key === key)!.value;
}
