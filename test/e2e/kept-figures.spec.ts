import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page } from '@playwright/test';
import { difference, readPicture } from '../figures/raster';
import { answerSaveDialogs, outputFolder, projectRoot, test, waitForRuns } from './app';
import { showScreen } from './screens';

test('figures are kept, laid out, composed, rebuilt and exported as they are shown', async ({ workspace }) => {
  const app = await workspace.start();
  const { page } = app;
  await app.request('studies:start', { preset: 'tiny', scale: 'quick', seeds: [1, 2] });
  await waitForRuns(app, (run) => run.status === 'completed');
  const [study] = await app.request('studies:list');
  const kept = () => app.request('figures:list', { studyId: null });
  const inspector = page.getByRole('complementary', { name: 'Figure' });
  const listed = (title: string) =>
    page.getByRole('navigation', { name: 'Kept figures' }).getByRole('option', { name: title, exact: true });
  const preview = page.getByRole('region', { name: 'Preview' }).getByRole('img');

  await test.step('a chart is kept with its study, and a drawing as it is', async () => {
    await showScreen(app, 'compare');
    await page.getByRole('button', { name: 'Keep as figure: Error by forecast step' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Title' }).fill('Errors');
    await page.getByRole('button', { name: 'Keep', exact: true }).last().click();
    await expect(page.getByText('Kept “Errors”.')).toBeVisible();
    await showScreen(app, 'explain');
    await page.getByRole('button', { name: 'Save picture…' }).click();
    await page.getByRole('button', { name: 'Keep as figure…' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Title' }).fill('Drawing');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Kept “Drawing”.')).toBeVisible();
    const parts = (await kept()).map(({ definition }) => definition.parts.map(({ from }) => from));
    expect(parts).toEqual([['study'], ['screen']]);
  });

  await test.step('what is changed of it is kept, and undone', async () => {
    await showScreen(app, 'figures');
    await listed('Errors').click();
    await expect(preview).toHaveAccessibleName('Errors, 5.50 × 3.40 in');
    await page.screenshot({ path: join(outputFolder, 'screens', 'figures.png') });
    await inspector.getByRole('combobox', { name: 'Width' }).selectOption('icml');
    await expect(preview).toHaveAccessibleName('Errors, 3.25 × 2.01 in');
    await inspector.getByRole('textbox', { name: 'y axis', exact: true }).fill('Mean absolute error');
    await inspector.getByRole('combobox', { name: 'Names of curves' }).selectOption('inside');
    await expect
      .poll(async () => (await kept())[0]!.definition)
      .toMatchObject({
        paper: { width: 3.25 },
        style: { legend: 'inside', panels: [{ y: { title: 'Mean absolute error' } }] },
      });
    await page.getByRole('region', { name: 'Preview' }).focus();
    await page.keyboard.press('Control+z');
    await expect(inspector.getByRole('combobox', { name: 'Names of curves' })).not.toHaveValue('inside');
    await page.keyboard.press('Control+y');
    await expect(inspector.getByRole('combobox', { name: 'Names of curves' })).toHaveValue('inside');
  });

  await test.step('the file shows what the screen shows', async () => {
    const path = join(workspace.folder, 'errors.png');
    await page.getByRole('radio', { name: '200 %' }).check({ force: true });
    await inspector.getByRole('checkbox', { name: 'PNG' }).check();
    await inspector.getByRole('spinbutton', { name: 'PNG' }).fill(String(await previewDpi(page)));
    await page.keyboard.press('Tab');
    await answerSaveDialogs(app.electron, path);
    await page.keyboard.press('Control+e');
    const dialog = page.getByRole('dialog', { name: 'Export figure' });
    await dialog.getByRole('radio', { name: 'PNG' }).check({ force: true });
    await dialog.getByRole('checkbox', { name: 'LaTeX' }).check();
    await dialog.getByRole('button', { name: 'Export…' }).click();
    await expect(dialog).toBeHidden();
    for (const ending of ['png', 'tex', 'pdf', 'csv']) expect(existsSync(path.replace(/png$/, ending))).toBe(true);
    const [shown, written] = await Promise.all([readPicture(await previewPng(page)), readPicture(readFileSync(path))]);
    expect([shown.width, shown.height]).toEqual([written.width, written.height]);
    // All of it moved by one pixel differs by 0.018; as drawn by both, nothing differs.
    expect(difference(shown, written, () => false)).toBeLessThan(0.0003);
  });

  await test.step('another figure is taken in, a copy deleted and brought back', async () => {
    await inspector.getByRole('combobox', { name: 'Take another kept figure in' }).selectOption({ label: 'Drawing' });
    await expect(inspector.getByRole('combobox', { name: 'Panel', exact: true })).toBeVisible();
    await page.screenshot({ path: join(outputFolder, 'screens', 'figures-composed.png') });
    await page.getByRole('button', { name: 'Duplicate' }).click();
    await expect(listed('Errors, copy')).toHaveAttribute('aria-selected', 'true');
    await page.getByRole('button', { name: 'Delete' }).click();
    await expect(listed('Errors, copy')).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(listed('Errors, copy')).toBeVisible();
    expect(await kept()).toHaveLength(3);
  });

  await test.step('it is rebuilt, and written from the command line', async () => {
    await listed('Errors').click();
    await page.getByRole('button', { name: 'Rebuild' }).click();
    await expect(page.getByText('Rebuilt “Errors”: nothing has changed.')).toBeVisible();
    await expect.poll(async () => (await kept())[0]!.definition.formats).toEqual(['pdf', 'png']);
    const out = join(workspace.folder, 'figures');
    const cli = join(projectRoot, 'src-main', 'setup', 'wavebench.mjs');
    const asked = ['export', study!.id, '--data-dir', workspace.dataFolder, '--out', out];
    await promisify(execFile)(process.execPath, [cli, ...asked], { cwd: projectRoot });
    for (const file of ['errors.pdf', 'errors.png', 'drawing.pdf', 'errors-copy.pdf']) {
      expect(existsSync(join(out, file)), file).toBe(true);
    }
  });
});

/** Pixels of an inch of the paper. */
function previewDpi(page: Page): Promise<number> {
  return page.evaluate(() => 2 * 96 * devicePixelRatio);
}

async function previewPng(page: Page): Promise<Buffer> {
  const canvas = page.getByRole('region', { name: 'Preview' }).locator('canvas');
  const address = await canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL('image/png'));
  return Buffer.from(address.split(',')[1]!, 'base64');
}
