import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { databaseName } from '../../src-main/store/open';
import { watchMain } from '../bench/main-blocks';
import { runningSteps, test, waitForRuns, type RunningApp } from '../e2e/app';
import { screens, showScreen } from '../e2e/screens';
import { pageHolds, type Held } from './page-heap';
import { minutes } from './settings';
import { trendOf } from './trend';

const runCount = 8;
const megabyte = 2 ** 20;
/** Bytes of the write-ahead log that SQLite's own checkpoints keep it below: 1,000 pages, and what one write adds. */
const longestLog = 64 * megabyte;
/** A point with its index, and its share of all else that a run stores. */
const bytesPerPoint = { least: 10, most: 60 };

/** Rounds of all screens; the first third is no part of a trend. */
const leastRounds = 6;
/** MiB a minute that may be added, beyond three standard errors; what a process takes settles in the first minutes. */
const growth = { process: minutes < 10 ? 5 : 1, data: 0.1 };

interface Sample {
  minute: number;
  /** MiB by process. */
  memory: Map<string, number>;
  database: number;
  log: number;
  points: number;
}

test('eight trainings at once while screens are switched: nothing grows that should not', async ({ workspace }) => {
  const app = await workspace.start();
  await app.request('settings:set', { parallelRuns: runCount });
  const seeds = Array.from({ length: runCount }, (_, index) => index + 1);
  const { runIds } = await app.request('studies:start', { preset: 'endless', scale: 'quick', seeds, arms: ['one-step'] });
  await runningSteps(app, 30);
  await expect.poll(async () => (await running(app)).every(({ progress }) => progress.step >= 30), { timeout: 300_000 }).toBe(true);
  const blocks = await watchMain(app.electron);
  const hold = await pageHolds(app.page);
  const samples: Sample[] = [];
  const rounds: (Held & { minute: number })[] = [];
  const begun = Date.now();
  const elapsed = () => (Date.now() - begun) / 60_000;
  while (elapsed() < minutes || rounds.length < leastRounds) {
    for (const screen of screens) {
      await showScreen(app, screen);
      samples.push(await sample(app, workspace.dataFolder, elapsed()));
    }
    rounds.push({ minute: elapsed(), ...(await hold()) });
  }
  const blocked = await blocks();
  const tensors = await app.request('metrics:series', { runIds, keys: ['tensorCount'], maxPoints: 10_000 });
  await app.request('runs:stop', { runIds });
  await waitForRuns(app, (run) => run.status === 'stopped');

  // What a process takes until it has seen everything once is no growth.
  const settled = samples.slice(Math.floor(samples.length / 3));
  const minute = settled.map((one) => one.minute);
  for (const name of settled[0]!.memory.keys()) {
    const trend = trendOf(minute, settled.map(({ memory }) => memory.get(name) ?? NaN));
    console.log(`${name}: ${trend.mean.toFixed(0)} MiB, ${trend.slope.toFixed(2)} ± ${trend.error.toFixed(2)} MiB a minute`);
    // What the page takes says how late its garbage is collected; what it holds on to is judged below.
    if (name === 'Tab' || Number.isNaN(trend.slope)) continue;
    expect.soft(trend.slope - 3 * trend.error, name).toBeLessThan(growth.process);
  }
  // Whenever it has come round to the same screen.
  const held = rounds.slice(Math.floor(rounds.length / 3));
  const trendOfHeld = (key: keyof Held) => trendOf(held.map(({ minute }) => minute), held.map((one) => one[key]));
  for (const key of ['heap', 'data'] as const) {
    const { mean, slope, error } = trendOfHeld(key);
    console.log(`page's ${key}: ${mean.toFixed(2)} MiB, ${slope.toFixed(3)} ± ${error.toFixed(3)} MiB a minute, N ${held.length}`);
  }
  const data = trendOfHeld('data');
  expect.soft(data.slope - 3 * data.error, 'data of the page').toBeLessThan(growth.data);
  const [firstHeld, lastHeld] = [held[0]!, held.at(-1)!];
  console.log(`page: ${firstHeld.nodes} → ${lastHeld.nodes} nodes, ${firstHeld.listeners} → ${lastHeld.listeners} listeners`);
  // A screen that is left and not forgotten has hundreds of nodes.
  expect.soft(lastHeld.nodes, 'nodes of the page').toBeLessThan(1.1 * firstHeld.nodes);
  expect.soft(lastHeld.listeners, 'listeners of the page').toBeLessThan(1.1 * firstHeld.listeners);
  for (const { runId, value } of tensors) {
    console.log(`${runId}: ${Math.min(...value)} … ${Math.max(...value)} tensors`);
    expect.soft(new Set(value.slice(Math.floor(value.length / 3))).size, `tensors of ${runId}`).toBeLessThanOrEqual(1);
  }
  console.log(`main: ${blocked.length} blocks over 10 ms, longest ${Math.max(0, ...blocked).toFixed(0)} ms`);
  const first = settled[0]!;
  const last = settled.at(-1)!;
  const each = (last.database - first.database) / (last.points - first.points);
  console.log(`database: ${(last.database / megabyte).toFixed(1)} MiB, ${each.toFixed(1)} bytes a point; ` +
    `longest log ${(Math.max(...samples.map(({ log }) => log)) / megabyte).toFixed(1)} MiB`);
  expect(Math.max(...samples.map(({ log }) => log))).toBeLessThan(longestLog);
  if (minutes >= 3) {
    expect(each).toBeGreaterThan(bytesPerPoint.least);
    expect(each).toBeLessThan(bytesPerPoint.most);
  }
});

async function running(app: RunningApp) {
  const runs = await app.request('runs:list', { archived: false });
  const failed = runs.find(({ status }) => status === 'failed');
  if (failed) throw new Error(`${failed.name} failed: ${failed.reason}`);
  return runs;
}

async function sample(app: RunningApp, dataFolder: string, minute: number): Promise<Sample> {
  const metrics = await app.electron.evaluate(({ app }) =>
    app.getAppMetrics().map(({ type, name, memory }) => ({ name: name ?? type, memory: memory.workingSetSize })),
  );
  const database = join(dataFolder, databaseName);
  const size = (file: string) => (existsSync(file) ? statSync(file).size : 0);
  // Each step stores its loss, its gradient norm and its learning rate.
  const points = (await running(app)).reduce((sum, { progress }) => sum + 3 * progress.step, 0);
  return {
    minute,
    memory: new Map(metrics.map(({ name, memory }) => [name, memory / 1024])),
    database: size(database),
    log: size(`${database}-wal`),
    points,
  };
}
