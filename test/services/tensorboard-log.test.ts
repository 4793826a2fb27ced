import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { MetricPoint } from '../../src-main/contract/metrics';
import { systemClock } from '../../src-main/services/clock';
import { nodeFiles } from '../../src-main/services/files';
import { TensorboardLog } from '../../src-main/services/tensorboard-log';
import { cutPoints, insertPoints } from '../../src-main/store/metrics';
import { decodeEvents } from '../formats/events';
import { addRun, addStudy, memoryStore, temporaryFolder } from '../store/support';

const loss = (...steps: number[]): MetricPoint[] =>
  steps.map((step) => ({ key: 'oneStepLoss', step, wallTime: 500 * step, value: step / 4 }));

function open(given: string | null = temporaryFolder()) {
  const store = memoryStore();
  addStudy(store);
  addRun(store, 'run');
  const problems: string[] = [];
  let folder = given;
  const options = { store, files: nodeFiles, clock: systemClock, folder: () => folder };
  const begin = () => new TensorboardLog({ ...options, onProblem: (message) => problems.push(message) });
  const record = async (
    log: TensorboardLog,
    points: MetricPoint[],
    { cutAfter = null as number | null, done = false },
  ) => {
    if (cutAfter !== null) cutPoints(store, 'run', cutAfter);
    insertPoints(store, 'run', points);
    log.record('run', { points, cutAfter, done });
    await log.written();
  };
  /** Steps that were logged; a run that goes on from a step as −step. */
  const logged = () => {
    const run = join(folder!, 'tiny-study', 'one-step-seed-1');
    return decodeEvents(readFileSync(join(run, readdirSync(run)[0]!))).flatMap(({ restarts, step, values }) => {
      if (restarts) return [-step];
      return values.some(({ simpleValue }) => simpleValue !== null) ? [step] : [];
    });
  };
  return { begin, record, logged, problems, choose: (chosen: string | null) => (folder = chosen) };
}

test('what is recorded is logged as it comes, by one process after the other', async () => {
  const { begin, record, logged, problems } = open();
  const first = begin();
  await record(first, loss(1, 2), {});
  await record(first, loss(3, 4), {});
  expect(logged()).toEqual([1, 2, 3, 4]);
  const second = begin();
  await record(second, loss(3, 5), { cutAfter: 2 });
  await record(second, loss(6), { done: true });
  expect(logged()).toEqual([1, 2, 3, 4, -3, 3, 5, 6]);
  expect(problems).toEqual([]);
});

test('a folder that is chosen while a run trains gets what came before as well', async () => {
  const { begin, record, logged, choose } = open(null);
  const log = begin();
  await record(log, loss(1, 2), {});
  choose(temporaryFolder());
  await record(log, loss(3), {});
  expect(logged()).toEqual([1, 2, 3]);
});

test('a folder that cannot be written to is told of once, and nothing else comes of it', async () => {
  const file = join(temporaryFolder(), 'a file');
  writeFileSync(file, '');
  const { begin, record, problems } = open(file);
  const log = begin();
  await record(log, loss(1), {});
  await record(log, loss(2), {});
  expect(problems).toEqual([expect.stringMatching(/one-step-seed-1.* cannot be written for TensorBoard: E/)]);
});
