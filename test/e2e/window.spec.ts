import { expect } from '@playwright/test';
import { answerMessageBoxes, askedMessages, runningSteps, test, waitForRuns } from './app';

test('the window comes back where it was left', async ({ workspace }) => {
  const app = await workspace.start();
  const left = { x: 40, y: 60, width: 1010, height: 720 };
  await app.electron.evaluate(({ BrowserWindow }, left) => BrowserWindow.getAllWindows()[0]!.setBounds(left), left);
  const bounds = (from: typeof app) =>
    from.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getBounds());
  await expect.poll(() => bounds(app)).toEqual(left);
  await app.close();
  const again = await workspace.start();
  await expect.poll(() => bounds(again)).toEqual(left);
});

test('the theme is the whole window’s, and is kept', async ({ workspace }) => {
  const app = await workspace.start();
  const ground = (from: typeof app) => from.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await app.request('settings:set', { theme: 'light' });
  const light = await ground(app);
  await app.request('settings:set', { theme: 'dark' });
  await expect.poll(() => ground(app)).not.toBe(light);
  expect(await app.electron.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors)).toBe(true);
  const dark = await ground(app);
  await app.close();
  const again = await workspace.start();
  await expect.poll(() => ground(again)).toBe(dark);
});

test('the machine is kept awake while something trains, as long as the setting says so', async ({ workspace }) => {
  const app = await workspace.start();
  const startedBlockers = () =>
    app.electron.evaluate(({ powerSaveBlocker }) => [0, 1, 2].filter((id) => powerSaveBlocker.isStarted(id)).length);
  expect(await startedBlockers()).toBe(0);
  const { runIds } = await app.request('studies:start', {
    preset: 'endless',
    scale: 'quick',
    seeds: [1],
    arms: ['one-step'],
  });
  await runningSteps(app, 1);
  expect(await startedBlockers()).toBe(1);
  await app.request('settings:set', { preventSleep: false });
  expect(await startedBlockers()).toBe(0);
  await app.request('settings:set', { preventSleep: true });
  expect(await startedBlockers()).toBe(1);
  await app.request('runs:stop', { runIds });
  await waitForRuns(app, (run) => run.status === 'stopped');
  await expect.poll(startedBlockers).toBe(0);
});

test('About says what is in use', async ({ workspace }) => {
  const app = await workspace.start();
  await answerMessageBoxes(app.electron, 0);
  await app.electron.evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()!.items.flatMap((item) => item.submenu?.items ?? []);
    // Not in the middle of a query, which this may interrupt.
    setImmediate(() => items.find((item) => item.label.includes('About'))!.click());
  });
  await expect.poll(() => askedMessages(app.electron)).toHaveLength(1);
  const [asked] = await askedMessages(app.electron);
  const about = await app.request('app:about');
  expect(asked!.message).toBe(`Wavebench ${about.version}`);
  for (const fact of [about.electron, about.sqlite, about.tensorflow, ...about.notices]) {
    expect(asked!.detail).toContain(fact);
  }
});
