import { expect } from '@playwright/test';
import {
  answerMessageBoxes,
  askedMessages,
  closeWindow,
  runningSteps,
  test,
  trainingProcess,
  waitForRuns,
} from './app';
import { isProcessAlive } from './processes';

test('a training process that is killed leaves its run failed, with the reason', async ({ workspace }) => {
  const app = await workspace.start();
  const { page } = app;
  await app.request('studies:start', { preset: 'endless', scale: 'quick', seeds: [1], arms: ['one-step'] });
  await runningSteps(app, 5);
  process.kill(await trainingProcess(app), 'SIGKILL');
  await waitForRuns(app, (run) => run.status === 'failed');
  const [run] = await app.request('runs:list', { archived: false });
  expect(run!.reason).toMatch(/killed \(SIGKILL\)/);

  await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
  const row = page.getByRole('row').filter({ hasText: 'one-step · seed 1' });
  await expect(row).toContainText('failed');
  await row.click();
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('SIGKILL');
});

test('a killed app loses at most the last second, and its run is interrupted and goes on', async ({ workspace }) => {
  const app = await workspace.start();
  const { studyId, runIds } = await app.request('studies:start', {
    preset: 'endless',
    scale: 'quick',
    seeds: [1],
    arms: ['one-step'],
  });
  await runningSteps(app, 60);
  const training = await trainingProcess(app);
  const [seen] = await app.request('runs:list', { archived: false });
  await app.kill();
  await expect.poll(() => isProcessAlive(training), { timeout: 10_000 }).toBe(false);

  const again = await workspace.start();
  const [found] = await again.request('runs:list', { archived: false });
  expect(found!.status).toBe('interrupted');
  expect(found!.canResume).toBe(true);
  const losses = async () =>
    (await again.request('metrics:series', { runIds, keys: ['oneStepLoss'], maxPoints: 20_000 }))[0]!;
  const before = await losses();
  // What had reached the table was stored before.
  expect(before.step.at(-1)).toBeGreaterThanOrEqual(seen!.progress.step);

  await again.page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
  await again.page.getByRole('row').filter({ hasText: 'interrupted' }).click();
  await again.page.getByRole('button', { name: 'Resume' }).first().click();
  await expect(again.page.getByRole('row').filter({ hasText: 'running' })).toBeVisible();
  const lastStep = async () => (await losses()).step.at(-1);
  await expect.poll(lastStep, { timeout: 120_000 }).toBeGreaterThan(before.step.at(-1)! + 20);
  const after = await losses();
  expect([...after.step]).toEqual(Array.from({ length: after.step.length }, (_, index) => index + 1));
  await again.request('runs:stop', { runIds });
  await waitForRuns(again, (run) => run.status === 'stopped');
  expect((await again.request('studies:list'))[0]!.id).toBe(studyId);
});

test('a training that needs more memory than Electron gives in one piece runs all the same', async ({ workspace }) => {
  const app = await workspace.start();
  await app.request('studies:start', {
    preset: 'endless',
    scale: 'quick',
    seeds: [1],
    arms: ['one-step'],
    // About 3 GB of activations: TensorFlow's own pool of memory would ask for 2 GiB at once.
    changes: {
      'data.samples': 2048,
      'model.dilations': [1, 2, 4, 8, 16, 32, 64, 128],
      ...{ 'model.residualChannels': 64, 'model.dilationChannels': 64, 'model.skipChannels': 64 },
      ...{ 'training.batchSize': 64, 'training.microBatch': 64, 'training.windowLength': null, 'training.maxSteps': 2 },
    },
  });
  await waitForRuns(app, (run) => run.status === 'completed');
});

test('closing the window while something trains asks: cancel, or stop it safely', async ({ workspace }) => {
  const app = await workspace.start();
  await app.request('studies:start', { preset: 'endless', scale: 'quick', seeds: [1, 2], arms: ['one-step'] });
  await runningSteps(app, 30);

  await answerMessageBoxes(app.electron, 1);
  await closeWindow(app.electron);
  await expect.poll(() => askedMessages(app.electron)).toHaveLength(1);
  expect((await askedMessages(app.electron))[0]).toMatchObject({
    message: 'One training is running, one is waiting.',
    buttons: ['Stop training and quit', 'Cancel'],
  });
  const [run] = await app.request('runs:list', { archived: false });
  await runningSteps(app, run!.progress.step + 5);

  await answerMessageBoxes(app.electron, 0);
  const gone = new Promise<void>((resolve) => app.electron.once('close', () => resolve()));
  await closeWindow(app.electron);
  await gone;

  const again = await workspace.start();
  const runs = await again.request('runs:list', { archived: false });
  expect(runs.map(({ status, canResume }) => ({ status, canResume }))).toEqual([
    { status: 'stopped', canResume: true },
    { status: 'stopped', canResume: true },
  ]);
  const trained = await Promise.all(runs.map(({ id }) => again.request('runs:get', { runId: id })));
  const stopped = trained.find((detail) => detail.progress.step > 0)!;
  expect(stopped.checkpoints.at(-1)).toMatchObject({ kind: 'last', step: stopped.progress.step });
});

test('the system’s wish to end needs no answer: what trains is stopped at a checkpoint', async ({ workspace }) => {
  const app = await workspace.start();
  await app.request('studies:start', { preset: 'endless', scale: 'quick', seeds: [1], arms: ['one-step'] });
  await runningSteps(app, 10);
  const gone = new Promise<void>((resolve) => app.electron.once('close', () => resolve()));
  app.electron.process().kill('SIGTERM');
  await gone;
  const again = await workspace.start();
  const [run] = await again.request('runs:list', { archived: false });
  expect(run).toMatchObject({ status: 'stopped', canResume: true });
});

test('a page that crashes is loaded anew, and what trains goes on', async ({ workspace }) => {
  const app = await workspace.start();
  await app.request('studies:start', { preset: 'endless', scale: 'quick', seeds: [1], arms: ['one-step'] });
  await runningSteps(app, 5);
  const training = await trainingProcess(app);
  await answerMessageBoxes(app.electron, 0);
  await app.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer();
  });
  await expect.poll(() => askedMessages(app.electron)).toHaveLength(1);
  const heading = () =>
    app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript("document.querySelector('h1')?.textContent"),
    );
  await expect.poll(heading).toBe('Studies');
  expect(isProcessAlive(training)).toBe(true);
});

test('a second start on the same data folder brings the first window forward and ends', async ({ workspace }) => {
  const app = await workspace.start();
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.minimize());
  const { code, output } = await workspace.startAgain();
  expect(code).toBe(0);
  expect(output).toContain('is open on');
  await expect
    .poll(() => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.isMinimized()))
    .toBe(false);
});
