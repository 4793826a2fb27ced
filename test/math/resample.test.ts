import { expect, test } from 'vitest';
import { resampleBlock, resampledLength } from '../../src-main/math/resample';

function source(length: number, of: (t: number) => number, ratio: number) {
  const values = Float64Array.from({ length }, (_, t) => of(t));
  return { ratio, length, read: (start: number, count: number) => values.slice(start, start + count) };
}

test.each([0.5, 0.37, 2, 3.1])('a slow sine stays itself at %d times its rate, away from the ends', (ratio) => {
  const signal = source(800, (t) => Math.sin(t / 12), ratio);
  const length = resampledLength(800, ratio);
  const result = resampleBlock(signal, 0, length);
  for (let i = 0; i < length; i++) {
    const t = i / ratio;
    if (t > 60 && t < 740) expect(Math.abs(result[i]! - Math.sin(t / 12))).toBeLessThan(1e-3);
  }
});

test('what lies beyond half the new rate is gone', () => {
  const result = resampleBlock(
    source(1000, (t) => Math.cos(2.6 * t), 0.5),
    100,
    300,
  );
  for (const value of result) expect(Math.abs(value)).toBeLessThan(2e-3);
});

test('a constant stays constant, also at the ends, and the same rate changes nothing', () => {
  for (const value of resampleBlock(
    source(20, () => 5, 1.7),
    0,
    34,
  ))
    expect(value).toBeCloseTo(5, 12);
  const same = resampleBlock(
    source(50, (t) => (t * 37) % 11, 1),
    0,
    50,
  );
  same.forEach((value, t) => expect(value).toBeCloseTo((t * 37) % 11, 9));
});

test('any division into blocks gives the same samples', () => {
  const signal = source(300, (t) => ((t * 7919) % 101) / 10, 0.6);
  const whole = resampleBlock(signal, 0, 180);
  const parts = [0, 50, 51, 120].flatMap((first, i, all) => [
    ...resampleBlock(signal, first, (all[i + 1] ?? 180) - first),
  ]);
  parts.forEach((value, i) => expect(value).toBeCloseTo(whole[i]!, 12));
});
