import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { answerSaveDialogs, outputFolder, test } from './app';
import { showScreen } from './screens';

test('images by class, a pixel and its sample, the orders of reading', async ({ workspace }) => {
  const app = await workspace.start();
  const { page } = app;
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setContentSize(1280, 800));
  await showScreen(app, 'data');
  const gallery = page.getByRole('listbox', { name: 'Examples' });
  await expect(gallery.getByRole('group')).toHaveCount(10);
  await picture(page, 'data');

  // The next example to the right, and the one of the class below.
  await gallery.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(gallery.getByRole('option', { selected: true })).toHaveAccessibleName(/^Class 1, training /);

  // A pixel of the second row stands a row's length behind the one above it, and the chart shows its sample.
  const image = page.getByRole('slider', { name: /^Pixels of Class 1/ });
  await image.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(image).toHaveAttribute('aria-valuetext', /^Sample 29: row 2, column 1, .*the pixel above is 28 before$/);
  const signal = page.getByRole('slider', { name: /^Read the signal of Class 1/ });
  await expect(signal).toHaveAttribute('aria-valuenow', '29');
  await page.getByLabel('Column', { exact: true }).check();
  await image.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(image).toHaveAttribute('aria-valuetext', /^Sample 2: row 2, column 1, .*the pixel above is 1 before$/);
  await signal.hover();
  await expect(image).toHaveAttribute('aria-valuetext', /^Sample \d+: row \d+, column \d+/);

  await page.getByRole('combobox', { name: 'Class' }).selectOption('7');
  await expect(gallery.getByRole('option', { selected: true })).toHaveAccessibleName(/^Class 7, training /);
  await picture(page, 'data-class');
  await page.keyboard.press('Control+z');
  await expect(gallery.getByRole('group')).toHaveCount(10);

  await page.getByRole('button', { name: 'Export figure: Scan orders' }).scrollIntoViewIfNeeded();
  await page.waitForTimeout(300);
  await picture(page, 'data-orders');
  const buttons = page.getByRole('button', { name: /^Export figure: / });
  await expect(buttons).toHaveCount(6);
  for (const [index, button] of (await buttons.all()).entries()) {
    const file = join(workspace.folder, `figure-${index}.png`);
    await answerSaveDialogs(app.electron, file);
    await button.click();
    const dialog = page.getByRole('dialog', { name: 'Export figure' });
    await dialog.getByRole('radiogroup', { name: 'Format' }).getByText('PNG').click();
    await dialog.getByRole('button', { name: 'Export…' }).click();
    await expect(dialog).toBeHidden();
    expect(statSync(file).size).toBeGreaterThan(5000);
  }
});

test('a set that is not there says how to get it; curves stand by their period', async ({ workspace }) => {
  const app = await workspace.start();
  const { page } = app;
  await showScreen(app, 'data');
  const data = page.getByRole('combobox', { name: 'Data of' });
  await data.selectOption({ label: 'MNIST in black and white, paper' });
  await expect(page.getByText('wavebench fetch mnist')).toBeVisible();
  await page.getByRole('button', { name: 'Look again' }).click();
  await expect(page.getByText('wavebench fetch mnist')).toBeVisible();
  await picture(page, 'data-missing');
  await data.selectOption({ label: 'Fourier series by period, quick' });
  await expect(page.getByRole('slider', { name: /Period 5 s, training / }).first()).toBeVisible();
  await picture(page, 'data-curves');
});

/** For whoever judges the screen: test/output/screens. */
async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(outputFolder, 'screens', `${name}.png`) });
}
