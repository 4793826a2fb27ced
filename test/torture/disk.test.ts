import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { ChildProcessHost } from '../../src-main/cli/job-host';
import type { StoringTrouble } from '../../src-main/contract/storing';
import { connectForWriting } from '../../src-main/store/database';
import { listCheckpoints } from '../../src-main/store/checkpoints';
import { readSeries } from '../../src-main/store/metrics';
import { databaseName, openStore } from '../../src-main/store/open';
import { openServices, startTinyStudy, type Services } from '../services/support';
import { bundle } from '../store/bundle';
import { connection, projectRoot, temporaryFolder } from '../store/support';

const steps = 200;

/** One run that trains slowly enough for a fault to fall into it. */
function training(dataFolder = temporaryFolder()) {
  const services = openServices('slow', { dataFolder });
  const { runIds } = startTinyStudy(services, [1], { 'training.maxSteps': steps });
  services.runs.stop([runIds[1]!]);
  return { services, id: runIds[0]!, published: services.published };
}

const troubles = ({ published }: Services): (StoringTrouble | null)[] =>
  published.of('queue:changed').map(({ trouble }) => trouble);

const lossSteps = ({ store }: Services, id: string) => readSeries(store, id, 'oneStepLoss', Infinity)!.step;
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

const hasTrouble = (services: Services) => services.runs.queue().trouble !== null;

const output = 'test/output/torture';
beforeAll(() => bundle({ train: 'src-main/worker/train.ts' }, output));

/** One run by the real training, which writes its checkpoints into the folder itself. */
function realTraining(dataFolder: string) {
  const jobs = new ChildProcessHost(join(projectRoot, output), {});
  const services = openServices('', { dataFolder, jobs });
  const { runIds } = startTinyStudy(services, [1], { 'training.maxSteps': 1_000_000, 'validation.everySteps': 20 });
  services.runs.stop([runIds[1]!]);
  return { services, id: runIds[0]!, published: services.published };
}

/** The training goes on by itself, and can be stopped at a checkpoint that holds all that is stored. */
async function goesOn(services: Services, id: string): Promise<void> {
  const { published, runs, store } = services;
  await published.until(() => !hasTrouble(services));
  const { step } = runs.get(id).progress;
  await published.until(() => runs.get(id).progress.step >= step + 10 || runs.own().length === 0);
  await runs.stopAll();
  const run = runs.get(id);
  expect(run).toMatchObject({ status: 'stopped', reason: null });
  expect(lossSteps(services, id)).toEqual(upTo(run.progress.step));
  expect(run.checkpoints.at(-1)).toMatchObject({ kind: 'last', step: run.progress.step });
  for (const { file } of run.checkpoints) readFileSync(join(run.folder, file));
  expect(run.notices.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^For \d+ s (nothing|no checkpoint) could be/),
  );
  expect(store.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(troubles(services).at(-1)).toBeNull();
}

/** All that the training reported is stored, once; and its log says that there was a trouble. */
async function endsComplete(services: Services, id: string): Promise<void> {
  await services.runs.idle();
  const run = services.runs.get(id);
  expect(run).toMatchObject({ status: 'completed', reason: null, progress: { step: steps } });
  expect(lossSteps(services, id)).toEqual(upTo(steps));
  expect(listCheckpoints(services.store, id).map(({ step }) => step)).toEqual(
    Array.from({ length: steps / 5 }, (_, index) => 5 * (index + 1)),
  );
  expect(run.notices.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^For \d+ s nothing could be stored/),
  ]);
  expect(services.store.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(troubles(services).at(-1)).toBeNull();
}

test('while another process holds the database the training waits, says so, and goes on by itself', async () => {
  const { services, id, published } = training();
  await published.until(() => services.runs.get(id).progress.step >= 10);
  const other = connectForWriting(services.store.name, connection);
  other.exec('BEGIN IMMEDIATE');
  await published.until(() => hasTrouble(services));
  expect(services.runs.queue().trouble).toEqual({
    message: `Nothing can be stored in ${services.store.name}: another process has been writing to it for long. Trainings wait.`,
    advice: 'Wait until the other program has finished, or end it.',
  });
  // Beyond the ten seconds that a connection waits.
  await new Promise((resolve) => setTimeout(resolve, 11_000));
  other.exec('COMMIT');
  other.close();
  await endsComplete(services, id);
});

test('while the process looks after a locked database it is not held up itself', async () => {
  const { services, published, id } = training();
  await published.until(() => services.runs.get(id).progress.step >= 10);
  const other = connectForWriting(services.store.name, connection);
  other.exec('BEGIN IMMEDIATE');
  let longest = 0;
  let last = performance.now();
  const watch = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 10);
  await published.until(() => hasTrouble(services));
  clearInterval(watch);
  // A connection that waits its ten seconds would hold everything up for as long.
  expect(longest).toBeLessThan(5_000);
  other.exec('COMMIT');
  other.close();
  await services.runs.stopAll();
});

test('a database that may grow no more is waited for', async () => {
  const { services, id, published } = training();
  await published.until(() => services.runs.get(id).progress.step >= 10);
  const pages = services.store.pragma('page_count', { simple: true }) as number;
  services.store.pragma(`max_page_count = ${pages}`);
  await published.until(() => hasTrouble(services));
  expect(services.runs.queue().trouble!.message).toContain('the disk is full. Trainings wait.');
  services.store.pragma('max_page_count = 1000000');
  await endsComplete(services, id);
});

test('a database that can no longer be written to is waited for', async () => {
  const { services, id, published } = training();
  await published.until(() => services.runs.get(id).progress.step >= 10);
  services.store.pragma('query_only = ON');
  await published.until(() => hasTrouble(services));
  expect(services.runs.queue().trouble).toMatchObject({
    message: expect.stringContaining('it can no longer be written to'),
    advice: 'Allow writing to it again.',
  });
  services.store.pragma('query_only = OFF');
  await endsComplete(services, id);
});

test('a data folder that vanishes is waited for; another file in its place is not written to', async () => {
  const dataFolder = join(temporaryFolder(), 'data');
  const { services, id, published } = realTraining(dataFolder);
  await published.until(() => services.runs.get(id).progress.step >= 10);
  renameSync(dataFolder, `${dataFolder}-away`);
  await published.until(() => hasTrouble(services));
  expect(services.runs.queue().trouble!.message).toContain('it is no longer where it was');
  mkdirSync(dataFolder);
  writeFileSync(join(dataFolder, databaseName), 'something else');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(hasTrouble(services)).toBe(true);
  rmSync(dataFolder, { recursive: true });
  renameSync(`${dataFolder}-away`, dataFolder);
  await goesOn(services, id);
});

test('what trains can be stopped while nothing can be stored; the run is found interrupted, and goes on', async () => {
  const dataFolder = temporaryFolder();
  const { services, id, published } = training(dataFolder);
  await published.until(() => services.runs.get(id).progress.step >= 10);
  services.store.pragma('query_only = ON');
  await published.until(() => hasTrouble(services));
  services.runs.stopOwn();
  services.runs.killAll();
  await services.runs.idle();
  services.close();
  const again = openServices('', {
    dataFolder,
    processes: { self: { host: 'a', pid: 1, start: '' }, isAlive: () => false },
  });
  expect(again.runs.get(id)).toMatchObject({ status: 'interrupted', canResume: true });
  again.runs.resume([id]);
  await again.runs.idle();
  expect(lossSteps(again, id)).toEqual(upTo(steps));
});

test('a database that another process locks most of the time loses nothing', async () => {
  const { services, id, published } = training();
  await published.until(() => services.runs.get(id).progress.step >= 10);
  const writer = `const [binding, file] = process.argv.slice(1);
    const db = require('better-sqlite3')(file, { timeout: 10000, ...(binding ? { nativeBinding: binding } : {}) });
    const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    (async () => {
      for (;;) {
        db.exec('BEGIN IMMEDIATE');
        await pause(300);
        db.exec('COMMIT');
        await pause(100);
      }
    })();`;
  const child = spawn(process.execPath, ['-e', writer, connection.nativeBinding ?? '', services.store.name], {
    cwd: projectRoot,
    stdio: 'inherit',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await services.runs.idle();
  expect(child.exitCode).toBeNull();
  expect(services.runs.get(id)).toMatchObject({ status: 'completed', progress: { step: steps } });
  expect(lossSteps(services, id)).toEqual(upTo(steps));
});

test('a data folder that cannot be written to is refused in a sentence', (context) => {
  const folder = mounted('ro');
  if (!folder) return context.skip('Needs the right to mount a small disk.');
  expect(() => openStore(folder, connection)).toThrow(/^The data in .* cannot be opened: .*/);
});

test('a full disk is waited for, and all is stored when there is room again', async (context) => {
  const folder = mounted('size=3m');
  if (!folder) return context.skip('Needs the right to mount a small disk.');
  const { services, id, published } = realTraining(folder);
  await published.until(() => services.runs.get(id).progress.step >= 10);
  const filling = join(folder, 'filling');
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(filling, new Uint8Array(bavail * bsize));
  await published.until(() => hasTrouble(services));
  expect(services.runs.queue().trouble!.message).toMatch(/the disk is full|does not answer/);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  rmSync(filling);
  await goesOn(services, id);
});

/** A small file system in memory, gone after the test; null where mounting is not allowed. */
function mounted(options: string): string | null {
  const folder = temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return folder;
}
