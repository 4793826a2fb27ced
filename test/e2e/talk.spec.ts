import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { outputFolder, test } from './app';
import { showScreen } from './screens';

test('an experiment of the talk is made by keyboard, and its report written', async ({ workspace }) => {
  const app = await workspace.start();
  const { electron, page } = app;
  await showScreen(app, 'talk');
  const list = page.getByRole('list', { name: 'Experiments' });
  await expect(list.getByRole('button')).toHaveCount(16);
  await expect(page.getByRole('region', { name: 'Conclusions' })).toContainText('Measure: ');
  await page.keyboard.press('j');
  await expect(list.locator('[aria-current]')).toContainText('Fourier series as data');
  await page.keyboard.press('t');
  await expect(list.locator('[aria-current]')).toContainText('done');
  await expect(page.getByRole('button', { name: /^Export figure: / })).toBeVisible();
  await page.screenshot({ path: join(outputFolder, 'talk-made.png') });
  // What would open the report in a browser.
  await electron.evaluate(({ shell }) => {
    shell.openPath = () => Promise.resolve('');
  });
  await page.keyboard.press('o');
  const report = join(workspace.dataFolder, 'talk', 'report-quick', 'report.html');
  await expect.poll(() => existsSync(report)).toBe(true);
  const html = readFileSync(report, 'utf8');
  expect(html).toContain('Fourier series as data');
  expect(html).toContain('<svg');
  expect(html).not.toContain('<script');
});
