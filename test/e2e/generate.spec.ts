import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { answerSaveDialogs, test, waitForRuns } from './app';
import { showScreen } from './screens';

test('samples of a trained model: streamed, repeated, compared, exported', async ({ workspace }) => {
  const app = await workspace.start();
  const { page } = app;
  const main = page.getByRole('main');
  const textbox = (name: string) => main.getByRole('textbox', { name, exact: true });
  const button = (name: string) => main.getByRole('button', { name, exact: true });

  await test.step('before anything was trained a model that comes along generates, completes and is asked', async () => {
    await showScreen(app, 'generate');
    await expect(main.getByRole('combobox', { name: 'Model' })).toHaveValue('model:mnist-binary');
    await button('Generate').click();
    await expect(main.getByRole('img', { name: /^Samples, 10 × 5 images/ })).toBeVisible();
    await expectDone(page);
    await main.getByRole('listbox', { name: 'Likelihood of an image' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Likelihood: Class 0, sample 1' });
    await expect(dialog.getByRole('img', { name: 'Bits, p(x | Class 0)' })).toBeVisible();
    await page.keyboard.press('Escape');
    await main.getByRole('radiogroup', { name: 'What is done' }).getByText('Completion').click();
    await main.getByRole('textbox', { name: 'Test images' }).fill('17');
    await main.getByRole('textbox', { name: 'Completions' }).fill('4');
    await button('Complete').click();
    await expect(main.getByRole('rowheader', { name: '17' })).toBeVisible();
    await expectDone(page);
    await main.getByRole('radiogroup', { name: 'What is done' }).getByText('Samples').click();
  });

  await app.request('studies:start', { preset: 'tiny', scale: 'quick', seeds: [1] });
  await waitForRuns(app, (run) => run.status === 'completed');

  await test.step('one click gives four samples, as they are made', async () => {
    await main.getByRole('combobox', { name: 'Model' }).selectOption({ label: 'one-step · seed 1' });
    const blocks = countBlocks(page);
    await button('Generate').click();
    await expect(page.getByText('samples/s').first()).toBeVisible();
    await expect(page.getByRole('slider', { name: /^Read Samples/ })).toBeVisible();
    expect(await blocks).toBeGreaterThan(0);
    await expectDone(page);
    const [generation] = await app.request('generations:list', { runId: null });
    expect(generation).toMatchObject({ status: 'completed', trajectories: 4, choice: { steps: 96, seed: 1 } });
  });

  await test.step('another temperature has the same noise, the former result stays faint', async () => {
    await textbox('Temperature').fill('0.5');
    await textbox('Temperature').press('Enter');
    await expect(main.getByRole('checkbox', { name: 'Former result, faint' })).toBeChecked();
    await expectDone(page);
    const [cool] = await app.request('generations:list', { runId: null });
    expect(cool!.choice).toMatchObject({ seed: 1, sampler: { temperature: 0.5 } });
  });

  await test.step('what is not possible is marked and not begun', async () => {
    await textbox('Steps').fill('0');
    await page.keyboard.press('Control+Enter');
    await expect(textbox('Steps')).toBeFocused();
    await expect(textbox('Steps')).toHaveAttribute('aria-invalid', 'true');
    expect(await app.request('generations:list', { runId: null })).toHaveLength(3);
    await textbox('Steps').fill('40');
  });

  await test.step('two arms stand side by side after the same test series', async () => {
    await button('Add a model beside it').click();
    await main.getByRole('combobox', { name: 'Prompt' }).selectOption('Test series');
    await button('Generate').click();
    await expect(page.getByRole('slider', { name: /^Read Samples/ })).toHaveCount(2);
    await expectDone(page);
    const [second, first] = await app.request('generations:list', { runId: null });
    expect(first!.groups).toEqual(second!.groups);
    expect(first!.runId).not.toBe(second!.runId);
    await main.getByRole('radio', { name: 'Mean, 5–95 %' }).check({ force: true });
    await expect(main.getByText('5 % to 95 % quantile')).toBeVisible();
  });

  await test.step('regenerating gives the same tokens', async () => {
    await main.getByRole('grid', { name: 'Generated before' }).getByRole('row').nth(1).click();
    await button('Regenerate').click();
    await expect(page.getByText(/Regenerated in .*: all 160 tokens are the same/)).toBeVisible();
  });

  await test.step('figure and tokens go to files', async () => {
    const figure = join(workspace.folder, 'samples.csv');
    await answerSaveDialogs(app.electron, figure);
    await button('Export figure: Samples').click();
    const dialog = page.getByRole('dialog', { name: 'Export figure' });
    await dialog.getByRole('radio', { name: 'CSV' }).click();
    await dialog.getByRole('button', { name: /^Export/ }).click();
    await expect(dialog).toBeHidden();
    expect(readFileSync(figure, 'utf8')).toContain('Mean of 4');

    const tokens = join(workspace.folder, 'tokens.npy');
    await answerSaveDialogs(app.electron, tokens);
    await button('Export data…').click();
    await expect.poll(() => existsSync(tokens)).toBe(true);
    expect(readFileSync(tokens).subarray(1, 6).toString()).toBe('NUMPY');
  });

  await test.step('a file of levels is continued, one prompt for each column', async () => {
    const prompts = join(workspace.folder, 'prompts.csv');
    writeFileSync(prompts, 'a,b\n7,3\n8,4\n9,5\n');
    await app.electron.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
    }, prompts);
    await button('Remove model 2').click();
    await main.getByRole('combobox', { name: 'Prompt' }).selectOption('CSV or NumPy file');
    await expect(main.getByText('2 prompts')).toBeVisible();
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('slider', { name: /^Read Samples, Prompt/ })).toHaveCount(2);
    await expectDone(page);
    const [generation] = await app.request('generations:list', { runId: null });
    expect(generation!.choice.prompt).toEqual({
      kind: 'tokens',
      rows: [
        [7, 8, 9],
        [3, 4, 5],
      ],
    });
  });

  await test.step('samples are deleted after a question', async () => {
    await main.getByRole('grid', { name: 'Generated before' }).getByRole('row').nth(1).click();
    await button('Delete…').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByText('Deleted the samples.')).toBeVisible();
  });

  await test.step('a long one is cancelled by a key, and another is there after a restart', async () => {
    await textbox('Steps').fill('20000000');
    await page.keyboard.press('Control+Enter');
    await expect(button('Cancel')).toBeVisible();
    await main.getByRole('region', { name: 'Generated samples' }).focus();
    await page.keyboard.press('s');
    await expect(page.getByText(/^Cancelled after/).first()).toBeVisible();
    await app.close();
    const again = await workspace.start();
    await showScreen(again, 'generate');
    await expect(again.page.getByRole('grid', { name: 'Generated before' }).getByRole('row')).not.toHaveCount(1);
    expect(await again.request('generations:list', { runId: null })).toHaveLength(5);
  });
});

async function expectDone(page: Page): Promise<void> {
  await expect(page.getByRole('main').getByRole('button', { name: 'Cancel', exact: true })).toBeHidden();
}

/** Counts the blocks of samples that main publishes until the first has come. */
function countBlocks(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const stop = window.wavebench.listen('generations:block', ({ steps }) => {
          stop();
          resolve(steps);
        });
      }),
  );
}
