import { describe, expect, it } from 'vitest';
import { trainingCases } from '../../src-main/worker/bench/cases';
import { oneStepGraph, type Contender } from '../../src-main/worker/bench/contenders';
import { measure, rowsOf, type Measured } from '../../src-main/worker/bench/time-case';

/** Notes whose turn it is; each step takes one millisecond longer than the one before. */
function contender(method: string, log: string[]): Contender {
  let turns = 0;
  return {
    method,
    turn: async () => {
      log.push(method);
      turns += 1;
      return { ms: turns, peakMemoryMb: 10 * turns, sinceStart: 100 * turns };
    },
    end: () => void log.push(`end ${method}`),
  };
}

const measured = (method: string, times: number[], peakMemoryMb = 500): Measured => {
  return { method, times, peakMemoryMb, start: method === 'PyTorch' ? null : 3000 };
};

describe('measuring', () => {
  it('warms each up, then lets them take turns', async () => {
    const log: string[] = [];
    const results = await measure([() => contender('a', log), () => contender('b', log)], 2);
    expect(log).toEqual(['a', 'a', 'b', 'b', 'a', 'b', 'a', 'b', 'end a', 'end b']);
    expect(results[0]).toEqual({ method: 'a', times: [3, 4], peakMemoryMb: 40, start: 100 });
  });

  it('ends all of them when one fails', async () => {
    const log: string[] = [];
    const failing = (): Contender => ({ ...contender('b', log), turn: () => Promise.reject(new Error('gone')) });
    await expect(measure([() => contender('a', log), failing], 2)).rejects.toThrow('gone');
    expect(log).toEqual(['a', 'a', 'end a', 'end b']);
  });
});

describe('the rows of a case', () => {
  const large = trainingCases.find(({ wantedStart }) => wantedStart === 6000)!;
  const unrolled = trainingCases.find(({ wantedOfOneStep, wantedRatio }) => wantedOfOneStep && wantedRatio)!;

  it('compare medians to PyTorch in the same run', () => {
    const rows = rowsOf(large, [measured('graph', [9, 10, 50]), measured('PyTorch', [40, 20, 21], 3000)]);
    expect(rows[0]).toMatchObject({ method: 'graph', median: 10, min: 9, max: 50, repeats: 3 });
    expect(rows[0]!.ratio).toBeCloseTo(10 / 21);
    expect(rows[0]!.wanted).toBe('≤ 0.5 × PyTorch, ≤ 2500 MB');
    expect(rows[1]).toMatchObject({ method: 'PyTorch', ratio: null, wanted: null, peakMemoryMb: 3000 });
    expect(rows[2]).toMatchObject({ median: 3000, wanted: '≤ 6000 ms' });
  });

  it('compare unrolling to the one-step loss in the same turns', () => {
    const rows = rowsOf(unrolled, [measured('graph', [110]), measured(oneStepGraph, [100])]);
    expect(rows[2]!.name).toContain('÷');
    expect(rows[2]).toMatchObject({ ratio: 1.1, wanted: '≤ 1.15' });
  });
});
