import { describe, expect, it } from 'vitest';
import type { GenerationSummary, TrajectoryCurve } from '../../src-main/contract/generations';
import { GeneratedCurves } from '../../src-renderer/state/generated-curves.svelte';
import { TokenStream } from '../../src-renderer/state/token-stream';
import { fakeApi } from './samples';

const block = (firstStep: number, steps: number, rows: number[][]) => ({
  generationId: 'one',
  firstStep,
  steps,
  trajectories: rows.length,
  tokens: Uint16Array.from(rows.flat()),
});

describe('a stream of tokens', () => {
  it('grows block by block', () => {
    const stream = new TokenStream(4);
    stream.add(
      block(0, 2, [
        [1, 2],
        [5, 6],
      ]),
    );
    expect(stream.curve(1, 100)).toEqual({ trajectory: 1, step: [0, 1], token: [5, 6] });
    stream.add(
      block(2, 2, [
        [3, 4],
        [7, 8],
      ]),
    );
    expect(stream.curve(0, 100)!.token).toEqual([1, 2, 3, 4]);
    expect(stream.count).toBe(4);
    expect(stream.curve(2, 100)).toBeNull();
  });

  it('leaves out what would leave a gap', () => {
    const stream = new TokenStream(4);
    stream.add(block(2, 2, [[3, 4]]));
    expect(stream.count).toBe(0);
  });

  it('is thinned with its extremes kept', () => {
    const tokens = Array.from({ length: 5000 }, (_, index) => (index === 1234 ? 99 : index % 7));
    const stream = new TokenStream(5000);
    stream.add(block(0, 5000, [tokens]));
    const curve = stream.curve(0, 200)!;
    expect(curve.step.length).toBeLessThanOrEqual(200);
    expect(curve.token).toContain(99);
  });
});

describe('the samples on the screen', () => {
  const summary = (changes: Partial<GenerationSummary>) =>
    ({
      id: 'one',
      choice: { steps: 400, count: 2 },
      trajectories: 4,
      groups: [0, 1].map((index) => ({ first: 2 * index, count: 2, class: index, series: null, observed: 0 })),
      ...changes,
    }) as GenerationSummary;
  const wave = (trajectory: number) => Array.from({ length: 400 }, (_, i) => 60 + 30 * Math.sin(i / (5 + trajectory)));

  it('come from the stream, numbered from 0 in each group, and are not read again', async () => {
    const { api, publish, calls } = fakeApi({});
    const curves = new GeneratedCurves(api);
    curves.start();
    curves.follow(summary({}));
    publish('generations:block', block(0, 400, [0, 1, 2, 3].map(wave)));
    expect(curves.samples(summary({}), 1, 2).map(({ trajectory }) => trajectory)).toEqual([0, 1]);
    await curves.readSamples(summary({}), [0, 1], 2);
    expect(calls).toEqual([]);
  });

  it('are read where the stream did not bring them, and their period is measured', async () => {
    const asked: number[][] = [];
    const { api } = fakeApi({
      'generations:trajectories': ({ trajectories }: { trajectories: number[] }) => {
        asked.push(trajectories);
        return trajectories.map((trajectory): TrajectoryCurve => ({
          trajectory,
          step: [...wave(0).keys()],
          token: wave(trajectory),
        }));
      },
    } as never);
    const curves = new GeneratedCurves(api);
    const before = curves.version;
    await curves.readSamples(summary({}), [0, 1], 1);
    await curves.measurePeriods(summary({}), [0]);
    expect(asked).toEqual([
      [0, 2],
      [0, 1],
    ]);
    expect(curves.samples(summary({}), 1, 1).map(({ trajectory }) => trajectory)).toEqual([0]);
    expect(curves.version).toBeGreaterThan(before);
    const { median, count, of } = curves.period('one', 0)!;
    expect(median).toBeCloseTo((2 * Math.PI * (5 + 6)) / 2, 0);
    expect([count, of]).toEqual([2, 2]);
    curves.keep([]);
    expect(curves.period('one', 0)).toBeNull();
  });
});
