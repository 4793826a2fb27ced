import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import type { Events } from '../../src-main/contract/ipc';
import { systemProcesses } from '../../src-main/services/processes';
import { deleteGeneration, insertGeneration } from '../../src-main/store/generations';
import { activeRuns, claimNext, own } from '../../src-main/store/ownership';
import { openStore } from '../../src-main/store/open';
import { setSettings } from '../../src-main/store/settings';
import { addRun, addStudy, connection, storedGeneration, temporaryFolder } from '../store/support';
import { openServices, otherProcess, startTinyStudy, statuses } from './support';

const children: ChildProcess[] = [];
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

/** A process that does nothing, and the owner that it would be. */
async function idleProcess() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  children.push(child);
  await once(child, 'spawn');
  const { self, isAlive } = systemProcesses();
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
  const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]!;
  return { child, owner: { host: self.host, pid: child.pid!, start }, isAlive };
}

test('a process is alive until it ends; one with the same id but another start is not it', async () => {
  const { child, owner, isAlive } = await idleProcess();
  expect(isAlive(systemProcesses().self, 0)).toBe(true);
  expect(isAlive(owner, 1e9)).toBe(true);
  expect(isAlive({ ...owner, start: '1' }, 0)).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive(owner, 0)).toBe(false);
});

test('an owner on another host is gone after half a minute of silence', () => {
  const { isAlive } = systemProcesses();
  const elsewhere = { host: 'another', pid: 1, start: '1' };
  expect(isAlive(elsewhere, 5_000)).toBe(true);
  expect(isAlive(elsewhere, 31_000)).toBe(false);
});

test('a run whose owner is gone becomes interrupted; one whose owner lives elsewhere is not touched', async () => {
  const dataFolder = temporaryFolder();
  const store = openStore(dataFolder, connection);
  addStudy(store);
  ['gone', 'alive', 'queued'].forEach((id, index) => addRun(store, id, index));
  const { child, owner } = await idleProcess();
  const gone = await idleProcess();
  gone.child.kill('SIGKILL');
  await once(gone.child, 'exit');
  own(store, ['gone'], gone.owner, Date.now());
  claimNext(store, gone.owner, 9, Date.now());
  own(store, ['alive', 'queued'], owner, Date.now());
  claimNext(store, owner, 9, Date.now());

  const services = openServices('', { dataFolder });
  expect(services.runs.get('gone')).toMatchObject({
    status: 'interrupted',
    reason: 'The program that trained it ended unexpectedly.',
    canResume: true,
  });
  expect(services.runs.get('alive').status).toBe('running');
  expect(services.runs.get('queued').status).toBe('queued');
  expect(services.runs.own()).toEqual([]);

  child.kill('SIGKILL');
  await once(child, 'exit');
  await services.published.until(() => services.runs.get('alive').status === 'interrupted');
  expect(services.runs.get('queued')).toMatchObject({
    status: 'interrupted',
    reason: 'The program that had queued it ended unexpectedly.',
  });
  services.runs.resume(['gone', 'queued']);
  await services.runs.idle();
  expect(services.runs.get('gone').status).toBe('completed');
  store.close();
});

test('two processes on one data folder share the slots and leave each other’s runs alone', async () => {
  const dataFolder = temporaryFolder();
  const first = openServices('slow', { dataFolder, processes: otherProcess(1) });
  const second = openServices('slow', { dataFolder, processes: otherProcess(2) });
  const ofFirst = startTinyStudy(first);
  const ofSecond = startTinyStudy(second);
  expect(first.runs.own()).toEqual(ofFirst.runIds);
  expect(second.runs.own()).toEqual(ofSecond.runIds);
  expect(statuses(second).filter((status) => status === 'running')).toHaveLength(1);
  await Promise.all([first.runs.idle(), second.runs.idle()]);
  expect(statuses(first)).toEqual(['completed', 'completed', 'completed', 'completed']);
  const folders = new Set([...ofFirst.runIds, ...ofSecond.runIds].map((id) => first.runs.get(id).checkpoints.length));
  expect(folders).toEqual(new Set([4]));
});

test('an owner gives a sign of life each second', async () => {
  const services = openServices('hold');
  startTinyStudy(services);
  const first = activeRuns(services.store)[0]!.heartbeatAt!;
  await new Promise((resolve) => setTimeout(resolve, 2200));
  const [running, queued] = activeRuns(services.store);
  expect(running!.heartbeatAt! - first).toBeGreaterThan(900);
  expect(queued!.heartbeatAt).toBe(running!.heartbeatAt);
  expect(running!.owner).toEqual(systemProcesses().self);
});

test('a run can be stopped from another process', async () => {
  const dataFolder = temporaryFolder();
  const owner = openServices('slow', { dataFolder, processes: otherProcess(1) });
  const other = openServices('', { dataFolder, processes: otherProcess(2) });
  const { runIds } = startTinyStudy(owner, [1], { 'training.maxSteps': 10_000 });
  await owner.published.until(() => owner.runs.get(runIds[0]!).progress.step >= 6);
  other.runs.stop(runIds);
  await owner.runs.idle();
  expect(runIds.map((id) => other.runs.get(id).status)).toEqual(['stopped', 'stopped']);
  expect(other.runs.get(runIds[0]!).reason).toBeNull();
});

test('what another process trains is told as if it were trained here', async () => {
  const dataFolder = temporaryFolder();
  const watching = openServices('', { dataFolder, processes: otherProcess(1) });
  const training = openServices('slow', { dataFolder, processes: otherProcess(2) });
  const { studyId, runIds } = startTinyStudy(training);
  await training.runs.idle();
  await watching.published.until(() => {
    const told = watching.published
      .of('runs:changed')
      .flat()
      .filter(({ id }) => id === runIds[1]);
    return told.at(-1)?.status === 'completed';
  });
  expect(watching.published.of('studies:changed')).toEqual([{ studyId }]);
  for (const runId of runIds) {
    const told = (services: typeof watching) =>
      services.published
        .of('runs:points')
        .filter((event) => event.runId === runId)
        .flatMap(({ points }) => points)
        .sort((a, b) => a.key.localeCompare(b.key) || a.step - b.step);
    expect(told(watching)).toEqual(told(training));
  }
});

test('settings of another process are told', async () => {
  const dataFolder = temporaryFolder();
  const services = openServices('', { dataFolder });
  const other = openStore(dataFolder, connection);
  setSettings(other, { parallelRuns: 4 });
  await services.published.until(() => services.published.of('settings:changed').length > 0);
  expect(services.published.of('settings:changed')).toMatchObject([{ parallelRuns: 4 }]);
  other.close();
});

test('generations of another process are told, and that they were deleted', async () => {
  const dataFolder = temporaryFolder();
  const { published } = openServices('', { dataFolder });
  const other = openStore(dataFolder, connection);
  addStudy(other);
  addRun(other, 'run');
  insertGeneration(other, storedGeneration('generation'));
  await published.until(() => published.of('generations:changed').length > 0);
  expect(published.of('generations:changed')).toMatchObject([
    [{ id: 'generation', status: 'completed', runId: 'run' }],
  ]);
  deleteGeneration(other, 'generation');
  await published.until(() => published.of('generations:deleted').length > 0);
  expect(published.of('generations:deleted')).toEqual([{ generationIds: ['generation'] }]);
  other.close();
});

test('when another process resumes an earlier checkpoint, a listener ends with exactly what is stored', async () => {
  const dataFolder = temporaryFolder();
  const training = openServices('crash', { dataFolder, processes: otherProcess(2) });
  const { runIds } = startTinyStudy(training);
  await training.runs.idle();
  const watching = openServices('', { dataFolder, processes: otherProcess(1) });
  const again = openServices('', { dataFolder, processes: otherProcess(3) });
  again.runs.resume(runIds);
  await again.runs.idle();
  await watching.published.until(() => {
    const told = watching.published
      .of('runs:changed')
      .flat()
      .filter(({ id }) => id === runIds[1]);
    return told.at(-1)?.status === 'completed';
  });
  for (const services of [watching, again]) {
    for (const id of runIds) {
      // What a screen does: read, then listen, obeying cuts.
      let steps = [1, 2, 3, 4, 5, 6];
      for (const { name, payload } of services.published.events) {
        if (name === 'runs:cut') {
          const cut = payload as Events['runs:cut'];
          if (cut.runId === id) steps = steps.filter((step) => step <= cut.step);
        }
        if (name === 'runs:points') {
          const told = payload as Events['runs:points'];
          const added = told.points.filter(({ key }) => key === 'oneStepLoss').map(({ step }) => step);
          if (told.runId === id) steps.push(...added);
        }
      }
      expect(steps).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    }
  }
});

test('what this process has told itself is not told again when another one writes', async () => {
  const dataFolder = temporaryFolder();
  const services = openServices('', { dataFolder });
  startTinyStudy(services);
  await services.runs.idle();
  const before = services.published.of('runs:points').length;
  const other = openStore(dataFolder, connection);
  setSettings(other, { theme: 'dark' });
  await services.published.until(() => services.published.of('settings:changed').length > 0);
  expect(services.published.of('runs:points')).toHaveLength(before);
  other.close();
});
