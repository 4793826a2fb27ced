import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { test, waitForRuns } from './app';
import { showScreen } from './screens';

test('runs are queued, filtered, grouped, tagged, kept as a view, duplicated and deleted', async ({ workspace }) => {
  const app = await workspace.start();
  const { page } = app;
  const { keyboard } = page;
  await showScreen(app, 'runs');

  await test.step('a paused queue is put in order, then goes on', async () => {
    await keyboard.press('q');
    await page.getByRole('button', { name: 'Pause the queue' }).click();
    await app.request('studies:start', { preset: 'tiny', scale: 'quick', seeds: [1, 2] });
    const waiting = page.getByRole('list', { name: 'Waiting runs' }).getByRole('listitem');
    await expect(waiting).toHaveCount(4);
    await page.getByRole('button', { name: 'Move unrolled-4 · seed 2 to the front' }).click();
    await expect(waiting.first()).toContainText('unrolled-4 · seed 2');
    await page.getByRole('button', { name: 'Continue the queue' }).click();
    await expect(waiting.first()).not.toContainText('unrolled-4 · seed 2');
    await keyboard.press('Escape');
    await waitForRuns(app, (run) => run.status === 'completed');
  });

  const rows = page.locator('[data-row]');
  await test.step('a filter is written with what is offered', async () => {
    await expect(rows).toHaveCount(4);
    await keyboard.press('/');
    await keyboard.type('seed = 99');
    await keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'No run fits the filter' })).toBeVisible();
    await expect(rows.first()).toBeHidden();
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await expect(rows.first()).toBeVisible();
    await keyboard.press('/');
    await keyboard.type('se');
    await page.getByRole('option', { name: 'seed of the run' }).click();
    await keyboard.type('= 2');
    await expect(rows).toHaveCount(2);
    await keyboard.type(' and (');
    await keyboard.press('Enter');
    await expect(page.getByText(/^Column \d+: expected/)).toBeVisible();
    await keyboard.press('/');
    await keyboard.type('seed = 2');
    await keyboard.press('Enter');
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Save as…' }).click();
    await page.getByLabel('Name').fill('Second seed');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('button', { name: 'Second seed' })).toBeVisible();
  });

  await test.step('what is written on a run can be found and undone', async () => {
    await rows.first().click();
    await keyboard.press('e');
    await page.getByLabel('Title').fill('The good one');
    await page.getByLabel('Tags').fill('to print');
    await keyboard.press('Enter');
    await expect(rows.first()).toContainText('The good one');
    await keyboard.press('/');
    await keyboard.type('tag = "to print"');
    await keyboard.press('Enter');
    await expect(rows).toHaveCount(1);
    await keyboard.press('Control+Z');
    await expect(rows).toHaveCount(2);
    await keyboard.press('Control+Z');
    await expect(rows.first()).not.toContainText('The good one');
  });

  await test.step('a run is duplicated, a study file is dropped', async () => {
    await rows.first().click();
    await keyboard.press('d');
    await expect(page.getByRole('heading', { name: 'New study' })).toBeVisible();
    await expect(page.getByLabel('Preset')).toContainText('(brought along)');
    await expect(page.getByLabel('Seeds')).toHaveValue('2');
    const endless = readFileSync(join(__dirname, 'studies', 'endless.json'), 'utf8');
    await dropFile(page, 'mine.json', endless.replace('"name": "endless"', '"name": "mine"'));
    await expect(page.getByText('Opened the study of mine.json.')).toBeVisible();
    await dropFile(page, 'broken.json', endless.replace('"kernelSize": 2', '"kernelSize": "two"'));
    await expect(page.getByRole('alert')).toContainText('base.model.kernelSize');
  });

  await test.step('deleting says what will be gone', async () => {
    await showScreen(app, 'runs');
    await rows.first().click();
    await keyboard.press('Shift+Delete');
    await expect(page.getByRole('dialog')).toContainText(/B of files and .* metric points will be gone/);
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(rows).toHaveCount(1);
    expect(await app.request('runs:list', { archived: false })).toHaveLength(3);
  });
});

/** Drops a file of this text onto the window, as the desktop does. */
async function dropFile(page: Page, name: string, text: string): Promise<void> {
  await page.evaluate(
    ([name, text]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text!], name!, { type: 'application/json' }));
      for (const type of ['dragover', 'drop'])
        window.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    },
    [name, text],
  );
}
