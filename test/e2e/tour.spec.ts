import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { explainSteps } from '../../src-renderer/state/explain-steps';
import { outputFolder, test, waitForRuns, type RunningApp } from './app';
import { screens, showScreen, type Screen } from './screens';

/** Pictures of every screen, for whoever judges them: test/output/screens. */
const pictures = join(outputFolder, 'screens');
const axe = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');
const themes = ['light', 'dark'] as const;
const laptop = { width: 1280, height: 800 };
const projector = { width: 1920, height: 1200 };

/** A data folder with a finished study, for pictures that show a real one; without it a tiny one is trained. */
const ownData = process.env.WAVEBENCH_TOUR_DATA;

test('the tour without data', async ({ workspace }) => {
  const app = await workspace.start();
  const { page } = app;
  await page.getByRole('button', { name: 'Sample digits' }).click();
  await page.getByRole('button', { name: 'Continue a curve' }).click();
  for (const name of ['Digits', 'Forecasts']) await expect(page.getByRole('region', { name })).toBeVisible();
  await expect(page.getByRole('progressbar', { name: 'Progress of the picture' })).toHaveCount(0, { timeout: 60_000 });
  await tour(app, 'empty');
});

test('at twice the size nothing is out of reach', async ({ workspace }) => {
  const app = await workspace.start();
  await app.request('studies:start', { preset: 'tiny', scale: 'quick', seeds: [1], arms: ['one-step'] });
  await waitForRuns(app, (run) => run.status === 'completed');
  await resize(app, laptop);
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.setZoomFactor(2));
  await expect.poll(() => app.page.evaluate(() => innerWidth)).toBe(laptop.width / 2);
  for (const screen of screens) {
    await showScreen(app, screen);
    expect(await cutOff(app.page), screen).toEqual([]);
  }
});

test('the tour with data', async ({ workspace }) => {
  if (ownData && existsSync(ownData)) cpSync(ownData, workspace.dataFolder, { recursive: true });
  const app = await workspace.start();
  if (!ownData) {
    await app.request('studies:start', { preset: 'tiny', scale: 'quick', seeds: [1, 2] });
    await waitForRuns(app, (run) => run.status === 'completed');
    await expect(app.page.getByText('4 completed')).toBeVisible();
  }
  const more = async (picture: TakePicture) => {
    const { page } = app;
    await showScreen(app, 'runs');
    await page.getByRole('row').nth(1).click();
    await page.waitForTimeout(400);
    await picture('runs-selected');
    await page.keyboard.press('/');
    await page.keyboard.type('arm = ');
    await picture('runs-filter');
    await page.keyboard.type('3');
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Enter');
    await page.getByRole('columnheader', { name: 'Arm' }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Group by this' }).click();
    await picture('runs-grouped');
    await page.keyboard.press('Control+Z');
    for (const [key, name] of [
      ['o', 'runs-columns'],
      ['q', 'runs-queue'],
      ['e', 'runs-edit'],
    ] as const) {
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog')).toBeVisible();
      await picture(name);
      await page.keyboard.press('Escape');
    }
    await showScreen(app, 'compare');
    await page
      .getByRole('button', { name: /^Export figure: / })
      .first()
      .click();
    await picture('export-dialog');
    await page.keyboard.press('Escape');
    if ((await app.request('figures:list', { studyId: null })).length === 0) {
      await page
        .getByRole('button', { name: /^Keep as figure: / })
        .last()
        .click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await picture('keep-figure');
      await page.keyboard.press('Enter');
      await expect(page.getByText(/^Kept /)).toBeVisible();
    }
    await showScreen(app, 'figures');
    await expect(page.getByRole('region', { name: 'Preview' }).getByRole('img')).toBeVisible();
    await picture('figures-kept');
    await showScreen(app, 'compare');
    await page.getByRole('button', { name: 'Table' }).first().click();
    await picture('compare-table');
    for (const part of ['Claim', 'Drift', 'Settings', 'Overview']) {
      await page.getByRole('radiogroup', { name: 'What to compare' }).getByText(part).click();
      await page.waitForTimeout(400);
      await picture(`compare-${part.toLowerCase()}`);
    }
    await showScreen(app, 'explain');
    for (let step = 2; step <= explainSteps.length; step++) {
      await page.keyboard.press('j');
      await page.waitForTimeout(200);
      await picture(`explain-${step}`);
    }
    for (const _ of explainSteps) await page.keyboard.press('k');
    await showScreen(app, 'settings');
    await page.getByRole('button', { name: 'Examine' }).click();
    await expect(page.getByRole('rowheader', { name: 'TensorFlow' })).toBeVisible();
    await picture('settings-doctor');
    await page.keyboard.press('?');
    await picture('shortcuts-dialog');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+K');
    await page.keyboard.type('seed 1');
    await picture('command-palette');
    await page.keyboard.press('Escape');
  };
  await tour(app, 'data', { more });
});

test('the tour of images', async ({ workspace }) => {
  const app = await workspace.start();
  const { page } = app;
  const main = page.getByRole('main');
  const source = { model: 'mnist-binary' };
  const density = { kind: 'density', count: 2 } as const;
  for (const choice of [{ kind: 'classification', count: 12, seed: 2 } as const, density]) {
    const { id } = await app.request('evaluations:start', { source, choice });
    const status = async () => (await app.request('evaluations:get', { evaluationId: id })).status;
    await expect.poll(status, { timeout: 240_000 }).toBe('completed');
  }
  await showScreen(app, 'generate');
  await main.getByRole('button', { name: 'Generate', exact: true }).click();
  const cancel = main.getByRole('button', { name: 'Cancel', exact: true });
  await expect(main.getByRole('img', { name: /^Samples, 10 × 5 images/ })).toBeVisible();
  await expect(cancel).toBeHidden();
  const tasks = main.getByRole('radiogroup', { name: 'What is done' });
  await tasks.getByText('Completion').click();
  await main.getByRole('button', { name: 'Complete', exact: true }).click();
  await expect(main.getByRole('table', { name: 'Bits per pixel of the true rest' })).toBeVisible({ timeout: 120_000 });
  await expect(cancel).toBeHidden({ timeout: 120_000 });
  const more = async (picture: TakePicture) => {
    await showScreen(app, 'generate');
    await picture('generate-completion');
    await tasks.getByText('Samples').click();
    await picture('generate-gallery');
    await main.getByRole('listbox', { name: 'Likelihood of an image' }).press('Enter');
    await expect(page.getByRole('dialog').getByRole('img', { name: 'Bits, p(x | Class 0)' })).toBeVisible();
    await picture('generate-likelihood');
    await page.keyboard.press('Escape');
    await tasks.getByText('Completion').click();
    await showScreen(app, 'classify');
    const measured = main.getByRole('radiogroup', { name: 'What is measured' });
    await expect(main.getByRole('table', { name: 'How well classes are told apart' })).toBeVisible();
    await picture('classify-told-apart');
    await measured.getByText('Density').click();
    await expect(main.getByRole('table', { name: 'Bits per pixel by kind of images' })).toBeVisible();
    await picture('classify-density');
    await measured.getByRole('radio').first().check({ force: true });
    await showScreen(app, 'data');
    await expect(main.getByRole('listbox', { name: 'Examples' }).getByRole('group')).toHaveCount(10);
    await picture('data-images');
  };
  await tour(app, 'images', { visited: [], more });
});

type TakePicture = (name: string) => Promise<void>;

interface Tour {
  /** Screens that are shown as they are. */
  visited?: readonly Screen[];
  /** Goes to what else there is to see. */
  more?: (picture: TakePicture) => Promise<void>;
}

/** Every screen in both themes and sizes as a picture; all that can be seen goes through axe-core in both themes. */
async function tour(app: RunningApp, kind: string, { visited = screens, more }: Tour = {}): Promise<void> {
  const problems: string[] = [];
  mkdirSync(pictures, { recursive: true });
  for (const theme of themes) {
    await app.request('settings:set', { theme });
    const picture = (size: typeof laptop) => async (name: string) => {
      const title = `${kind}-${name}-${theme}-${size.width}x${size.height}`;
      await app.page.screenshot({ path: join(pictures, `${title}.png`) });
      if (size === projector) return;
      const found = [...(await violations(app.page)), ...(await wrongWords(app.page))];
      problems.push(...found.map((problem) => `${title}: ${problem}`));
    };
    for (const size of [projector, laptop]) {
      await resize(app, size);
      for (const screen of visited) {
        await showScreen(app, screen);
        await picture(size)(screen);
      }
    }
    await more?.(picture(laptop));
  }
  expect(problems).toEqual([]);
}

async function resize(app: RunningApp, size: { width: number; height: number }): Promise<void> {
  await app.electron.evaluate(
    ({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]!.setContentSize(width, height),
    size,
  );
  await expect.poll(() => app.page.evaluate(() => [innerWidth, innerHeight])).toEqual([size.width, size.height]);
}

/** Controls that lie outside the window where nothing scrolls to them. */
async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const scrolls = (element: Element | null): boolean =>
      element !== null && (/auto|scroll/.test(getComputedStyle(element).overflow) || scrolls(element.parentElement));
    return [...document.querySelectorAll('button, input, select, [tabindex="0"]')]
      .filter((element) => element.checkVisibility() && !scrolls(element.parentElement))
      .filter((element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        return left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1;
      })
      .map((element) => element.outerHTML.slice(0, 120));
  });
}

/** What axe-core finds, as rule and place. */
async function violations(page: Page): Promise<string[]> {
  // By the developer tools: the page's own policy lets no script in.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<AxeResults> } };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, html }) => `${id} at ${target.join(' ')}: ${html.slice(0, 160)}`),
    );
  });
}

/** What a value that is not one looks like in a text. */
async function wrongWords(page: Page): Promise<string[]> {
  const text = await page.evaluate(() => document.body.innerText);
  return [...text.matchAll(/.*(\bNaN\b|\bundefined\b|\bInfinity\b|\[object).*/g)].map(([line]) => `says "${line}"`);
}

interface AxeResults {
  violations: { id: string; nodes: { target: string[]; html: string }[] }[];
}
