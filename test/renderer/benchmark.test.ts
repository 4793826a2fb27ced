import { describe, expect, it } from 'vitest';
import {
  generatorMethods,
  startGeneratorBenchmarkSchema,
  type GeneratorBenchmark,
  type GeneratorMethod,
  type GeneratorPoint,
} from '../../src-main/contract/generator-benchmark';
import { benchmarkProgress } from '../../src-renderer/state/benchmark-progress';
import {
  benchmarkRows,
  headline,
  pointText,
  speedup,
  spreadText,
  timeLeftText,
} from '../../src-renderer/state/benchmark-rows';
import { BenchmarksState } from '../../src-renderer/state/benchmarks.svelte';
import { fakeApi } from './samples';

function point(method: GeneratorMethod, dilatedLayers: number, median: number): GeneratorPoint {
  const [min, max] = [0.9 * median, 1.1 * median];
  return { method, dilatedLayers, receptiveField: 2 ** dilatedLayers, median, min, max, repeats: 5, steps: 100 };
}

function benchmark(changes: Partial<GeneratorBenchmark> = {}): GeneratorBenchmark {
  const request = startGeneratorBenchmarkSchema.parse({ layers: [1, 2, 3] });
  const parts = { reason: null, request, machine: null, measuring: null, points: [] };
  return { id: 'one', createdAt: 1, status: 'completed', ...parts, ...changes };
}

describe('the rows of a benchmark', () => {
  const points = [point('default', 1, 2), point('queue', 1, 4), point('simd', 1, 0.01), point('default', 2, 8)];
  const rows = benchmarkRows(benchmark({ points }));

  it('are as many as layers were asked for, filled as far as they were measured', () => {
    expect(rows.map((row) => row.dilatedLayers)).toEqual([1, 2, 3]);
    expect(rows.map((row) => Object.keys(row.points).length)).toEqual([3, 1, 0]);
  });

  it('tell how many times as fast a generator is, where both were measured', () => {
    expect(speedup(rows[0]!, 'simd', 'default')).toBeCloseTo(200);
    expect(speedup(rows[1]!, 'simd', 'default')).toBeNull();
  });

  it('are summed up where the network is deepest, with the faster generator first', () => {
    expect(headline(rows)).toEqual({
      title: 'SIMD is 200 × as fast as Default',
      detail: 'With 1 dilated layer; Default is 2.00 × as fast as Queue; SIMD is 400 × as fast as Queue.',
    });
    expect(headline(benchmarkRows(benchmark()))).toBeNull();
  });

  it('name median, range and number of what was timed', () => {
    expect(spreadText(points[0]!)).toBe('±10 %');
    expect(spreadText({ ...points[0]!, repeats: 1 })).toBe('–');
    expect(pointText({ ...points[0]!, steps: 4 })).toBe(
      'Default, 1 layer that sees 2 samples: median 2.00 s, 1.80 … 2.20 s in 5 repeats of 4 steps, scaled to 100',
    );
  });
});

describe('the progress of a benchmark', () => {
  it('is bounded by the limit of each point until every generator has been timed', () => {
    const progress = benchmarkProgress(benchmark());
    expect(progress).toEqual({ done: 0, total: 9, secondsLeft: 180, atMost: true });
    expect(timeLeftText(progress)).toBe('at most 3 min 00 s left');
  });

  it('then follows from the last point of each: the default generator doubles, the others grow with the layers', () => {
    const points = [point('default', 2, 1), point('queue', 2, 1), point('simd', 2, 1e-3)];
    const request = startGeneratorBenchmarkSchema.parse({ layers: [2, 3] });
    const { secondsLeft, atMost } = benchmarkProgress(benchmark({ points, request }));
    expect(atMost).toBe(false);
    expect(secondsLeft).toBeCloseTo(0.8 + 5 * 3 + (0.8 + 5 * 1.5) + (0.8 + 0.3));
  });

  it('never expects more than the limit of a point', () => {
    const points = [point('default', 1, 100), point('queue', 1, 100), point('simd', 1, 100)];
    expect(benchmarkProgress(benchmark({ points })).secondsLeft).toBe(6 * 20);
  });

  it('ends at nothing', () => {
    const points = [1, 2, 3].flatMap((layers) => generatorMethods.map((method) => point(method, layers, 1)));
    expect(benchmarkProgress(benchmark({ points }))).toMatchObject({ done: 9, secondsLeft: 0 });
  });
});

describe('the benchmarks of the window', () => {
  function create(kept: GeneratorBenchmark[]) {
    const said: string[] = [];
    const { api, publish } = fakeApi({
      'benchmark:list': () => kept,
      'benchmark:start': () => benchmark({ id: 'new', createdAt: 9, status: 'running' }),
      'benchmark:delete': () => undefined,
    });
    const state = new BenchmarksState(api, {
      note: (text) => said.push(text),
      error: (error) => said.push((error as Error).message),
    });
    state.start();
    return { state, publish, said };
  }

  it('show the newest at first, and one that begins at once', async () => {
    const { state } = create([benchmark({ id: 'b', createdAt: 2 }), benchmark({ id: 'a' })]);
    await state.load();
    expect(state.shown?.id).toBe('b');
    state.show('a');
    expect(state.shown?.id).toBe('a');
    await state.measure();
    expect(state.shown?.id).toBe('new');
    expect(state.running?.id).toBe('new');
    expect(state.all.map(({ id }) => id)).toEqual(['new', 'b', 'a']);
  });

  it('take points as they come, each once', async () => {
    const { state, publish } = create([]);
    await state.load();
    await state.measure();
    publish('benchmark:row', { benchmarkId: 'new', point: point('queue', 1, 1) });
    publish('benchmark:row', { benchmarkId: 'new', point: point('queue', 1, 1) });
    expect(state.shown?.points).toHaveLength(1);
  });

  it('say when one ends, and drop what has no point', async () => {
    const { state, publish, said } = create([benchmark({ id: 'a' })]);
    await state.load();
    await state.measure();
    publish('benchmark:changed', benchmark({ id: 'new', createdAt: 9, status: 'failed', reason: 'No memory.' }));
    expect(said).toEqual(['The benchmark failed. No memory.']);
    expect(state.running).toBeNull();
    expect(state.shown?.id).toBe('a');
  });

  it('show another one where the shown is deleted', async () => {
    const { state } = create([benchmark({ id: 'b', createdAt: 2 }), benchmark({ id: 'a' })]);
    await state.load();
    await state.delete(['b']);
    expect(state.shown?.id).toBe('a');
    await state.delete(['a']);
    expect(state.shown).toBeNull();
  });
});
