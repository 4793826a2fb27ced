import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { answerSaveDialogs, outputFolder, test, type RunningApp } from './app';
import { showScreen } from './screens';

test('a figure is copied in every form, dragged out of the window, and exported for LaTeX', async ({ workspace }) => {
  const app = await workspace.start();
  const { page, electron } = app;
  await showScreen(app, 'data');
  await page.getByRole('combobox', { name: 'Data of' }).selectOption({ label: 'Fourier series by period, quick' });
  const copy = page.getByRole('button', { name: /^Copy figure: / }).first();
  await copy.click();
  await expect(page.getByRole('menu', { name: 'Copy' })).toBeVisible();
  await page.screenshot({ path: join(outputFolder, 'screens', 'copy-figure.png') });
  await page.keyboard.press('Escape');
  const forms = { 'As SVG': '<?xml', 'Points as CSV': '# ', 'LaTeX table': '% ' };
  for (const [form, beginning] of Object.entries(forms)) {
    await copy.click();
    await page.getByRole('menuitem', { name: form }).click();
    await expect(page.getByText(/^Copied /)).toBeVisible();
    await expect.poll(() => clipboardText(app)).toMatch(new RegExp(`^${beginning.replace('?', '\\?')}`));
  }
  await copy.click();
  await page.getByRole('menuitem', { name: 'As picture (PNG)' }).click();
  await expect(page.getByText('Copied the picture.')).toBeVisible();

  const dragged = await fileOfNextDrag(app, () =>
    page.locator('h2[draggable]').first().dispatchEvent('dragstart', { shiftKey: true }),
  );
  expect(dragged).toMatch(/\.pdf$/);
  expect(statSync(dragged).size).toBeGreaterThan(5000);

  const file = join(workspace.folder, 'curves.tex');
  await answerSaveDialogs(electron, file);
  await page
    .getByRole('button', { name: /^Export figure: / })
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name: 'Export figure' });
  await dialog.getByRole('combobox', { name: 'Width' }).selectOption('nature');
  await expect(dialog.getByRole('spinbutton', { name: 'Font size in points' })).toHaveValue('7');
  await dialog.getByRole('radio', { name: 'mm' }).check({ force: true });
  await page.screenshot({ path: join(outputFolder, 'screens', 'export-dialog.png') });
  await dialog.getByRole('radio', { name: 'LaTeX' }).check({ force: true });
  await dialog.getByRole('button', { name: 'Export…' }).click();
  await expect(dialog).toBeHidden();
  for (const ending of ['tex', 'pdf', 'csv']) expect(existsSync(file.replace(/tex$/, ending))).toBe(true);
});

function clipboardText({ electron }: RunningApp): Promise<string> {
  return electron.evaluate(
    ({ clipboard }) => new Promise((resolve) => setImmediate(() => resolve(Promise.resolve(clipboard.readText())))),
  );
}

/** The file that main gives the next drag; the system's own drag and drop is left out. */
async function fileOfNextDrag({ electron }: RunningApp, drag: () => Promise<void>): Promise<string> {
  const file = electron.evaluate(
    ({ BrowserWindow }) =>
      new Promise<string>((resolve) =>
        setImmediate(() => {
          BrowserWindow.getAllWindows()[0]!.webContents.startDrag = ({ file }) => resolve(file);
        }),
      ),
  );
  await drag();
  return file;
}
