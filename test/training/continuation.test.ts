import * as tf from '@tensorflow/tfjs-node-gpu';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TrainingConfiguration } from '../../src-main/contract/configuration';
import type { TrainingEvent } from '../../src-main/contract/training';
import { historySteps } from '../../src-main/training/checkpoint-history';
import { train } from '../../src-main/training/train';
import { collect, computedPoints, MemoryFiles, ofType, request, resources, tinyConfiguration } from './tiny-run';

beforeAll(() => tf.ready());

const lasting = (maxSteps: number, training: Partial<TrainingConfiguration> = {}) =>
  tinyConfiguration({ training: { ...training, maxSteps } });

function checkpointFiles(events: TrainingEvent[]): string[] {
  return ofType(events, 'checkpoint')
    .map(({ checkpoint }) => checkpoint.file)
    .reverse();
}

/** Without the forecasts of its end, which a shorter run makes as well. */
const withoutForecasts = (events: TrainingEvent[]) =>
  computedPoints(events).filter((text) => !text.includes('freeRunningError'));

describe('a completed run that is given more steps', () => {
  test('goes on as if it had always been to make so many', async () => {
    const whole = await collect(train(request(lasting(20)), resources(new MemoryFiles())));
    const files = new MemoryFiles();
    const first = await collect(train(request(lasting(12)), resources(files)));
    const resumeFrom = checkpointFiles(first);
    const rest = await collect(train(request(lasting(20), { resumeFrom }), resources(files)));
    expect(ofType(rest, 'started')).toMatchObject([{ step: 12, maxSteps: 20 }]);
    expect([...withoutForecasts(first), ...withoutForecasts(rest)]).toEqual(withoutForecasts(whole));
    expect(ofType(rest, 'forecasts')).toEqual(ofType(whole, 'forecasts'));
  });

  test('is not ended at once by the early stopping that ended it', async () => {
    const impatient = { earlyStopping: { horizon: 3, minDelta: 1, patience: 1 } };
    const files = new MemoryFiles();
    const first = await collect(train(request(lasting(20, impatient)), resources(files)));
    expect(ofType(first, 'done')).toMatchObject([{ step: 8, reason: 'early-stopping' }]);
    const resumeFrom = checkpointFiles(first);
    const rest = await collect(train(request(lasting(40, impatient), { resumeFrom }), resources(files)));
    expect(ofType(rest, 'done')).toMatchObject([{ step: 12, reason: 'early-stopping' }]);
  });

  test('keeps the checkpoints that show the course of its first part', async () => {
    const kept = { checkpoints: { keepBest: 1, horizon: 3, history: 4 } };
    const files = new MemoryFiles();
    const first = await collect(train(request(lasting(12, kept)), resources(files)));
    const replaced = new Set(ofType(first, 'checkpoint').flatMap((event) => event.replaced));
    const resumeFrom = checkpointFiles(first).filter((file) => !replaced.has(file));
    await collect(train(request(lasting(40, kept), { resumeFrom }), resources(files)));
    const names = historySteps(4, 12)
      .slice(0, -1)
      .concat(historySteps(4, 40).filter((step) => step > 12))
      .map((step) => `last-${String(step).padStart(8, '0')}.safetensors`);
    expect([...files.contents.keys()]).toEqual(expect.arrayContaining(names));
  });
});

test('a run is not taken up by one that shall make fewer steps', async () => {
  const files = new MemoryFiles();
  const resumeFrom = checkpointFiles(await collect(train(request(lasting(12)), resources(files))));
  await expect(collect(train(request(lasting(8), { resumeFrom }), resources(files)))).rejects.toThrow(
    'training.maxSteps is not the same',
  );
});
