import { expect } from '@playwright/test';
import { test, waitForRuns } from './app';
import { showScreen } from './screens';

test('curves are zoomed, hidden and undone; a claim, the drift and the settings of two arms', async ({ workspace }) => {
  const app = await workspace.start();
  const { page } = app;
  await app.request('studies:start', { preset: 'tiny', scale: 'quick', seeds: [1, 2, 3] });
  await waitForRuns(app, (run) => run.status === 'completed');
  await showScreen(app, 'compare');
  const curves = page.getByRole('slider', { name: /^Read Validation accuracy/ });
  const ends = async () => [await curves.getAttribute('aria-valuemin'), await curves.getAttribute('aria-valuemax')];

  await test.step('the keyboard zooms, undo shows all again', async () => {
    await expect(curves).toHaveAttribute('aria-valuemax', '40');
    await curves.focus();
    await page.keyboard.press('+');
    await expect.poll(ends).toEqual(['17.5', '32.5']);
    await expect(page.getByRole('button', { name: 'Show all', exact: true })).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect.poll(ends).toEqual(['10', '40']);
  });

  await test.step('a hidden arm leaves the chart and its table, not the results', async () => {
    const region = page.getByRole('region', { name: /^Validation accuracy/ });
    await page.getByRole('group', { name: 'Arms shown' }).getByRole('button', { name: 'Unrolled 4' }).click();
    await region.getByRole('button', { name: 'Table' }).click();
    await expect(region.getByRole('columnheader', { name: /^One step/ })).toBeVisible();
    await expect(region.getByRole('columnheader', { name: /^Unrolled 4/ })).toHaveCount(0);
    await expect(page.getByRole('region', { name: 'Results of the arms' })).toContainText('Unrolled 4');
    await page.getByRole('button', { name: 'Show all arms' }).click();
    await expect(region.getByRole('columnheader', { name: /^Unrolled 4/ })).toBeVisible();
  });

  const part = (name: string) => page.getByRole('radiogroup', { name: 'What to compare' }).getByText(name);

  await test.step('a claim says what the seeds allow, and can be copied', async () => {
    await part('Claim').click();
    const claim = page.getByRole('region', { name: 'Claim' });
    await expect(claim).toContainText('3 common seeds');
    await expect(claim).toContainText('Difference, Student’s t 95 %');
    await claim.getByRole('button', { name: 'Copy figure: Claim' }).click();
    await page.getByRole('menuitem', { name: 'LaTeX table' }).click();
    await expect(page.getByText('Copied the LaTeX table.')).toBeVisible();
    const copied = await app.electron.evaluate(({ clipboard }) => clipboard.readText());
    expect(copied).toContain('\\begin{tabular}');
  });

  await test.step('the drift is measured, drawn and kept', async () => {
    await part('Drift').click();
    await page.getByRole('button', { name: 'Measure drift' }).click();
    await expect(page.getByRole('button', { name: 'Measure again' })).toBeVisible({ timeout: 180_000 });
    await expect(page.getByRole('slider', { name: /^Read Error and accuracy/ })).toHaveCount(2);
    const [study] = await app.request('studies:list');
    expect(await app.request('drift:list', { studyId: study!.id })).toHaveLength(6);
  });

  await test.step('only the settings that differ are shown', async () => {
    await part('Settings').click();
    const settings = page.getByRole('region', { name: 'Settings that differ' });
    await expect(settings.getByRole('rowheader', { name: 'training.unrolling.horizon' })).toBeVisible();
    await expect(settings.getByRole('rowheader', { name: 'training.batchSize' })).toHaveCount(0);
  });
});
