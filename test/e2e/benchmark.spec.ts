import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { answerSaveDialogs, test } from './app';
import { inspectSvg } from './figure-files';
import { showScreen } from './screens';

test('generators are timed while one watches; the figure is kept, exported and deleted', async ({ workspace }) => {
  const app = await workspace.start();
  const { page } = app;
  const kept = () => app.request('benchmark:list');
  const numbers = page.getByRole('region', { name: 'Numbers' });
  const measurements = page.getByRole('grid', { name: 'Measurements' });

  await test.step('points appear as they come, until it is cancelled', async () => {
    await showScreen(app, 'benchmark');
    await page.getByRole('button', { name: 'Measure' }).click();
    await expect(page.getByText(/^Measuring (Default|Queue|SIMD), \d+ layer/)).toBeVisible();
    await expect(page.getByRole('progressbar', { name: 'Progress of the benchmark' })).toBeVisible();
    await expect(numbers.getByRole('heading')).toHaveText(/^SIMD is [\d.]+ × as fast as Default$/, { timeout: 60_000 });
    await page.keyboard.press('s');
    await expect(page.getByRole('status')).toHaveText(/Cancelled the measurement\./);
    const [benchmark] = await kept();
    expect(benchmark).toMatchObject({ status: 'stopped', measuring: null });
    expect(benchmark!.points.length).toBeGreaterThanOrEqual(3);
    expect(benchmark!.points.every(({ min, median, max }) => min <= median && median <= max)).toBe(true);
    expect(benchmark!.machine!.versions).toHaveProperty('tensorflow');
  });

  await test.step('one that main began is shown to its end', async () => {
    await app.request('benchmark:start', { layers: [1, 2], secondsPerPoint: 0.2 });
    await expect(measurements.getByRole('row').nth(1)).toContainText('completed', { timeout: 60_000 });
    await expect(measurements.getByRole('row').nth(1)).toContainText('6 of 6');
    await expect(measurements.getByRole('row').nth(1)).toHaveAttribute('aria-selected', 'true');
    await expect(numbers.getByRole('row')).toHaveCount(2 + 2);
  });

  await test.step('what is seen is exported: measured and published curves', async () => {
    const file = join(workspace.folder, 'benchmark.svg');
    await answerSaveDialogs(app.electron, file);
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog', { name: 'Export figure' });
    await dialog.getByRole('radio', { name: 'SVG' }).click();
    await dialog.getByRole('button', { name: /^Export/ }).click();
    await expect(dialog).toBeHidden();
    await expect.poll(() => existsSync(file)).toBe(true);
    const texts = inspectSvg(readFileSync(file, 'utf8')).texts.join(' ');
    for (const name of ['Default', 'Queue', 'SIMD', 'published', 'Number of dilated layers']) {
      expect(texts).toContain(name);
    }
    const points = readFileSync(join(workspace.folder, 'benchmark.csv'), 'utf8');
    for (const { median } of (await kept())[0]!.points) expect(points).toContain(String(median));
  });

  await test.step('an earlier one is shown by one click, and deleted after a question', async () => {
    await measurements.getByRole('row').nth(2).click();
    await expect(numbers.getByRole('row')).toHaveCount(2 + 13);
    await page.keyboard.press('Delete');
    await page.getByRole('dialog', { name: 'Delete the measurement?' }).getByRole('button', { name: 'Keep' }).click();
    expect(await kept()).toHaveLength(2);
    await page.keyboard.press('Delete');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('status')).toHaveText(/Deleted the measurement\./);
    expect(await kept()).toHaveLength(1);
    await expect(numbers.getByRole('row')).toHaveCount(2 + 2);
  });

  await app.close();
  const again = await workspace.start();
  await showScreen(again, 'benchmark');
  await expect(again.page.getByRole('grid', { name: 'Measurements' }).getByRole('row').nth(1)).toContainText('6 of 6');
});
