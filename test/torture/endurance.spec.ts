import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { databaseName } from '../../src-main/store/open';
import { runningSteps, test, waitForRuns, type RunningApp } from '../e2e/app';
import { screens, showScreen } from '../e2e/screens';
import { minutes } from './settings';
import { trendOf } from './trend';

const runCount = 8;
const megabyte = 2 ** 20;
/** Bytes of the write-ahead log that SQLite's own checkpoints keep it below: 1,000 pages, and what one write adds. */
const longestLog = 64 * megabyte;
/** A point with its index, and its share of all else that a run stores. */
const bytesPerPoint = { least: 10, most: 60 };

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
  await watchMain(app);
  const samples: Sample[] = [];
  const begun = Date.now();
  const elapsed = () => (Date.now() - begun) / 60_000;
  for (let visit = 0; elapsed() < minutes; visit += 1) {
    await showScreen(app, screens[visit % screens.length]!);
    samples.push(await sample(app, workspace.dataFolder, elapsed()));
  }
  const late = await lateTimers(app);
  const tensors = await app.request('metrics:series', { runIds, keys: ['tensorCount'], maxPoints: 10_000 });
  await app.request('runs:stop', { runIds });
  await waitForRuns(app, (run) => run.status === 'stopped');

  // What a process takes until it has seen everything once is no growth.
  const settled = samples.slice(Math.floor(samples.length / 3));
  const minute = settled.map((one) => one.minute);
  for (const name of settled[0]!.memory.keys()) {
    const trend = trendOf(minute, settled.map(({ memory }) => memory.get(name) ?? NaN));
    console.log(`${name}: ${trend.mean.toFixed(0)} MiB, ${trend.slope.toFixed(2)} ± ${trend.error.toFixed(2)} MiB a minute`);
    // Beyond three standard errors; a page keeps the points of the charts that it shows, and fills its caches at first.
    const allowed = name === 'Tab' ? (minutes < 10 ? Infinity : 5) : 1;
    if (!Number.isNaN(trend.slope)) expect.soft(trend.slope - 3 * trend.error, name).toBeLessThan(allowed);
  }
  for (const { runId, value } of tensors) {
    console.log(`${runId}: ${Math.min(...value)} … ${Math.max(...value)} tensors`);
    expect.soft(new Set(value.slice(Math.floor(value.length / 3))).size, `tensors of ${runId}`).toBeLessThanOrEqual(1);
  }
  console.log(`main late: median ${late.median.toFixed(1)} ms, 99 % ${late.percentile99.toFixed(1)} ms, longest ${late.longest.toFixed(0)} ms`);
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

/** Notes how late main's timers are, in milliseconds. */
function watchMain({ electron }: RunningApp): Promise<void> {
  return electron.evaluate(() => {
    const late: number[] = [];
    Object.assign(globalThis, { late });
    let last = performance.now();
    setInterval(() => {
      const now = performance.now();
      late.push(Math.max(0, now - last - 10));
      last = now;
    }, 10);
  });
}

function lateTimers({ electron }: RunningApp): Promise<{ median: number; percentile99: number; longest: number }> {
  return electron.evaluate(() => {
    const sorted = (globalThis as unknown as { late: number[] }).late.sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
    return { median: at(0.5), percentile99: at(0.99), longest: at(1) };
  });
}
