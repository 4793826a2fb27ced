import { describe, expect, it } from 'vitest';
import { measurePeriod } from '../../src-main/math/period';
import { quantize } from '../../src-main/math/quantization';
import { RandomStream } from '../../src-main/math/random';

const wave = (count: number, value: (i: number) => number) => Float64Array.from({ length: count }, (_, i) => value(i));
const turn = (i: number, period: number) => (2 * Math.PI * i) / period;

describe('the period of a series', () => {
  it('is found finer than a sample, for periods up to half of the series', () => {
    for (const period of [7.3, 50, 90.25, 140]) {
      const measured = measurePeriod(wave(320, (i) => 3 + Math.cos(turn(i, period) + 1)));
      expect(Math.abs(measured!.period - period)).toBeLessThan(0.01 * period);
      expect(measured!.clarity).toBeGreaterThan(0.99);
    }
  });

  it('is the fundamental where harmonics are stronger', () => {
    const measured = measurePeriod(
      wave(600, (i) => 0.4 * Math.cos(turn(i, 70)) + Math.cos(2 * turn(i, 70) + 1) + 0.8 * Math.cos(3 * turn(i, 70))),
    );
    expect(measured!.period).toBeCloseTo(70, 0);
  });

  it('is found in noisy tokens', () => {
    const stream = RandomStream.fromSeed(1);
    const tokens = wave(400, (i) => quantize(0.5 * Math.sin(turn(i, 60)) + 0.1 * stream.normal(), 127));
    expect(Math.abs(measurePeriod(tokens)!.period - 60)).toBeLessThan(1.5);
  });

  it('is not there in noise, in a constant, in too short a series and in nothing', () => {
    const stream = RandomStream.fromSeed(2);
    expect(measurePeriod(wave(500, () => stream.normal()))).toBeNull();
    expect(measurePeriod(wave(100, () => 4))).toBeNull();
    expect(measurePeriod(wave(100, (i) => Math.sin(turn(i, 90))))).toBeNull();
    expect(measurePeriod([])).toBeNull();
  });
});
