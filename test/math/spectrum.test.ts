import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../src-main/math/random';
import { distinctHarmonics, fitHarmonics } from '../../src-main/math/spectrum';

const series = (length: number, period: number, amplitudes: readonly number[], offset = 0) =>
  Array.from({ length }, (_, t) =>
    amplitudes.reduce((sum, a, n) => sum + a * Math.cos((2 * Math.PI * (n + 1) * t) / period + n), offset),
  );

describe('the fit of harmonics', () => {
  it('finds the amplitudes of a sum of harmonics exactly, over any length from one period on', () => {
    for (const [length, period] of [
      [250, 250],
      [394, 250],
      [777, 61.7],
    ] as const) {
      const { offset, amplitudes } = fitHarmonics(series(length, period, [3, 0, 1, 0.25], 7), { period, harmonics: 8 });
      expect(offset).toBeCloseTo(7, 9);
      [3, 0, 1, 0.25, 0, 0, 0, 0].forEach((wanted, n) => expect(amplitudes[n]).toBeCloseTo(wanted, 9));
    }
  });

  it('scales with the signal and ignores its offset', () => {
    const signal = series(300, 100, [1, 0.5]);
    const once = fitHarmonics(signal, { period: 100, harmonics: 4 }).amplitudes;
    const twice = fitHarmonics(
      signal.map((x) => 2 * x + 5),
      { period: 100, harmonics: 4 },
    ).amplitudes;
    twice.forEach((amplitude, n) => expect(amplitude).toBeCloseTo(2 * once[n]!, 9));
  });

  it('gives white noise the same small amplitude at every harmonic: 2σ √(π/4 / T) on average', () => {
    const stream = RandomStream.fromSeed(5);
    const sums = new Float64Array(5);
    for (let trial = 0; trial < 400; trial++) {
      const noise = Array.from({ length: 200 }, () => stream.normal());
      fitHarmonics(noise, { period: 40, harmonics: 5 }).amplitudes.forEach((a, n) => (sums[n]! += a / 400));
    }
    for (const amplitude of sums) expect(amplitude).toBeCloseTo(Math.sqrt(Math.PI / 200), 1);
  });

  it('refuses what cannot be told apart', () => {
    expect(() => fitHarmonics([1, 2, 3], { period: 5, harmonics: 1 })).toThrow(/3 samples.*period of 5/);
    expect(() => fitHarmonics(series(100, 8, [1]), { period: 8, harmonics: 4 })).toThrow(/half the sampling rate/);
    expect([distinctHarmonics(4, 5), distinctHarmonics(100, 8), distinctHarmonics(394, 250)]).toEqual([0, 3, 124]);
  });
});
