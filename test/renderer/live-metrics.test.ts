import { describe, expect, it } from 'vitest';
import { toColumns, type MetricColumns } from '../../src-main/contract/metric-columns';
import { LiveMetrics, MAX_POINTS } from '../../src-renderer/state/live-metrics.svelte';
import { fakeApi } from './samples';

const key = 'oneStepLoss';

function series(runId: string, steps: number[]): MetricColumns {
  const value = steps.map((step) => 100 - step);
  return toColumns({ runId, key, step: steps, wallTime: steps, value, total: steps.length });
}

function points(steps: number[], name = key) {
  return steps.map((step) => ({ key: name, step, wallTime: step, value: 100 - step }));
}

/** Metrics whose flush is called by hand, over a store that answers when `answer` is called. */
function metricsOver(stored: () => MetricColumns[]) {
  const answers: (() => void)[] = [];
  const { api, publish } = fakeApi({
    'metrics:series': ({ keys }: { keys: string[] }) =>
      new Promise<MetricColumns[]>((resolve) => {
        answers.push(() => resolve(stored().filter((one) => keys.includes(one.key))));
      }),
  });
  let task: (() => void) | null = null;
  const later = (given: () => void) => {
    task = given;
    return () => (task = null);
  };
  const metrics = new LiveMetrics(api, { soon: later, frame: later });
  const stop = metrics.start();
  /** Lets one scheduled task run; tells whether there was one. */
  const step = () => {
    const next = task;
    task = null;
    next?.();
    return next !== null;
  };
  const flush = () => {
    while (step());
  };
  return { metrics, publish, stop, step, flush, answer: () => answers.splice(0).forEach((answer) => answer()) };
}

async function shown(stored: MetricColumns[], runIds = ['a']) {
  const all = metricsOver(() => stored);
  const reading = all.metrics.show(runIds, [key]);
  all.answer();
  await reading;
  return all;
}

describe('live metrics', () => {
  it('show what is stored, then what comes', async () => {
    const { metrics, publish, flush } = await shown([series('a', [1, 2])]);
    publish('runs:points', { runId: 'a', points: points([3, 4]) });
    flush();
    expect(metrics.curve('a', key)?.step).toEqual([1, 2, 3, 4]);
    expect(metrics.curve('a', key)?.value).toEqual([99, 98, 97, 96]);
  });

  it('take no step twice, whether it came before or after the store was read', async () => {
    const { metrics, publish, answer, flush } = metricsOver(() => [series('a', [1, 2, 3])]);
    const reading = metrics.show(['a'], [key]);
    publish('runs:points', { runId: 'a', points: points([2, 3, 4]) });
    answer();
    await reading;
    publish('runs:points', { runId: 'a', points: points([4, 5]) });
    flush();
    expect(metrics.curve('a', key)?.step).toEqual([1, 2, 3, 4, 5]);
  });

  it('drop what a resumed run has cut, so no curve runs twice', async () => {
    const { metrics, publish, flush } = await shown([series('a', [1, 2, 3, 4])]);
    publish('runs:cut', { runId: 'a', step: 2 });
    publish('runs:points', { runId: 'a', points: points([3]) });
    flush();
    expect(metrics.curve('a', key)?.step).toEqual([1, 2, 3]);
    expect(metrics.curve('a', key)?.total).toBe(3);
  });

  it.each([
    { when: 'before the cut', stored: [1, 2, 3, 4] },
    { when: 'after the cut and some new points', stored: [1, 2, 3] },
  ])('come out the same where the store was read $when', async ({ stored }) => {
    const { metrics, publish, answer } = metricsOver(() => [series('a', stored)]);
    const reading = metrics.show(['a'], [key]);
    publish('runs:cut', { runId: 'a', step: 2 });
    publish('runs:points', { runId: 'a', points: points([3, 4, 5]) });
    answer();
    await reading;
    expect(metrics.curve('a', key)?.step).toEqual([1, 2, 3, 4, 5]);
  });

  it('announce only the metrics that changed', async () => {
    const { metrics, publish, flush } = await shown([series('a', [1])]);
    const before = metrics.version(key);
    publish('runs:points', { runId: 'a', points: points([2], 'learningRate') });
    flush();
    expect(metrics.version(key)).toBe(before);
    publish('runs:points', { runId: 'a', points: points([2]) });
    flush();
    expect(metrics.version(key)).toBe(before + 1);
  });

  it('gather many messages for one drawing', async () => {
    const { metrics, publish, flush } = await shown([series('a', [1])]);
    const before = metrics.version(key);
    for (let step = 2; step < 10; step += 1) publish('runs:points', { runId: 'a', points: points([step]) });
    expect(metrics.version(key)).toBe(before);
    flush();
    expect(metrics.version(key)).toBe(before + 1);
    expect(metrics.curve('a', key)?.step).toHaveLength(9);
  });

  it('tell the charts one metric with each frame, and miss none that comes in between', async () => {
    const { metrics, publish, step, answer } = metricsOver(() => []);
    const reading = metrics.show(['a'], [key, 'learningRate']);
    answer();
    await reading;
    const told = () => [metrics.version(key), metrics.version('learningRate')];
    expect(told()).toEqual([1, 1]);
    publish('runs:points', { runId: 'a', points: [...points([1]), ...points([1], 'learningRate')] });
    step();
    expect(told()).toEqual([2, 1]);
    publish('runs:points', { runId: 'a', points: points([2]) });
    step();
    expect(told()).toEqual([2, 2]);
    step();
    expect(told()).toEqual([3, 2]);
    expect(step()).toBe(false);
  });

  it('keep no more points than are seen, also while the window is hidden and no frame is drawn', async () => {
    const { metrics, publish, flush } = await shown([series('a', [0])]);
    const count = 5 * MAX_POINTS;
    for (let first = 1; first <= count; first += 1000) {
      const steps = Array.from({ length: 1000 }, (_, index) => first + index);
      publish('runs:points', {
        runId: 'a',
        points: points(steps).map((point) => ({ ...point, wallTime: 2 * point.step })),
      });
    }
    publish('runs:points', { runId: 'a', points: [{ key, step: count + 1, wallTime: 0, value: 1e6 }] });
    const { step, wallTime, value, total } = metrics.curve('a', key)!;
    expect(step.length).toBeGreaterThanOrEqual(MAX_POINTS / 2);
    expect(step.length).toBeLessThan(2 * MAX_POINTS);
    expect([wallTime.length, value.length, total]).toEqual([step.length, step.length, count + 2]);
    expect([step[0], step.at(-1), value.at(-1)]).toEqual([0, count + 1, 1e6]);
    expect(
      step.slice(1, -1).every((at, index) => wallTime[index + 1] === 2 * at && value[index + 1] === 100 - at),
    ).toBe(true);
    const before = metrics.version(key);
    flush();
    expect(metrics.version(key)).toBe(before + 1);
  });

  it('leave other runs alone, and hear nothing more once stopped', async () => {
    const { metrics, publish, stop, flush } = await shown([series('a', [1])]);
    publish('runs:points', { runId: 'b', points: points([2]) });
    flush();
    expect(metrics.curve('b', key)).toBeNull();
    stop();
    publish('runs:points', { runId: 'a', points: points([2]) });
    flush();
    expect(metrics.curve('a', key)?.step).toEqual([1]);
  });

  it('forget an answer that came after another set of runs was asked for', async () => {
    const { metrics, answer } = metricsOver(() => [series('a', [1]), series('b', [1])]);
    const first = metrics.show(['a'], [key]);
    const answerFirst = answer;
    answerFirst();
    const second = metrics.show(['b'], [key]);
    await first;
    expect(metrics.loaded).toBe(false);
    answer();
    await second;
    expect(metrics.loaded).toBe(true);
  });
});
