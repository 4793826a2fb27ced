import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { explainSteps } from '../../src-renderer/state/explain-steps';
import { answerSaveDialogs, test } from './app';
import { inspectSvg } from './figure-files';
import { showScreen } from './screens';

test('the path through the talk is walked by keyboard, and every picture saved', async ({ workspace }) => {
  const app = await workspace.start();
  const { page } = app;
  await showScreen(app, 'explain');
  for (const { id, title } of explainSteps) {
    await test.step(title, async () => {
      const picture = page.getByRole('region', { name: title });
      await expect(picture).toBeVisible();
      await expect(page.locator('[aria-current="step"]')).toContainText(title);
      await expect(page.locator('math').first()).toBeVisible();
      const file = join(workspace.folder, `${id}.svg`);
      await answerSaveDialogs(app.electron, file);
      await page.keyboard.press('e');
      const dialog = page.getByRole('dialog', { name: 'Export figure' });
      await expect(dialog.getByRole('radio', { name: 'SVG' })).toBeChecked();
      await page.keyboard.press('Enter');
      await expect(dialog).toBeHidden();
      await expect.poll(() => existsSync(file)).toBe(true);
      const { texts, paths, bitmaps } = inspectSvg(readFileSync(file, 'utf8'));
      expect([texts.length > 3, paths > 5, bitmaps]).toEqual([true, true, 0]);
    });
    await page.keyboard.press('j');
  }
});

test('generation plays by itself where motion is welcome, and goes step by step where it is not', async ({
  workspace,
}) => {
  const app = await workspace.start();
  const { page } = app;
  await showScreen(app, 'explain');
  await page.getByRole('button', { name: 'Fast generation' }).click();
  const frame = page.getByRole('slider', { name: 'Frame' });
  await expect(frame).toHaveValue('3');
  await page.keyboard.press('p');
  await expect(frame).not.toHaveValue('3');
  await page.keyboard.press('p');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect(page.getByRole('button', { name: 'Play' })).toBeHidden();
  const before = Number(await frame.inputValue());
  await page.keyboard.press('.');
  await expect(frame).toHaveValue(String(before + 1));
  await page.keyboard.press('p');
  await page.waitForTimeout(1500);
  await expect(frame).toHaveValue(String(before + 1));
  await page.keyboard.press(',');
  await expect(frame).toHaveValue(String(before));
});

test('the receptive field of the output under the pointer, or chosen by keys, is lit', async ({ workspace }) => {
  const app = await workspace.start();
  const { page } = app;
  await showScreen(app, 'explain');
  await page.getByRole('button', { name: 'Dilated layers' }).click();
  const lattice = page.getByRole('img', { name: /as a lattice/ });
  await expect(lattice).toHaveAccessibleName(/The lit output sees 8 samples\./);
  const box = (await lattice.boundingBox())!;
  await page.mouse.move(box.x + 0.2 * box.width, box.y + box.height / 2);
  await expect(lattice).toHaveAccessibleName(/sees [1-5] samples?\./);
  const slider = page.getByRole('slider', { name: 'Lit output' });
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(lattice).toHaveAccessibleName(/sees 1 sample\./);
  await page.keyboard.press('End');
  await expect(lattice).toHaveAccessibleName(/sees 8 samples\./);
});
