import { describe, expect, it } from 'vitest';
import {
  dequantize,
  dequantizeAll,
  dequantizeMuLaw,
  normalize,
  quantize,
  quantizeAll,
  quantizeMuLaw,
} from '../../src-main/math/quantization';

const everyCount = Array.from({ length: 1023 }, (_, i) => i + 2);

describe('the uniform quantizer', () => {
  it('gives both ends of the range the first and the last level, for every number of levels', () => {
    for (const levels of everyCount) {
      expect([quantize(-1, levels), quantize(1, levels)], `${levels} levels`).toEqual([0, levels - 1]);
    }
  });

  it('gives no level outside its bins at or beyond the ends', () => {
    for (const levels of everyCount) {
      for (const x of [-Infinity, -2, -1 - 2 ** -52, -1 + 2 ** -53, 1 - 2 ** -53, 1 + 2 ** -52, 2, Infinity]) {
        expect(quantize(x, levels)).toBeGreaterThanOrEqual(0);
        expect(quantize(x, levels)).toBeLessThan(levels);
      }
    }
  });

  it('is undone by dequantize at every level of every count', () => {
    for (const levels of everyCount) {
      const all = Array.from({ length: levels }, (_, level) => level);
      expect(
        [...quantizeAll(dequantizeAll(all, levels), levels)].every((level, i) => level === i),
        `${levels}`,
      ).toBe(true);
    }
  });

  it('is the published formula for odd counts', () => {
    for (const levels of [3, 127, 255, 1023]) {
      const bin = 2 / (levels - 1);
      for (let x = -1; x <= 1; x += 0.0137) {
        expect(quantize(x, levels)).toBe(Math.floor(x / bin + 0.5) + Math.floor(levels / 2));
      }
      expect(dequantize((levels - 1) / 2, levels)).toBe(0);
    }
  });

  it('errs by half a bin at most', () => {
    for (const levels of [2, 7, 8, 127, 256]) {
      for (let x = -1; x <= 1; x += 0.01) {
        expect(Math.abs(dequantize(quantize(x, levels), levels) - x)).toBeLessThanOrEqual(1 / (levels - 1) + 1e-12);
      }
    }
  });

  it('is monotonic', () => {
    let last = 0;
    for (let x = -1; x <= 1; x += 0.001) {
      expect(quantize(x, 256)).toBeGreaterThanOrEqual(last);
      last = quantize(x, 256);
    }
  });

  it('quantizes series', () => {
    expect([...quantizeAll([-1, 0, 1], 127)]).toEqual([0, 63, 126]);
    expect([...dequantizeAll([0, 63, 126], 127)]).toEqual([-1, 0, 1]);
  });

  it('refuses what has no level, and says what is allowed', () => {
    expect(() => quantize(NaN, 127)).toThrow(/NaN/);
    expect(() => quantize(0, 1)).toThrow(/quantizationLevels is 1.*2 to 1024/);
    expect(() => quantize(0, 1025)).toThrow(/1025/);
    expect(() => dequantize(127, 127)).toThrow(/127.*0 to 126/);
  });
});

describe('the µ-law quantizer', () => {
  it('keeps both ends, and every level survives the round trip', () => {
    for (const levels of [2, 127, 256, 1024]) {
      expect([quantizeMuLaw(-1, levels), quantizeMuLaw(1, levels)]).toEqual([0, levels - 1]);
      for (let level = 0; level < levels; level++)
        expect(quantizeMuLaw(dequantizeMuLaw(level, levels), levels)).toBe(level);
    }
  });

  it('is finer near zero than at the ends', () => {
    const step = (level: number) => dequantizeMuLaw(level + 1, 256) - dequantizeMuLaw(level, 256);
    expect(step(128)).toBeLessThan(step(250) / 50);
  });
});

describe('normalize', () => {
  it('maps the range onto [−1, 1], clamped, and a range without extent to 0', () => {
    expect([0, 5, 10, 11, -3].map((x) => normalize(x, 0, 10))).toEqual([-1, 0, 1, 1, -1]);
    expect(normalize(4, 4, 4)).toBe(0);
  });
});
