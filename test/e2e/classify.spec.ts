import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { answerSaveDialogs, test } from './app';
import { showScreen } from './screens';

test('images are told apart, followed pixel by pixel and weighed before anything was trained', async ({
  workspace,
}) => {
  const app = await workspace.start();
  const { page, electron } = app;
  await showScreen(app, 'classify');
  await expect(page.getByRole('heading', { name: 'Which digit is it?' })).toBeVisible();
  // Among these thirty images are some that the model takes for others.
  await page.getByRole('textbox', { name: 'Images' }).fill('30');
  await page.getByRole('textbox', { name: 'Seed' }).fill('2');
  await page.getByRole('button', { name: 'Tell test images apart' }).click();
  const numbers = page.getByRole('table', { name: 'How well classes are told apart' });
  await expect(numbers.getByRole('rowheader', { name: 'mnist-binary' })).toBeVisible({ timeout: 240_000 });
  await expect(page.getByRole('img', { name: /^Confusion/ })).toBeVisible();

  await page.getByRole('listbox', { name: 'Why an image was taken for another class' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/p\(x \| \d\): .* bits per pixel/)).toBeVisible({ timeout: 120_000 });
  await dialog.getByRole('button', { name: 'Pixel by pixel' }).click();
  await page.getByRole('slider', { name: 'Pixels seen' }).press('Home', { timeout: 120_000 });
  await expect(page.getByText('0 of 784', { exact: true })).toBeVisible();
  const gif = join(workspace.folder, 'digit.gif');
  await answerSaveDialogs(electron, gif);
  await page.getByRole('button', { name: 'Export animation…' }).click();
  await expect(page.getByText('Wrote digit.gif.')).toBeVisible({ timeout: 120_000 });
  expect(readFileSync(gif).subarray(0, 6).toString('latin1')).toBe('GIF89a');

  await page.getByRole('radiogroup', { name: 'What is measured' }).getByText('Density').click();
  await page.getByRole('textbox', { name: 'Of each kind' }).fill('4');
  await page.getByRole('button', { name: 'Weigh images' }).click();
  const bits = page.getByRole('table', { name: 'Bits per pixel by kind of images' });
  await expect(bits.getByRole('rowheader', { name: 'Test images' })).toBeVisible({ timeout: 240_000 });
  await page.getByRole('button', { name: 'Delete…' }).click();
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Which images does the model find likely?' })).toBeVisible();
});
