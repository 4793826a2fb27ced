import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { FromTrainWorker } from '../../src-main/contract/jobs';
import type { TrainingEvent, TrainRequest } from '../../src-main/contract/training';
import { bundle } from '../store/bundle';
import { computedPoints, ofType, request, tinyConfiguration, unrolling } from '../training/tiny-run';

// Each test starts processes that load TensorFlow, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const output = 'test/output/worker';
const folders: string[] = [];
const children: ChildProcess[] = [];

beforeAll(() => bundle({ train: 'src-main/worker/train.ts' }, output));
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const configuration = tinyConfiguration({
  training: { execution: 'graph', maxSteps: 24, unrolling: { ...unrolling(), curriculumSteps: null } },
});
/** Long enough that it does not end by itself meanwhile. */
const endless = tinyConfiguration({
  training: { execution: 'graph', maxSteps: 1_000_000, checkpoints: { keepBest: 1, horizon: 3 } },
});

describe('the training process', () => {
  test('trains to the end, says so and ends by itself', async () => {
    const { events, ended } = await whole();
    expect(await ended).toBe(0);
    expect(events[0]).toMatchObject({ type: 'started', environment: { execution: 'graph', device: 'cpu' } });
    expect(events.at(-1)).toEqual({ type: 'done', step: 24, reason: 'completed' });
    expect(ofType(events, 'forecasts')).toHaveLength(1);
    expect(computedPoints(events)).toHaveLength(24 * 4 + 6 * 6 + 1);
  });

  test('sends at most four messages a second, whatever the number of steps', async () => {
    const worker = start(requestIn(temporaryFolder(), endless));
    await worker.until(({ step }) => step >= 200);
    // Below the window and whatever else the person does.
    expect(getPriority(worker.pid)).toBeGreaterThan(getPriority());
    worker.send({ type: 'stop' });
    expect(await worker.ended).toBe(0);
    const { times } = worker;
    // The first message and the last one may come at any time; the clock of the receiver is a little uneven.
    for (let i = 4; i < times.length - 1; i++) expect(times[i]! - times[i - 4]!).toBeGreaterThan(850);
  });

  test('answers a stop after the present step with a checkpoint, and goes on from it bit for bit', async () => {
    const { events } = await whole();
    const folder = temporaryFolder();
    const first = start(requestIn(folder, configuration));
    await first.until(({ step }) => step >= 3);
    first.send({ type: 'stop' });
    expect(await first.ended).toBe(0);
    const done = first.events.at(-1);
    expect(done).toMatchObject({ type: 'done' });

    const resumeFrom = [ofType(first.events, 'checkpoint').at(-1)!.checkpoint.file];
    const environment = ofType(first.events, 'started')[0]!.environment;
    const second = start({ ...requestIn(folder, configuration), resumeFrom, environment });
    await second.ended;
    expect(second.events.at(-1)).toMatchObject({ reason: 'completed' });
    expect([...computedPoints(first.events), ...computedPoints(second.events)]).toEqual(computedPoints(events));
  });

  test('killed at any time leaves whole checkpoints, from which it goes on bit for bit', async () => {
    const { events } = await whole();
    const folder = temporaryFolder();
    const all: TrainingEvent[] = [];
    let resumeFrom: string[] = [];
    for (const step of [1, 14]) {
      const worker = start({ ...requestIn(folder, configuration), resumeFrom });
      await worker.until((point) => point.step >= step);
      worker.kill();
      await worker.ended;
      all.push(...worker.events);
      resumeFrom = ofType(all, 'checkpoint')
        .map(({ checkpoint }) => checkpoint.file)
        .slice(-1);
    }
    const last = start({ ...requestIn(folder, configuration), resumeFrom });
    await last.ended;
    all.push(...last.events);
    expect(last.events.at(-1)).toMatchObject({ reason: 'completed' });
    expect([...new Set(computedPoints(all))].sort()).toEqual(computedPoints(events).sort());
    expect(readdirSync(folder).filter((name) => !/^(best|last)-\d+\.safetensors$/.test(name))).toEqual([]);
  });

  test('ends by itself when whoever started it, and would record what it does, is gone', async () => {
    const worker = start(requestIn(temporaryFolder(), endless));
    await worker.until(({ step }) => step >= 2);
    worker.disconnect();
    expect(await worker.ended).toBe(0);
  });

  test('tells a failure as data, and ends with another code than zero', async () => {
    const worker = start({ ...requestIn(temporaryFolder(), configuration), resumeFrom: ['last-00000001.safetensors'] });
    expect(await worker.ended).toBe(1);
    expect(worker.failures).toHaveLength(1);
    expect(worker.failures[0]).toMatchObject({ name: 'UserError', message: expect.stringContaining('last-00000001') });
  });
});

let uninterrupted: ReturnType<typeof start> | null = null;

/** One run from beginning to end, for all tests that compare with it. */
async function whole() {
  uninterrupted ??= start(requestIn(temporaryFolder(), configuration));
  await uninterrupted.ended;
  return uninterrupted;
}

function start(toTrain: TrainRequest) {
  const child = fork(resolve(output, 'train.cjs'), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, TF_NUM_INTRAOP_THREADS: '2' },
  });
  children.push(child);
  const events: TrainingEvent[] = [];
  const failures: unknown[] = [];
  const times: number[] = [];
  const listeners: (() => void)[] = [];
  child.on('message', (message: FromTrainWorker) => {
    times.push(performance.now());
    if (message.type === 'events') events.push(...message.events);
    else if (message.type === 'failed') failures.push(message.error);
    listeners.forEach((listener) => listener());
  });
  child.send({ type: 'start', request: toTrain });
  return {
    pid: child.pid!,
    events,
    failures,
    times,
    ended: once(child, 'exit').then(([code, signal]) => code ?? signal),
    send: (message: { type: 'stop' }) => void child.send(message, () => {}),
    kill: () => void child.kill('SIGKILL'),
    disconnect: () => child.disconnect(),
    /** Resolves with the first point that fits. */
    until: (fits: (point: { step: number }) => boolean) =>
      new Promise<void>((found) => {
        const look = () => {
          if (ofType(events, 'points').some(({ points }) => points.some(fits))) found();
        };
        listeners.push(look);
        look();
      }),
  };
}

function requestIn(folder: string, configurationOfRun: typeof configuration): TrainRequest {
  return request(configurationOfRun, { folder });
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wavebench-train-'));
  folders.push(folder);
  return folder;
}
