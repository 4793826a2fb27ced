import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { answerMessageBoxes, askedMessages, closeWindow, runningSteps, test, waitForRuns } from './app';

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

test('a further window has its own view, hears of all that happens, and closes alone', async ({ workspace }) => {
  const app = await workspace.start();
  const first = app.page;
  await first.getByRole('heading', { name: 'Studies', level: 1 }).waitFor();
  const opening = app.electron.waitForEvent('window');
  await first.keyboard.press('Control+Shift+N');
  const second = await opening;
  await second.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
  await expect(second.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible();
  await expect(first.getByRole('heading', { name: 'Studies', level: 1 })).toBeVisible();
  await answerMessageBoxes(app.electron, 1);
  await app.request('studies:start', { preset: 'endless', scale: 'quick', seeds: [1], arms: ['one-step'] });
  await expect(second.getByRole('row').filter({ hasText: 'one-step · seed 1' })).toBeVisible();
  await closeWindow(app.electron);
  await expect.poll(() => app.electron.windows().length).toBe(1);
  expect(await askedMessages(app.electron)).toEqual([]);
  // The last one asks; it stays as the person says so.
  await closeWindow(app.electron);
  await expect.poll(() => askedMessages(app.electron)).toHaveLength(1);
  await expect(app.electron.windows()[0]!.getByRole('heading', { level: 1 })).toBeVisible();
});

test('files open as arguments, of a second start too; the notice of a study’s end leads to it', async ({
  workspace,
}) => {
  const study = join(workspace.folder, 'wrong.json');
  writeFileSync(study, '{"name":"wrong"}');
  const app = await workspace.start({ arguments: [study] });
  const log = app.page.getByRole('contentinfo', { name: 'Status' });
  await expect(log.getByRole('alert')).toContainText('wrong.json is no study');
  const presets = await app.request('studies:presets');
  writeFileSync(study, JSON.stringify(presets.find(({ definition }) => definition.name === 'tiny')!.definition));
  await workspace.startAgain([study]);
  await expect(app.page.getByRole('heading', { name: 'New study' })).toBeVisible();
  await expect(log).toContainText('Opened the study of wrong.json.');
  const { studyId } = await app.request('studies:start', { preset: 'tiny', scale: 'quick', seeds: [1] });
  await app.electron.evaluate(({ BrowserWindow }, studyId) => {
    BrowserWindow.getAllWindows()[0]!.webContents.send('wavebench:event', 'app:show', { studyId });
  }, studyId);
  await expect(app.page.getByRole('heading', { name: 'Live', level: 1 })).toBeVisible();
});
