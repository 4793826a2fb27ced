import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { answerSaveDialogs, test, waitForRuns, type RunningApp } from './app';
import { inspectPdf, inspectSvg } from './figure-files';

test('from an empty profile to an exported comparison, all of it there after a restart', async ({ workspace }) => {
  const app = await workspace.start();
  const { page } = app;

  await test.step('the first screen leads to a first picture, and to the first comparison', async () => {
    const main = page.getByRole('main');
    await expect(main.getByRole('heading', { level: 1 })).toHaveText('Studies');
    await main.getByRole('button', { name: 'Continue a curve' }).click();
    await expect(main.getByRole('region', { name: 'Forecasts' })).toBeVisible();
    await main.getByRole('button', { name: 'Sample digits' }).click();
    await expect(main.getByRole('region', { name: 'Digits' })).toBeVisible();
    await main.getByRole('button', { name: 'Begin the first comparison' }).click();
  });

  await test.step('New study says what would be trained as one types, and what is not possible', async () => {
    await expect(page.getByRole('heading', { name: 'New study' })).toBeVisible();
    await expect(page.getByLabel('Preset')).toHaveValue('fourier-unrolling');
    await page.getByLabel('Preset').selectOption('tiny');
    const plan = page.getByRole('complementary', { name: 'Plan' });
    await expect(plan).toContainText('Receptive field');
    const before = await plan.textContent();
    const dilations = page.getByLabel('Dilations', { exact: false }).first();
    await dilations.fill('1, 2, 4, 8');
    await expect(plan).not.toHaveText(before!);
    await dilations.fill('0');
    await expect(dilations).toHaveAttribute('aria-invalid', 'true');
    await dilations.fill('1, 2, 4');
    const arms = page.getByRole('group', { name: 'Arms' });
    await arms.getByRole('button', { name: 'Settings of Unrolled 4' }).click();
    await page.getByLabel('Weight', { exact: true }).fill('0.5');
    await expect(plan.getByRole('row', { name: /unrolling\.weight/ })).toContainText('0.5');
    await page.getByRole('button', { name: 'Reset Weight to the preset' }).click();
    await page.getByLabel('Settings of', { exact: true }).selectOption('all arms');
    await arms.getByRole('button', { name: 'Duplicate One step' }).click();
    await expect(arms.getByRole('checkbox')).toHaveCount(3);
    await arms.getByRole('button', { name: 'Remove One step 2' }).click();
    await page.getByLabel('Seeds').fill('1, 2');
    await expect(page.getByText('4 runs')).toBeVisible();
  });

  await test.step('Train leads to Live, and points arrive while it trains', async () => {
    const points = countPoints(page);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Live' })).toBeVisible();
    await expect(page.getByText('one-step · seed 1').first()).toBeVisible();
    expect(await points).toBeGreaterThan(0);
    await expect(page.getByRole('slider', { name: /loss/i }).first()).toBeVisible();
    await waitForRuns(app, (run) => run.status === 'completed');
    await expect(page.getByRole('region', { name: 'What the model makes' })).toContainText('step 40');
  });

  await test.step('a completed run is continued from Live', async () => {
    await page.getByRole('button', { name: 'Continue one-step · seed 1' }).click();
    await page.getByRole('spinbutton', { name: 'More' }).fill('10');
    await page.getByRole('dialog').getByRole('button', { name: 'Continue', exact: true }).click();
    await waitForRuns(app, (run) => run.status === 'completed');
    const runs = await app.request('runs:list', { archived: false });
    expect(runs.map(({ progress }) => progress.step).sort((a, b) => a - b)).toEqual([40, 40, 40, 50]);
    await expect(page.getByRole('region', { name: 'Log' })).toContainText('it was to end at 40 and ends at 50');
  });

  await test.step('Compare shows curves, forecasts and numbers of both arms', async () => {
    await page.getByRole('button', { name: 'Compare', exact: true }).last().click();
    await expect(page.getByRole('heading', { name: 'Compare', level: 1 })).toBeVisible();
    const table = page.getByRole('table').first();
    await expect(table).toContainText('One step');
    await expect(table).toContainText('Unrolled 4');
    for (const figure of ['Validation', 'forecast', 'error']) {
      await expect(page.getByRole('region', { name: new RegExp(figure, 'i') }).first()).toBeVisible();
    }
    // Two charts, the forecasts and the table of results.
    await expect(page.getByRole('button', { name: /^Export figure: / })).toHaveCount(4);
  });

  await test.step('Export writes SVG, PDF and PNG with their data', async () => {
    for (const [figure, format] of [
      ['accuracy', 'SVG'],
      ['forecast', 'PDF'],
      ['forecast', 'PNG'],
    ] as const) {
      await exportFigure(app, figure, format, join(workspace.folder, `figure.${format.toLowerCase()}`));
    }
    const svg = inspectSvg(readFileSync(join(workspace.folder, 'figure.svg'), 'utf8'));
    expect(svg.bitmaps).toBe(0);
    expect(svg.paths).toBeGreaterThan(4);
    expect(svg.texts.join(' ')).toMatch(/One step/);
    expect(svg.texts.join(' ')).toMatch(/Unrolled 4/);
    expect(svg.texts.join(' ')).toMatch(/accuracy/i);
    const pdf = inspectPdf(readFileSync(join(workspace.folder, 'figure.pdf')));
    expect(pdf.fonts.length).toBeGreaterThan(0);
    expect(pdf.fonts.every((font) => font.isEmbedded)).toBe(true);
    expect(pdf.bitmaps).toBe(0);
    const png = readFileSync(join(workspace.folder, 'figure.png'));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.includes('pHYs')).toBe(true);
    const csv = readFileSync(join(workspace.folder, 'figure.csv'), 'utf8');
    expect(csv.trim().split('\n').length).toBeGreaterThan(50);
  });

  await test.step('a cancelled dialog writes nothing', async () => {
    await exportFigure(app, 'accuracy', 'SVG', null);
    await page.keyboard.press('Escape');
  });

  const before = await app.request('runs:list', { archived: false });
  await app.close();
  const again = await workspace.start();

  await test.step('after a restart everything is found, on the screen that was left', async () => {
    await expect(again.page.getByRole('heading', { name: 'Compare', level: 1 })).toBeVisible();
    await again.page.getByRole('navigation').getByRole('button', { name: 'Studies' }).click();
    await expect(again.page.getByRole('heading', { name: 'Tiny comparison' })).toBeVisible();
    expect(await again.request('runs:list', { archived: false })).toEqual(before);
    const [study] = await again.request('studies:list');
    const { metricCount, figure } = {
      metricCount: (
        await again.request('metrics:series', { runIds: study!.runIds, keys: ['oneStepLoss'], maxPoints: 1000 })
      ).map((series) => series.total),
      figure: await again.request('figures:build', { studyId: study!.id, figure: 'forecasts' }),
    };
    expect(metricCount).toEqual([50, 40, 40, 40]);
    expect(figure).toHaveProperty('figure');
    await again.page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
    await expect(again.page.getByText('unrolled-4 · seed 2').first()).toBeVisible();
  });
});

test('an ending that the person leaves out is added, and an existing file is asked about', async ({ workspace }) => {
  const app = await workspace.start();
  await app.request('studies:start', { preset: 'tiny', scale: 'quick', seeds: [1], arms: ['one-step'] });
  await waitForRuns(app, (run) => run.status === 'completed');
  const [study] = await app.request('studies:list');
  const result = await app.request('figures:build', { studyId: study!.id, figure: 'validation' });
  if (!('figure' in result)) throw new Error(result.absent);
  const path = join(workspace.folder, 'with a space');
  const paper = { width: 3.25, height: 2, fontSize: 8, font: 'sans', dpi: 300 } as const;
  const ask = () => app.request('figures:export', { figure: result.figure, paper, format: 'svg' });
  await answerSaveDialogs(app.electron, path);
  expect((await ask())?.map((file) => file.path)).toContain(`${path}.svg`);
  writeFileSync(`${path}.svg`, 'mine');
  await app.electron.evaluate(({ dialog }) => {
    dialog.showMessageBox = async () => ({ response: 1, checkboxChecked: false });
  });
  expect(await ask()).toBeNull();
  expect(readFileSync(`${path}.svg`, 'utf8')).toBe('mine');
});

/** Counts the points that main publishes until the first few have come. */
function countPoints(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let count = 0;
        const stop = window.wavebench.listen('runs:points', ({ points }) => {
          count += points.length;
          if (count < 20) return;
          stop();
          resolve(count);
        });
      }),
  );
}

async function exportFigure(app: RunningApp, figure: string, format: string, path: string | null): Promise<void> {
  const { page, electron } = app;
  await answerSaveDialogs(electron, path);
  if (!(await page.getByRole('dialog', { name: 'Export figure' }).isVisible())) {
    await page
      .getByRole('button', { name: new RegExp(`^Export figure: .*${figure}`, 'i') })
      .first()
      .click();
  }
  const dialog = page.getByRole('dialog', { name: 'Export figure' });
  await dialog.getByRole('radio', { name: format }).click();
  await dialog.getByRole('button', { name: /^Export/ }).click();
  if (path === null) {
    await expect(dialog).toBeVisible();
    return;
  }
  await expect(dialog).toBeHidden();
  await expect.poll(() => existsSync(path)).toBe(true);
}
