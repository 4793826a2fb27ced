import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { answerSaveDialogs, test, waitForRuns } from './app';
import { inspectSvg } from './figure-files';
import { showScreen } from './screens';

test('samples of a model of images: as pictures, completed from test images, exported', async ({ workspace }) => {
  const app = await workspace.start();
  const { page } = app;
  const main = page.getByRole('main');
  const button = (name: string) => main.getByRole('button', { name, exact: true });
  await app.request('studies:start', { preset: 'tiny-digits', scale: 'quick', seeds: [1] });
  await waitForRuns(app, (run) => run.status === 'completed');

  await test.step('one click gives a row of pictures for every class', async () => {
    await showScreen(app, 'generate');
    await button('Generate').click();
    await expect(main.getByRole('img', { name: 'Samples, 10 × 5 images, Class 0, Class 1' })).toBeVisible();
    await expect(button('Cancel')).toBeHidden();
    const [generation] = await app.request('generations:list', { runId: null });
    expect(generation).toMatchObject({ status: 'completed', trajectories: 50, choice: { steps: 784 } });
  });

  await test.step('they are signals where that is asked for', async () => {
    await main.getByRole('radio', { name: 'Signals' }).check({ force: true });
    await expect(page.getByRole('slider', { name: /^Read Samples, Class/ })).toHaveCount(10);
    await main.getByRole('radio', { name: 'Pictures' }).check({ force: true });
  });

  await test.step('another temperature stands beside the former result', async () => {
    await main.getByRole('textbox', { name: 'Temperature', exact: true }).fill('0.5');
    await page.keyboard.press('Enter');
    await expect(main.getByRole('img', { name: /^Samples, Now: temperature 0.5, 10 × 5 images/ })).toBeVisible();
    await expect(main.getByRole('img', { name: /^Samples, Before: temperature 1, 10 × 5 images/ })).toBeVisible();
    await expect(button('Cancel')).toBeHidden();
  });

  await test.step('every stored checkpoint has its samples, with one slider over them', async () => {
    await button('Over training').click();
    await expect(button('Cancel')).toBeHidden();
    const step = main.getByRole('slider', { name: 'Step', exact: true });
    await expect(step).toHaveAttribute('aria-valuetext', '2 of 2');
    await step.press('ArrowLeft');
    await expect(step).toHaveAttribute('aria-valuetext', '1 of 2');
    await expect(main.getByRole('img', { name: /^Samples, 10 × 5 images/ })).toBeVisible();
  });

  await test.step('how probable a picture is', async () => {
    const pictures = main.getByRole('listbox', { name: 'Likelihood of an image' });
    await pictures.press('ArrowRight');
    await pictures.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Likelihood: Class 0, sample 2' });
    await expect(dialog.getByRole('img', { name: 'Bits, p(x | Class 0)' })).toBeVisible();
    await expect(dialog.getByRole('row')).toHaveCount(3);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });

  await test.step('test images are completed from as much as is observed', async () => {
    await main.getByRole('region', { name: 'Generated samples' }).focus();
    await page.keyboard.press('o');
    await main.getByRole('textbox', { name: 'Completions' }).fill('4');
    await button('Complete').click();
    await expect(main.getByRole('img', { name: 'Completions, The class not given, 7 × 5 images' })).toBeVisible();
    await expect(button('Cancel')).toBeHidden();
    await expect(main.getByText('the border of the first 392 pixels')).toBeVisible();
    await main.getByRole('slider', { name: 'Border of what is observed, The class given' }).press('ArrowUp');
    await expect(main.getByText('the border of the first 364 pixels')).toBeVisible();
    await expect(button('Cancel')).toBeHidden();
    await expect(main.getByRole('table', { name: 'Bits per pixel of the true rest' }).getByRole('row')).toHaveCount(6);
  });

  await test.step('the completions go to a file', async () => {
    const path = join(workspace.folder, 'completions.svg');
    await answerSaveDialogs(app.electron, path);
    await button('Export figure: Completions').click();
    const dialog = page.getByRole('dialog', { name: 'Export figure' });
    await dialog.getByRole('radio', { name: 'SVG' }).click();
    await dialog.getByRole('button', { name: /^Export/ }).click();
    await expect(dialog).toBeHidden();
    const { bitmaps, texts } = inspectSvg(readFileSync(path, 'utf8'));
    expect(bitmaps).toBe(2 * 7 * 5);
    expect(texts).toContain('Original');
  });
});
