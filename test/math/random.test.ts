import { describe, expect, it } from 'vitest';
import { philox } from '../../src-main/math/philox';
import { RandomStream, uniformAt } from '../../src-main/math/random';

describe('philox', () => {
  // Known answers of the Random123 library (kat_vectors, philox4x32-10).
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ])('gives the published words for counter %j', (counter, key, words) => {
    const out = new Uint32Array(4);
    philox(out, counter, key[0]!, key[1]!);
    expect([...out]).toEqual(words);
  });
});

describe('a random stream', () => {
  it('repeats for the same seed and differs for another', () => {
    const draw = (seed: number) =>
      Array.from(
        { length: 5 },
        (
          (stream) => () =>
            stream.word()
        )(RandomStream.fromSeed(seed)),
      );
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    expect(draw(1)).not.toEqual(draw(2 ** 32 + 1));
  });

  it('goes on from its state at any position as if never stopped', () => {
    for (let taken = 0; taken < 9; taken++) {
      const stream = RandomStream.fromSeed(7).fork('noise');
      for (let i = 0; i < taken; i++) stream.word();
      const state = JSON.parse(JSON.stringify(stream.state()));
      const resumed = RandomStream.fromState(state);
      expect(Array.from({ length: 9 }, () => resumed.word())).toEqual(Array.from({ length: 9 }, () => stream.word()));
    }
  });

  it('counts on past 2^32 blocks', () => {
    const position = 4 * 2 ** 32;
    const late = RandomStream.fromState({ key: [1, 2], position });
    const early = RandomStream.fromState({ key: [1, 2], position: 0 });
    expect(late.word()).not.toBe(early.word());
    expect(late.state().position).toBe(position + 1);
  });

  it('forks by name, whatever was drawn before', () => {
    const stream = RandomStream.fromSeed(3);
    const first = stream.fork('data').word();
    stream.uniform();
    expect(stream.fork('data').word()).toBe(first);
    const labels = ['', 'a', 'aa', 'b', 'data', 'origins', 'noise', 'weights', 'epoch 1', 'epoch 2'];
    const words = labels.map((label) => stream.fork(label).word());
    expect(new Set([...words, RandomStream.fromSeed(3).word()]).size).toBe(labels.length + 1);
  });

  it('refuses a damaged state and a seed that is none', () => {
    expect(() => RandomStream.fromState({ key: [1, -1], position: 0 })).toThrow(/damaged/);
    expect(() => RandomStream.fromState({ key: [1, 1], position: 0.5 })).toThrow(/damaged/);
    expect(() => RandomStream.fromSeed(-1)).toThrow(/-1.*integer from 0/);
    expect(() => RandomStream.fromSeed(1.5)).toThrow(/1.5/);
  });

  it('draws uniform numbers with the moments of the uniform distribution', () => {
    const stream = RandomStream.fromSeed(11);
    const { mean, variance } = moments(20_000, () => stream.uniform());
    expect(mean).toBeCloseTo(1 / 2, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
  });

  it('draws normal and Gumbel numbers with their moments', () => {
    const stream = RandomStream.fromSeed(12);
    const normal = moments(40_000, () => stream.normal());
    expect(Math.abs(normal.mean)).toBeLessThan(0.02);
    expect(Math.abs(normal.variance - 1)).toBeLessThan(0.03);
    const gumbel = moments(40_000, () => stream.gumbel());
    expect(Math.abs(gumbel.mean - 0.5772)).toBeLessThan(0.02);
    expect(Math.abs(gumbel.variance - Math.PI ** 2 / 6)).toBeLessThan(0.06);
  });

  it('draws integers of a range evenly (chi-square)', () => {
    const stream = RandomStream.fromSeed(13);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) counts[stream.integer(10)]!++;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(27.9); // 99.9 % of 9 degrees of freedom
    expect(() => stream.integer(0)).toThrow(/bound.*0/);
  });

  it('shuffles to a permutation, and every order of three comes up', () => {
    const stream = RandomStream.fromSeed(14);
    const orders = new Set<string>();
    for (let i = 0; i < 200; i++) orders.add(stream.shuffle([0, 1, 2]).join(''));
    expect(orders.size).toBe(6);
    expect([...stream.shuffle(Uint32Array.from({ length: 100 }, (_, i) => i))].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, i) => i),
    );
  });

  it('draws distinct integers, up to all of them', () => {
    const stream = RandomStream.fromSeed(15);
    for (const count of [0, 1, 5, 20]) {
      const drawn = stream.distinct(count, 20);
      expect(new Set(drawn).size).toBe(count);
      expect(drawn.every((value) => value >= 0 && value < 20)).toBe(true);
    }
    const counts = new Array<number>(5).fill(0);
    for (let i = 0; i < 5_000; i++) for (const value of stream.distinct(2, 5)) counts[value]!++;
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThan(300);
    expect(() => stream.distinct(3, 2)).toThrow(/3 distinct integers below 2/);
  });
});

describe('uniformAt', () => {
  it('depends on seed, row and step, and on nothing else', () => {
    expect(uniformAt(1, 2, 3)).toBe(uniformAt(1, 2, 3));
    const values = [uniformAt(1, 2, 3), uniformAt(2, 2, 3), uniformAt(1, 3, 3), uniformAt(1, 2, 4), uniformAt(1, 3, 2)];
    values.push(uniformAt(1, 2, 3 + 2 ** 32), uniformAt(1 + 2 ** 32, 2, 3));
    expect(new Set(values).size).toBe(values.length);
  });

  it('is uniform over rows and over steps', () => {
    let next = 0;
    expect(moments(10_000, () => uniformAt(5, next++, 0)).mean).toBeCloseTo(0.5, 1);
    next = 0;
    expect(moments(10_000, () => uniformAt(5, 0, next++)).mean).toBeCloseTo(0.5, 1);
  });
});

function moments(count: number, draw: () => number): { mean: number; variance: number } {
  const values = Array.from({ length: count }, draw);
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count };
}
