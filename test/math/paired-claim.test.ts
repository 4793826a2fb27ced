import { describe, expect, it } from 'vitest';
import { comparePairs, firstReaching, ratioOfPairs } from '../../src-main/math/paired-claim';
import { RandomStream } from '../../src-main/math/random';

const stream = () => RandomStream.fromSeed(1);

describe('a comparison of pairs', () => {
  it('decides nothing with fewer than three', () => {
    expect(comparePairs([5, 6], [1, 2], { stream: stream() }).verdict).toBe('undecided');
    expect(comparePairs([5], [1], { stream: stream() })).toMatchObject({ student: null, verdict: 'undecided' });
  });

  it('shows a difference that every pair has alike, and none where they contradict each other', () => {
    expect(comparePairs([5, 6.1, 7], [1, 2, 3], { stream: stream() }).verdict).toBe('shown');
    expect(comparePairs([5, 1, 7, 2], [1, 5, 3, 6], { stream: stream() }).verdict).toBe('none');
  });

  it('does not take three of one sign for proof: Student’s t knows how few they are', () => {
    const compared = comparePairs([1.1, 2.4, 3.9], [1, 2, 3], { stream: stream() });
    expect(compared.difference.low).toBeGreaterThan(0);
    expect(compared.student!.low).toBeLessThan(0);
    expect(compared.verdict).toBe('hint');
  });

  it('rarely shows what is not there: fewer than 5 of 100 times with three to five pairs', () => {
    const noise = RandomStream.fromSeed(7);
    let shown = 0;
    for (let trial = 0; trial < 600; trial++) {
      const values = () => Array.from({ length: 3 + (trial % 3) }, () => noise.normal());
      const a = values();
      if (
        comparePairs(
          a,
          a.map(() => noise.normal()),
          { stream: noise, resamples: 200 },
        ).verdict === 'shown'
      )
        shown++;
    }
    expect(shown / 600).toBeLessThan(0.065);
  });

  it('changes its sign with the order', () => {
    const [a, b] = [
      [1, 3, 8, 4],
      [2, 2, 5, 5],
    ];
    const there = comparePairs(a, b, { stream: stream() });
    const back = comparePairs(b, a, { stream: stream() });
    expect(back.difference.mean).toBe(-there.difference.mean);
    expect(back.student!.low).toBeCloseTo(-there.student!.high, 12);
  });
});

describe('a ratio of pairs', () => {
  it('leaves out pairs of which one is missing', () => {
    const ratio = ratioOfPairs(
      [
        [2, 1],
        [null, 3],
        [8, 2],
      ],
      { stream: stream() },
    )!;
    expect(ratio.mean).toBeCloseTo(Math.sqrt(8), 12);
    expect(ratio.count).toBe(2);
    expect(ratioOfPairs([[1, null]], { stream: stream() })).toBeNull();
  });
});

describe('the first to reach a threshold', () => {
  it('is the first at or beyond it, from above or below', () => {
    expect(firstReaching([0.1, 0.5, 0.4, 0.6], 0.5, true)).toBe(1);
    expect(firstReaching([3, NaN, 2, 1], 2, false)).toBe(2);
    expect(firstReaching([3, 4], 5, true)).toBe(-1);
  });
});
