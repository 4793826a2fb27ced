import * as tf from '@tensorflow/tfjs-node-gpu';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { RunConfiguration } from '../../src-main/contract/configuration';
import type { TrainingEvent } from '../../src-main/contract/training';
import { RandomStream } from '../../src-main/math/random';
import { train } from '../../src-main/training/train';
import { collect, computedPoints, MemoryFiles, ofType, request, resources, tinyConfiguration } from './tiny-run';

/** A run is cut at random places; the seed makes a failure repeatable. */
const places = RandomStream.fromSeed(2021);

vi.setConfig({ testTimeout: 180_000 });
beforeAll(() => tf.ready());

describe.each(['eager', 'graph'] as const)('a resumed run, executed %s,', (execution) => {
  const configuration = tinyConfiguration({ training: { execution } });
  const trials = execution === 'eager' ? 3 : 2;

  test('gives bit for bit the points of one that was never stopped, wherever it was stopped', async () => {
    const whole = await collect(train(request(configuration), resources(new MemoryFiles())));
    for (let trial = 0; trial < trials; trial++) {
      const files = new MemoryFiles();
      // Each question whether to stop is one place: after steps, within evaluations, within forecasts.
      const stopAt = 1 + places.integer(25);
      const { events, sessions } = await runWithStops(configuration, files, stopAt);
      expect(sessions).toBeGreaterThan(1);
      expect(computedPoints(events), `stopped at every place ${stopAt}`).toEqual(computedPoints(whole));
      expect(ofType(events, 'forecasts')).toEqual(ofType(whole, 'forecasts'));
    }
  });

  test('gives bit for bit the points of one that was never killed, wherever it was killed', async () => {
    const whole = await collect(train(request(configuration), resources(new MemoryFiles())));
    for (let trial = 0; trial < trials; trial++) {
      const files = new MemoryFiles();
      const killAfter = 1 + places.integer(whole.length - 2);
      const before = await takeEvents(train(request(configuration), resources(files)), killAfter);
      const resumeFrom = ofType(before, 'checkpoint')
        .map(({ checkpoint }) => checkpoint.file)
        .slice(-1);
      const after = await collect(train(request(configuration, { resumeFrom }), resources(files)));
      const resumed = ofType(after, 'started')[0]!.step;
      const kept = before.map((event) =>
        event.type === 'points' ? { ...event, points: event.points.filter(({ step }) => step <= resumed) } : event,
      );
      const points = [...new Set([...computedPoints(kept), ...computedPoints(after)])];
      expect(points.sort(), `killed after event ${killAfter}`).toEqual(computedPoints(whole).sort());
    }
  });
});

test('a resumed run keeps the best checkpoints of its first part and removes what it left half-way', async () => {
  const configuration = tinyConfiguration();
  const files = new MemoryFiles();
  const events = await takeEvents(train(request(configuration), resources(files)), 24);
  const last = ofType(events, 'checkpoint').at(-1)!.checkpoint;
  files.contents.set('best-00000999.safetensors', new Uint8Array(3));
  files.contents.set('notes.txt', new Uint8Array(3));
  const after = await collect(train(request(configuration, { resumeFrom: [last.file] }), resources(files)));
  expect(after.at(-1)).toMatchObject({ reason: 'completed' });
  expect(files.contents.has('best-00000999.safetensors')).toBe(false);
  expect(files.contents.has('notes.txt')).toBe(true);
});

test('time goes on where it stood, pauses left out', async () => {
  const configuration = tinyConfiguration();
  const files = new MemoryFiles();
  let asked = 0;
  const stopped = await collect(train(request(configuration), resources(files, { stopRequested: () => ++asked > 6 })));
  const before = ofType(stopped, 'points').at(-1)!.points.at(-1)!.wallTime;
  const resumeFrom = [ofType(stopped, 'checkpoint').at(-1)!.checkpoint.file];
  const after = await collect(train(request(configuration, { resumeFrom }), resources(files)));
  const first = ofType(after, 'points')[0]!.points[0]!.wallTime;
  expect(first).toBeGreaterThan(before);
  expect(first).toBeLessThan(before + 40);
});

test('a run resumed elsewhere says that its metrics may differ', async () => {
  const configuration = tinyConfiguration();
  const files = new MemoryFiles();
  await collect(train(request(configuration), resources(files, { stopRequested: stopAfter(3) })));
  const machine = { device: 'cpu', deviceName: 'test', tensorflow: 'other', threads: 2 } as const;
  const resumeFrom = [...files.contents.keys()].slice(0, 1);
  const events = await collect(train(request(configuration, { resumeFrom }), resources(files, { machine })));
  expect(ofType(events, 'notice')[0]!.message).toMatch(/another tensorflow \(other instead of test\)/);
});

/** Runs to the end in sessions that are each stopped when they have asked so many times. */
async function runWithStops(configuration: RunConfiguration, files: MemoryFiles, stopAt: number) {
  const events: TrainingEvent[] = [];
  let resumeFrom: string[] = [];
  for (let sessions = 1; ; sessions++) {
    // From the third session on it runs through, so that a stop within the forecasts cannot repeat for ever.
    const stopRequested = sessions < 3 ? stopAfter(stopAt) : () => false;
    const own = await collect(train(request(configuration, { resumeFrom }), resources(files, { stopRequested })));
    events.push(...own);
    if (ofType(own, 'done')[0]!.reason !== 'stopped') return { events, sessions };
    resumeFrom = [
      ...ofType(own, 'checkpoint')
        .map(({ checkpoint }) => checkpoint.file)
        .slice(-1),
      ...resumeFrom,
    ];
  }
}

function stopAfter(questions: number): () => boolean {
  let asked = 0;
  return () => ++asked >= questions;
}

/** The first events, then nothing more, as when the process is killed. */
async function takeEvents(events: AsyncGenerator<TrainingEvent>, count: number): Promise<TrainingEvent[]> {
  const taken: TrainingEvent[] = [];
  for await (const event of events) if (taken.push(event) === count) break;
  return taken;
}
