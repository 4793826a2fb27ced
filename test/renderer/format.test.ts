import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDelta,
  formatDuration,
  formatMeanSpread,
  formatNumber,
  formatPlural,
  formatSetting,
  formatShare,
} from '../../src-renderer/format';

describe('numbers', () => {
  it('have a true minus sign and thin spaces from five digits on', () => {
    expect(formatCount(-12288)).toBe('−12\u202f288');
    expect(formatCount(8192)).toBe('8192');
    expect(formatCount(1234567)).toBe('1\u202f234\u202f567');
  });

  it('keep the significant digits that were measured', () => {
    expect(formatNumber(0.7)).toBe('0.700');
    expect(formatNumber(13.456)).toBe('13.5');
    expect(formatNumber(1999.6)).toBe('2000');
    expect(formatNumber(-0.0123456)).toBe('−0.0123');
    expect(formatNumber(0.99999)).toBe('1.00');
  });

  it('go over to powers of ten where they get long', () => {
    expect(formatNumber(0.00002)).toBe('2.00e−5');
    expect(formatNumber(16384000)).toBe('1.64e7');
    expect(formatNumber(0)).toBe('0');
  });

  it('say what is not a number', () => {
    expect([NaN, Infinity, -Infinity].map((value) => formatNumber(value))).toEqual(['NaN', '∞', '−∞']);
  });

  it('that a person set have no digit more than they need', () => {
    expect(formatSetting(0.005)).toBe('0.005');
    expect(formatSetting(2 / 3)).toBe('0.6666667');
    expect(formatSetting(1e-8)).toBe('1e−8');
    expect(formatSetting(-1)).toBe('−1');
    expect(formatSetting(4294967295)).toBe('4\u202f294\u202f967\u202f295');
  });

  it('never show a zero with a sign', () => {
    expect(formatShare(-0.0001)).toBe('0.000');
    expect(formatDelta(0.0001, 3)).toBe('0.000');
    expect(formatDelta(0.0123, 3)).toBe('+0.012');
    expect(formatDelta(-0.0123, 3)).toBe('−0.012');
  });
});

describe('a mean with its spread', () => {
  it('shows as many decimals as two digits of the spread need, at most those wanted', () => {
    expect(formatMeanSpread(0.74213, 0.0312, 3)).toBe('0.742 ± 0.031');
    expect(formatMeanSpread(18.0381, 3.2, 2)).toBe('18.0 ± 3.2');
    expect(formatMeanSpread(0.5, 0, 3)).toBe('0.500 ± 0.000');
  });

  it('is the mean alone with one value', () => {
    expect(formatMeanSpread(0.74213, null, 3)).toBe('0.742');
  });
});

describe('durations, sizes and counts', () => {
  it('take the two largest units', () => {
    expect([0, 3210, 45_000, 125_000, 4_320_000, 273_600_000].map(formatDuration)).toEqual([
      '0.0 s',
      '3.2 s',
      '45 s',
      '2 min 05 s',
      '1 h 12 min',
      '3 d 4 h',
    ]);
  });

  it('never show sixty seconds or minutes', () => {
    expect(formatDuration(59_600)).toBe('1 min 00 s');
    expect(formatDuration(9_960)).toBe('10 s');
    expect(formatDuration(3_599_600)).toBe('1 h 00 min');
  });

  it('show a dash for what is not known', () => {
    expect(formatDuration(Infinity)).toBe('–');
  });

  it('count bytes in decimal units', () => {
    expect([512, 942_000, 1_440_000_000].map(formatBytes)).toEqual(['512 B', '942 kB', '1.4 GB']);
  });

  it('know one from several', () => {
    expect([formatPlural(1, 'run'), formatPlural(2, 'study', 'studies')]).toEqual(['1 run', '2 studies']);
  });
});
