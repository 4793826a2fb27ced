import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { test, waitForRuns } from './app';
import { showScreen } from './screens';

test('a study is exported as a bundle, and comes back on another machine by drop and by the menu', async ({
  workspace,
}) => {
  const file = join(workspace.folder, 'study.wavebench');
  const first = await workspace.start();
  await first.request('studies:start', { preset: 'tiny', scale: 'quick', seeds: [1] });
  await waitForRuns(first, (run) => run.status === 'completed');
  await first.electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
  }, file);
  await showScreen(first, 'studies');
  await first.page.getByRole('button', { name: 'Export bundle…' }).click();
  await expect(first.page.getByText(/^Exported study\.wavebench, /)).toBeVisible();
  expect(existsSync(file)).toBe(true);
  const runs = await first.request('runs:list', { archived: false });
  await first.close();

  renameSync(workspace.dataFolder, `${workspace.dataFolder}-of-another`);
  const second = await workspace.start();
  await showScreen(second, 'studies');
  await drop(second.page, file);
  await expect(second.page.getByText(/^Imported “.+”: 2 runs\./)).toBeVisible();
  await expect(second.page.getByText('2 completed')).toBeVisible();
  const names = (all: typeof runs) => all.map(({ id, name, latest }) => ({ id, name, latest }));
  expect(names(await second.request('runs:list', { archived: false }))).toEqual(names(runs));

  await second.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, file);
  await second.page.getByRole('button', { name: 'Import…' }).click();
  await expect(second.page.getByText(/was there already\./)).toBeVisible();
  // The page itself cannot name a file to be read.
  await expect(second.request('bundles:read-dropped', { path: file })).rejects.toThrow(
    'importDropped or takeDropped alone',
  );
});

/** Drops a real file onto the window: one chosen by an input has its path, as one that was dragged has. */
async function drop(page: Page, path: string): Promise<void> {
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'to-drop';
    document.body.append(input);
  });
  await page.locator('#to-drop').setInputFiles(path);
  await page.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>('#to-drop')!;
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(input.files![0]!);
    window.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
    input.remove();
  });
}
