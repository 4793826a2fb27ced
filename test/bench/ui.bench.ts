import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { studyDefinitionSchema } from '../../src-main/contract/configuration';
import type { BenchRow } from '../../src-main/contract/jobs';
import { median } from '../../src-main/math/statistics';
import { electronExecutable, projectRoot } from '../e2e/app';
import { watchMain } from './main-blocks';
import { pageCosts } from './page-cost';
import { generatedDataFolder, sizeFor } from './ui-database';

/** Where the rows go, and how often each thing is measured. */
const resultFile = process.env.WAVEBENCH_BENCH_RESULT ?? join(projectRoot, 'test', 'output', 'bench-ui.json');
const repeats = Number(process.env.WAVEBENCH_BENCH_REPEATS ?? 5);
const runs = Number(process.env.WAVEBENCH_BENCH_RUNS ?? 1000);
const rows: BenchRow[] = [];

test('the window over many runs with 10,000,000 points', async ({}, info) => {
  const dataFolder = generatedDataFolder(readStudy(), sizeFor(runs), nativeBinding());
  const starts: number[] = [];
  for (let start = 0; start < 3; start += 1) {
    const begin = Date.now();
    const electron = await launch(dataFolder, info.outputDir);
    const page = await electron.firstWindow();
    await showRuns(page);
    starts.push(Date.now() - begin);
    if (start < 2) {
      await electron.close();
      continue;
    }
    const blocks = await watchMain(electron);
    add('First paint of the runs', 'since the page opened', await firstPaints(page), '< 1000');
    for (const filter of filters) add('Filter', filter, await timesOf(page, writeFilter, filter), '< 100');
    add('Group by arm', 'with mean and deviation', await timesOf(page, clickHead, 'Arm'), '< 100');
    add('Scroll the runs', 'by a page', await timesOf(page, scrollRuns, null), '< 100');
    await page.keyboard.press('l');
    await expect(page.getByRole('heading', { name: 'Live', level: 1 })).toBeVisible();
    await page.locator('canvas').first().waitFor();
    await page.waitForTimeout(1500);
    add('Toggle a curve', 'of 20 runs', await timesOf(page, toggleCurve, null), '< 100');
    add('Longest block of main', 'while all this was done', [Math.max(0, ...await blocks())], '< 50');
    await electron.close();
  }
  add('Start of the program', 'until the runs are shown', starts, null);
});

test('the window while eight runs train', async ({}, info) => {
  const studies = ['--studies-dir', join(projectRoot, 'test', 'e2e', 'studies')];
  const electron = await launch(info.outputPath('data'), info.outputPath('home'), studies);
  const page = await electron.firstWindow();
  await page.locator('main h1').waitFor();
  await page.evaluate(startEight);
  await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
  await expect(page.locator('[data-row]').filter({ hasText: 'running' })).toHaveCount(8, { timeout: 300_000 });
  // Counted from here: the processes have loaded what they need.
  await page.waitForTimeout(10_000);
  const cost = async (name: string, event: string, act: () => Promise<void>) => {
    const costs = await pageCosts(electron, event, act);
    const high = costs.sort((a, b) => a - b)[Math.floor(0.95 * costs.length)]!;
    const method = `scripting and layout, 95 % below ${high.toFixed(1)} ms`;
    add(`${name} with eight live runs`, method, costs, '< 16');
  };
  await page.getByLabel('Filter the runs').focus();
  await cost('Type', 'input', () => each(40, (turn) => page.keyboard.press(turn % 20 < 10 ? 'e' : 'Backspace'), page));
  await page.getByLabel('Filter the runs').fill('');
  await page.getByRole('navigation').getByRole('button', { name: 'Studies' }).click();
  await page.keyboard.press('l');
  await page.locator('canvas').first().waitFor();
  await page.waitForTimeout(3000);
  const charts = (await page.getByRole('region', { name: 'Live charts' }).boundingBox())!;
  const middle = { x: charts.x + charts.width / 2, y: charts.y + charts.height - 120 };
  await page.mouse.move(middle.x, middle.y);
  // The page is told of a scrolling only where somebody listens.
  await page.evaluate(() => addEventListener('scroll', () => {}, { capture: true }));
  await cost('Scroll', 'scroll', () => each(40, (turn) => page.mouse.wheel(0, turn % 20 < 10 ? 60 : -60), page));
  const chart = (await page.locator('canvas').first().boundingBox())!;
  const across = (turn: number) => chart.x + chart.width * (0.2 + 0.015 * (turn % 40));
  await cost('Hover', 'pointermove', () => each(40, (turn) => page.mouse.move(across(turn), chart.y + 100), page));
  await electron.close();
});

/** Some turns, apart by more than the page is watched for each. */
async function each(count: number, act: (turn: number) => Promise<void>, page: Page): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    await act(turn);
    await page.waitForTimeout(120);
  }
}

async function startEight(): Promise<void> {
  await window.wavebench.request('settings:set', { parallelRuns: 8 });
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
  await window.wavebench.request('studies:start', { preset: 'endless', scale: 'quick', seeds });
}

function add(name: string, method: string, times: number[], wanted: string | null): void {
  rows.push(rowOf(name, method, times, wanted));
  writeFileSync(resultFile, JSON.stringify(rows));
}

const filters = [
  'seed = 3',
  'arm = one-step and lr < 0.005 and best(validationAccuracy@8) > 0.6',
  'tag = none and duration > 1m and not status = failed',
];

function launch(dataFolder: string, home: string, more: string[] = []): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: electronExecutable(),
    args: [process.env.WAVEBENCH_BENCH_APP ?? projectRoot, '--data-dir', dataFolder, ...more],
    env: { ...(process.env as Record<string, string>), HOME: home, XDG_CONFIG_HOME: '', LANG: 'en_US.UTF-8' },
  });
}

async function showRuns(page: Page): Promise<void> {
  await page.locator('main h1').waitFor();
  await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
  await page.locator('[data-row]').first().waitFor();
}

/** Opens the page anew; the time from its beginning until the first frame with rows is on the screen. */
async function firstPaints(page: Page): Promise<number[]> {
  await page.addInitScript(() => {
    const look = () => {
      if (document.querySelector('[data-row]')) {
        const { port1, port2 } = new MessageChannel();
        // The message comes after the frame has been drawn.
        port1.onmessage = () => Object.assign(window, { painted: performance.now() });
        port2.postMessage(null);
        return;
      }
      if (document.querySelector('main h1') && !document.querySelector('[aria-label="Filter the runs"]'))
        window.dispatchEvent(new KeyboardEvent('keydown', { key: '2', bubbles: true }));
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const times: number[] = [];
  for (let turn = 0; turn < repeats; turn += 1) {
    await page.reload();
    await page.waitForFunction(() => 'painted' in window);
    times.push(await page.evaluate(() => (window as unknown as { painted: number }).painted));
  }
  return times;
}

/** Milliseconds from an action in the page until the frame that shows its outcome is drawn. */
async function timesOf<Argument>(
  page: Page,
  act: (argument: Argument) => void,
  argument: Argument,
): Promise<number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < repeats; turn += 1) {
    // As a text: the page's own policy forbids making functions of texts.
    times.push(await page.evaluate<number>(`(${untilDrawn})(() => (${act})(${JSON.stringify(argument)}))`));
    await page.waitForTimeout(200);
  }
  return times;
}

async function untilDrawn(act: () => void): Promise<number> {
  const begin = performance.now();
  act();
  await new Promise<void>((resolve) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      // The message comes after the frame has been drawn.
      port1.onmessage = () => resolve();
      port2.postMessage(null);
    }),
  );
  return performance.now() - begin;
}

/** Writes the filter; where it is there already, takes it away. */
function writeFilter(text: string): void {
  const input = document.querySelector<HTMLInputElement>('[aria-label="Filter the runs"]')!;
  input.value = input.value === text ? '' : text;
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

function clickHead(title: string): void {
  const heads = [...document.querySelectorAll<HTMLButtonElement>('[role="columnheader"] button')];
  heads.find((head) => head.textContent!.trim().startsWith(title))!.click();
}

/** Forth, and back where it is at the end. */
function scrollRuns(): void {
  const table = document.querySelector<HTMLElement>('[data-row]')!.closest<HTMLElement>('[tabindex="0"]')!;
  const atEnd = table.scrollTop + 2 * table.clientHeight > table.scrollHeight;
  table.scrollTop = atEnd ? 0 : table.scrollTop + table.clientHeight;
}

function toggleCurve(): void {
  document.querySelectorAll<HTMLInputElement>('td input[type="checkbox"]')[1]!.click();
}

function rowOf(name: string, method: string, times: number[], wanted: string | null): BenchRow {
  return {
    name,
    method,
    median: median(times),
    min: Math.min(...times),
    max: Math.max(...times),
    repeats: times.length,
    ratio: null,
    wanted,
    peakMemoryMb: null,
  };
}

function readStudy() {
  const file = join(projectRoot, 'resources', 'studies', 'fourier-unrolling.json');
  return studyDefinitionSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

function nativeBinding(): string | null {
  const manifest = process.env.WAVEBENCH_RUNTIME ?? join(projectRoot, 'node_modules', '.wavebench', 'runtime.json');
  const { sqlite } = JSON.parse(readFileSync(manifest, 'utf8')) as { sqlite: { nativeBinding: string | null } };
  return sqlite.nativeBinding === null ? null : resolve(manifest, '..', sqlite.nativeBinding);
}
