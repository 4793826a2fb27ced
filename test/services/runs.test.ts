import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunDetail } from '../../src-main/contract/runs';
import { checkpointFileName } from '../../src-main/contract/training';
import { readSeries, seriesOfRuns } from '../../src-main/store/metrics';
import { setSettings } from '../../src-main/store/settings';
import { openServices, startTinyStudy, statuses, type Services } from './support';

const losses = ({ store }: Services, id: string) => readSeries(store, id, 'oneStepLoss', 1000)!;

test('a study trains its runs one after the other and stores what they report before it is published', async () => {
  const services = openServices();
  const { studyId, runIds } = startTinyStudy(services, [1, 2]);
  expect(statuses(services)).toEqual(['running', 'queued', 'queued', 'queued']);
  await services.runs.idle();

  expect(statuses(services)).toEqual(['completed', 'completed', 'completed', 'completed']);
  const run = services.runs.get(runIds[0]!);
  expect(run).toMatchObject({
    name: 'one-step · seed 1',
    studyId,
    parameters: 7,
    receptiveField: 9,
    dataHash: 'data',
    trainingTime: 200,
    best: { value: 20 / 21, step: 20, horizon: 8 },
    latest: { oneStepLoss: 1 / 20, 'validationAccuracy@8': 20 / 21, 'freeRunningError@2': 0.5 },
    progress: { step: 20, maxSteps: 20 },
    reason: null,
    canResume: false,
  });
  expect(run.checkpoints.map(({ step }) => step)).toEqual([5, 10, 15, 20]);
  expect(services.runs.forecasts(run.id)).toMatchObject({ step: 20, horizon: 2, error: [0, 1] });
  const published = services.published
    .of('runs:points')
    .filter(({ runId }) => runId === run.id)
    .flatMap(({ points }) => points);
  expect(published.filter(({ key }) => key === 'oneStepLoss').map(({ step }) => step)).toEqual(
    losses(services, run.id).step,
  );
  expect(services.studies.results(studyId)).toEqual([
    {
      arm: 'one-step',
      label: 'One-step',
      seeds: [1, 2],
      metrics: {
        oneStepLoss: [1 / 20, 2 / 20],
        'validationAccuracy@8': [20 / 21, 20 / 22],
        'freeRunningError@2': [0.5, 0.5],
      },
      trainingTime: [200, 200],
    },
    expect.objectContaining({ arm: 'unrolled-4' }),
  ]);
  expect(services.studies.list()).toMatchObject([{ id: studyId, counts: { completed: 4 }, runIds }]);
});

test('as many runs train at once as the setting says', async () => {
  const services = openServices('slow');
  setSettings(services.store, { parallelRuns: 3 });
  startTinyStudy(services, [1, 2]);
  expect(statuses(services)).toEqual(['running', 'running', 'running', 'queued']);
  await services.runs.stopAll();
});

test('a stopped run resumes from its checkpoint and ends as one that was never stopped', async () => {
  const services = openServices('hold');
  const { runIds } = startTinyStudy(services);
  const [id] = runIds as [string, string];
  await services.published.until(() => services.runs.get(id).progress.step >= 12);
  await services.runs.stopAll();
  expect(services.runs.get(id)).toMatchObject({
    status: 'stopped',
    reason: null,
    canResume: true,
    progress: { step: 12 },
  });
  expect(services.runs.get(runIds[1]!)).toMatchObject({ status: 'stopped', reason: 'Stopped before it began.' });

  services.runs.resume([id]);
  await services.runs.idle();
  expect(services.runs.get(id).status).toBe('completed');
  expect(losses(services, id).step).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(services.published.of('runs:cut')).toEqual([]);
});

test('a completed run is continued with more steps, and its log says so', async () => {
  const services = openServices();
  const { runIds } = startTinyStudy(services);
  const [id] = runIds as [string, string];
  expect(() => services.runs.continue({ runIds: [id], moreSteps: 10 })).toThrow('A run that is running cannot be');
  await services.runs.idle();
  const before = services.runs.get(id);

  services.runs.continue({ runIds: [id], moreSteps: 10 });
  expect(services.runs.get(id).progress).toMatchObject({ step: 20, maxSteps: 30 });
  await services.runs.idle();
  const after = services.runs.get(id);
  expect(after).toMatchObject({ status: 'completed', progress: { step: 30, maxSteps: 30 } });
  expect(after.configuration).toEqual({
    ...before.configuration,
    training: { ...before.configuration.training, maxSteps: 30 },
  });
  expect(after.configurationHash).not.toBe(before.configurationHash);
  expect(after.notices.map(({ message }) => message)).toContain(
    'Continued from step 20: it was to end at 20 and ends at 30.',
  );
  expect(losses(services, id).step).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  expect(services.published.of('runs:cut')).toEqual([]);
});

test('runs are continued all or none, and only from a checkpoint', async () => {
  const services = openServices();
  const { runIds } = startTinyStudy(services);
  await services.runs.idle();
  rmSync(services.runs.get(runIds[1]!).folder, { recursive: true });
  expect(() => services.runs.continue({ runIds, moreSteps: 5 })).toThrow(
    'keeps no checkpoint that it could go on from',
  );
  expect(services.runs.get(runIds[0]!)).toMatchObject({ status: 'completed', progress: { maxSteps: 20 }, notices: [] });
  expect(() => services.runs.continue({ runIds: ['nothing'], moreSteps: 5 })).toThrow('There is no run "nothing".');
});

test('a crashed run resumes from its last checkpoint; what came after is cut, so no curve runs twice', async () => {
  const services = openServices('crash');
  const { runIds } = startTinyStudy(services);
  const [id] = runIds as [string, string];
  await services.runs.idle();
  expect(services.runs.get(id)).toMatchObject({ status: 'failed', canResume: true, progress: { step: 6 } });
  expect(services.runs.get(id).reason).toContain('SIGKILL');
  expect(services.runs.get(id).reason).toContain('out of memory');
  services.close();

  const again = openServices('', { dataFolder: services.dataFolder });
  again.runs.resume([id]);
  await again.runs.idle();
  expect(again.published.of('runs:cut')).toEqual([{ runId: id, step: 5 }]);
  expect(again.runs.get(id).status).toBe('completed');
  expect(losses(again, id).step).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(
    seriesOfRuns(again.store, [id])
      .get(id)!
      .find(({ key }) => key === 'oneStepLoss')!.points,
  ).toBe(20);
});

test('a checkpoint whose file is gone is passed over, and without any the run begins anew', async () => {
  const services = openServices('hold', { parallelRuns: 2 });
  const { runIds } = startTinyStudy(services);
  await services.published.until(() => runIds.every((id) => services.runs.get(id).progress.step >= 12));
  await services.runs.stopAll();
  services.close();

  const again = openServices('', { dataFolder: services.dataFolder });
  const [some, none] = runIds.map((id) => again.runs.get(id)) as [RunDetail, RunDetail];
  for (const { file, step } of some.checkpoints) if (step > 5) rmSync(join(some.folder, file));
  rmSync(none.folder, { recursive: true });
  again.runs.resume(runIds);
  await again.runs.idle();
  expect(statuses(again)).toEqual(['completed', 'completed']);
  expect(again.published.of('runs:cut')).toEqual([
    { runId: some.id, step: 5 },
    { runId: none.id, step: 0 },
  ]);
  for (const id of runIds) expect(losses(again, id).step).toHaveLength(20);
});

test('a checkpoint that was never recorded does not count, as the points before it were not stored either', async () => {
  const services = openServices('hold');
  const { runIds } = startTinyStudy(services);
  const [id] = runIds as [string, string];
  await services.published.until(() => services.runs.get(id).progress.step >= 12);
  await services.runs.stopAll();
  services.close();

  const again = openServices('', { dataFolder: services.dataFolder });
  writeFileSync(join(again.runs.get(id).folder, checkpointFileName('last', 14)), '14');
  again.runs.resume([id]);
  await again.runs.idle();
  expect(again.runs.get(id)).toMatchObject({ status: 'completed' });
  expect(losses(again, id).step).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});

test('a checkpoint file stays until the one that replaces it is recorded', async () => {
  const services = openServices('replace');
  const { runIds } = startTinyStudy(services, [1]);
  const [id] = runIds as [string];
  const { folder } = services.runs.get(id);
  await services.published.until(() => {
    const listed = services.runs.get(id).checkpoints.map(({ file }) => file);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(listed));
    return services.runs.get(id).status === 'completed';
  });
  await services.runs.idle();
  expect(readdirSync(folder)).toEqual([checkpointFileName('last', 20)]);
  expect(services.runs.get(id).checkpoints.map(({ step }) => step)).toEqual([20]);
});

test('an error of the training becomes the reason, with what to do', async () => {
  const services = openServices('error');
  const { runIds } = startTinyStudy(services);
  await services.runs.idle();
  expect(services.runs.get(runIds[0]!)).toMatchObject({
    status: 'failed',
    reason: 'The loss is NaN at step 3. Lower the learning rate.',
  });
});

test('a process that ends without a word leaves its run failed', async () => {
  const services = openServices('silent');
  const { runIds } = startTinyStudy(services);
  await services.runs.idle();
  expect(services.runs.get(runIds[0]!)).toMatchObject({
    status: 'failed',
    reason: 'Its process ended without a result (exit code 0).',
  });
});

test('a training that does not hear stop is ended after the grace', async () => {
  const services = openServices('stubborn', { grace: 300 });
  const { runIds } = startTinyStudy(services, [1], { 'training.maxSteps': 10_000 });
  await services.published.until(() => services.runs.get(runIds[0]!).progress.step >= 6);
  const start = Date.now();
  await services.runs.stopAll();
  expect(Date.now() - start).toBeLessThan(3000);
  expect(services.runs.get(runIds[0]!)).toMatchObject({ status: 'stopped', canResume: true });
  expect(services.runs.get(runIds[0]!).reason).toContain('did not stop in time');
});

test('killing all ends at once, and the run can be resumed', async () => {
  const services = openServices('hold');
  const { runIds } = startTinyStudy(services);
  await services.published.until(() => services.runs.get(runIds[0]!).progress.step >= 6);
  services.runs.stop(runIds);
  services.runs.killAll();
  await services.runs.idle();
  expect(services.runs.get(runIds[0]!)).toMatchObject({ status: 'stopped', canResume: true });
});

test('resume and archive refuse what they cannot do, and then change nothing', async () => {
  const services = openServices('hold');
  const { runIds } = startTinyStudy(services);
  expect(() => services.runs.resume([runIds[0]!])).toThrow('A run that is running cannot be resumed');
  expect(() => services.runs.resume(['nothing'])).toThrow('There is no run "nothing".');
  expect(() => services.runs.archive(runIds, true)).toThrow('cannot be archived');
  await services.runs.stopAll();
  services.runs.archive([runIds[0]!], true);
  expect(services.runs.list({ archived: true }).map(({ id }) => id)).toEqual([runIds[0]]);
  services.runs.archive([runIds[0]!], false);
  expect(services.runs.list({ archived: true })).toEqual([]);
});

test('checkpoints after a cut leave the list and the folder', async () => {
  const services = openServices('hold');
  const { runIds } = startTinyStudy(services);
  const [id] = runIds as [string, string];
  await services.published.until(() => services.runs.get(id).progress.step >= 12);
  await services.runs.stopAll();
  services.close();

  const again = openServices('', { dataFolder: services.dataFolder });
  const { folder } = again.runs.get(id);
  // Damaged: the one before it is resumed from.
  writeFileSync(join(folder, checkpointFileName('last', 12)), '');
  again.runs.resume([id]);
  await again.runs.idle();
  expect(again.runs.get(id).checkpoints.map(({ step }) => step)).toEqual([5, 10, 15, 20]);
  expect(readdirSync(folder).sort()).toEqual([5, 10, 15, 20].map((step) => checkpointFileName('last', step)));
});
