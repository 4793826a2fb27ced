import { expect } from '@playwright/test';
import { runningSteps, test, type RunningApp } from './app';
import { showScreen } from './screens';

/** So long the window is watched, in milliseconds. */
const watched = 6000;

test('the window does not stutter while two runs train', async ({ workspace }) => {
  const app = await workspace.start();
  await app.request('settings:set', { parallelRuns: 2 });
  await showScreen(app, 'live');
  const idle = await watch(app);

  await app.request('studies:start', { preset: 'endless', scale: 'quick', seeds: [1] });
  await showScreen(app, 'live');
  await runningSteps(app, 20);
  const training = await watch(app);

  for (const part of ['page', 'main'] as const) {
    console.log(`${part}: idle ${describe(idle[part])}; while training ${describe(training[part])}`);
    // Bounds are generous, and wider where the machine is slow without us: it may be busy with other things.
    expect(training[part].percentile95).toBeLessThan(Math.max(100, 3 * idle[part].percentile95));
    expect(training[part].longest).toBeLessThan(Math.max(1000, 3 * idle[part].longest));
  }
});

interface Delays {
  median: number;
  percentile95: number;
  longest: number;
  count: number;
}

/** What a person sees: the time between frames. What the page feels: how late main's timers are. Milliseconds. */
async function watch({ page, electron }: RunningApp): Promise<{ page: Delays; main: Delays }> {
  const frames = page.evaluate(
    (watched) =>
      new Promise<number[]>((resolve) => {
        const gaps: number[] = [];
        const begin = performance.now();
        let last = begin;
        const next = (now: number) => {
          gaps.push(now - last);
          last = now;
          if (now - begin < watched) requestAnimationFrame(next);
          else resolve(gaps.slice(1));
        };
        requestAnimationFrame(next);
      }),
    watched,
  );
  const delays = electron.evaluate(
    (_electron, watched) =>
      new Promise<number[]>((resolve) => {
        const late: number[] = [];
        let last = performance.now();
        const timer = setInterval(() => {
          const now = performance.now();
          late.push(Math.max(0, now - last - 10));
          last = now;
        }, 10);
        setTimeout(() => {
          clearInterval(timer);
          resolve(late);
        }, watched);
      }),
    watched,
  );
  return { page: summary(await frames), main: summary(await delays) };
}

function summary(values: number[]): Delays {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return { median: at(0.5), percentile95: at(0.95), longest: at(1), count: sorted.length };
}

function describe({ median, percentile95, longest, count }: Delays): string {
  const [m, p, l] = [median, percentile95, longest].map((value) => value.toFixed(1));
  return `median ${m} ms, 95 % below ${p} ms, longest ${l} ms (${count})`;
}
