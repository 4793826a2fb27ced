import { createCanvas } from '@napi-rs/canvas';
import { mkdirSync, writeFileSync } from 'node:fs';
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
  const data = page.getByRole('combobox', { name: 'Data', exact: true });
  await expect(data.locator('option:checked')).toHaveText('Sunspots');
  await expect(page.getByText('model.quantizationLevels 127 → 65')).toBeVisible();
  await page.screenshot({ path: join(outputFolder, 'own-data-study.png') });

  await data.selectOption('As in the study');
  await expect(page.getByText('model.quantizationLevels 127 → 65')).toBeHidden();
});

test('a folder of pictures is looked at by class and imported', async ({ workspace }) => {
  const folder = join(workspace.folder, 'shapes');
  for (const kind of ['bar', 'dot']) {
    mkdirSync(join(folder, kind), { recursive: true });
    for (let i = 0; i < 8; i++) writeFileSync(join(folder, kind, `${i}.png`), picture(kind, i));
  }
  const { electron, page } = await workspace.start();
  await electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, folder);
  await page.keyboard.press('6');
  await page.getByRole('button', { name: 'Import folder' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('30 × 20')).toBeVisible();
  await dialog.getByLabel('Scale to').fill('15x10');
  await expect(dialog.getByText('15 × 10')).toBeVisible();
  await expect(dialog.getByText('bar, dot')).toBeVisible();
  await page.screenshot({ path: join(outputFolder, 'own-data-images.png') });
  // By the keyboard alone, as every dialog.
  await dialog.getByLabel('Name', { exact: true }).press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'New study on these' })).toBeVisible();
});

function picture(kind: string, shift: number): Buffer {
  const canvas = createCanvas(30, 20);
  const context = canvas.getContext('2d');
  context.fillStyle = 'black';
  context.fillRect(0, 0, 30, 20);
  context.fillStyle = 'white';
  if (kind === 'bar') context.fillRect(3 + shift, 2, 6, 16);
  else context.fillRect(3 + 2 * shift, 6, 8, 8);
  return canvas.toBuffer('image/png');
}
