import { join } from 'node:path';
import { expect } from '@playwright/test';
import { outputFolder, projectRoot, test } from './app';

const sunspots = join(projectRoot, 'resources', 'datasets', 'sunspots', 'sunspots-monthly.csv');

test('a table is looked at, imported and begun a study on', async ({ workspace }) => {
  const { electron, page } = await workspace.start();
  // The person's choice in the system's own dialog.
  await electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, sunspots);
  await page.keyboard.press('6');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('3126')).toBeVisible();

  await dialog.getByLabel('Levels').fill('1');
  await expect(dialog.getByText('preparation.quantizationLevels')).toBeVisible();
  await dialog.getByLabel('Levels').fill('65');
  await dialog.getByLabel('Window, stride').fill('396');
  await dialog.getByLabel('Stride', { exact: true }).fill('12');
  await dialog.getByLabel('Name', { exact: true }).fill('Sunspots');
  await expect(dialog.getByText('Quantization error')).toBeVisible();
  await expect(dialog.locator('canvas').first()).toBeVisible();
  await page.screenshot({ path: join(outputFolder, 'own-data-import.png') });
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();

  await expect(page.getByText(/^Imported series, dataset/)).toBeVisible();
  await page.screenshot({ path: join(outputFolder, 'own-data.png') });
  await page.getByRole('button', { name: 'New study on these' }).click();
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeEnabled();
  await expect(page.getByText('data: Sunspots')).toBeAttached();
  await page.screenshot({ path: join(outputFolder, 'own-data-study.png') });
});
