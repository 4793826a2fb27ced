import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logTickText, numberText, tickTexts } from '../../src-main/figures/number-text';
import { panelLetter } from '../../src-main/figures/panel-letter';
import { roundNumbers } from '../../src-main/figures/round-numbers';
import { spread } from '../../src-main/figures/spread';

describe('tick texts', () => {
  it('have as many decimals as their distance needs, and a true minus sign', () => {
    expect(tickTexts([-0.2, 0, 0.2])).toEqual(['−0.2', '0.0', '0.2']);
    expect(tickTexts([0, 0.25, 0.5])).toEqual(['0.00', '0.25', '0.50']);
    expect(tickTexts([0, 500, 1000])).toEqual(['0', '500', '1000']);
  });

  it('have thin spaces from five digits on', () => {
    expect(tickTexts([0, 5000, 10000])).toEqual(['0', '5000', '10\u2009000']);
    expect(numberText(-1234567.5, 1)).toBe('−1\u2009234\u2009567.5');
  });

  it('are powers of ten where zeros would fill them', () => {
    expect(tickTexts([0, 1e7, 2e7])).toEqual(['0', '1e7', '2e7']);
    expect(tickTexts([0, 2e-5, 4e-5])).toEqual(['0', '2e−5', '4e−5']);
    expect([0.001, 0.1, 1, 1000, 1e6, 1e-5].map(logTickText)).toEqual(['0.001', '0.1', '1', '1000', '1e6', '1e−5']);
  });

  it('never write a negative zero', () => {
    expect(numberText(-0.0001, 2)).toBe('0.00');
  });
});

describe('round numbers', () => {
  it('are multiples of 1, 2 or 5', () => {
    expect(roundNumbers(1, 64, 7)).toEqual([10, 20, 30, 40, 50, 60]);
    expect(roundNumbers(0, 1990, 5)).toEqual([0, 500, 1000, 1500]);
    expect(roundNumbers(0, 0.3, 7)).toEqual([0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3]);
  });

  it('lie within the range, ascend, and are no more than asked for', () => {
    const start = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const ends = fc.tuple(start, fc.double({ min: 1e-3, max: 1e6, noNaN: true }));
    fc.assert(
      fc.property(ends, fc.integer({ min: 2, max: 12 }), ([min, length], limit) => {
        const max = min + length;
        const numbers = roundNumbers(min, max, limit);
        expect(numbers.length).toBeLessThanOrEqual(limit);
        numbers.forEach((value, index) => {
          expect(value).toBeGreaterThanOrEqual(min - 1e-6 * length);
          expect(value).toBeLessThanOrEqual(max + 1e-6 * length);
          if (index > 0) expect(value).toBeGreaterThan(numbers[index - 1]!);
        });
      }),
    );
  });
});

describe('spread labels', () => {
  const places = fc.array(fc.double({ min: -50, max: 150, noNaN: true }), { minLength: 1, maxLength: 12 });

  it('keep their order and distance, and stay within the bounds', () => {
    fc.assert(
      fc.property(places, (wanted) => {
        const bounds = { spacing: 8, min: 0, max: 100 };
        const spacing = Math.min(8, 100 / Math.max(1, wanted.length - 1));
        const result = spread(wanted, bounds);
        const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]!);
        order.forEach((index, rank) => {
          expect(result[index]!).toBeGreaterThanOrEqual(-1e-9);
          expect(result[index]!).toBeLessThanOrEqual(100 + 1e-9);
          if (rank > 0) expect(result[index]! - result[order[rank - 1]!]!).toBeGreaterThanOrEqual(spacing - 1e-9);
        });
      }),
    );
  });

  it('do not move where there is room', () => {
    expect(spread([50, 10, 90], { spacing: 8, min: 0, max: 100 })).toEqual([50, 10, 90]);
  });

  it('move as little as possible', () => {
    expect(spread([50, 50], { spacing: 8, min: 0, max: 100 })).toEqual([46, 54]);
    expect(spread([99, 100], { spacing: 8, min: 0, max: 100 })).toEqual([92, 100]);
  });
});

describe('panel letters', () => {
  it('go on after z', () => {
    expect([0, 1, 25, 26, 27, 52].map(panelLetter)).toEqual(['a', 'b', 'z', 'aa', 'ab', 'ba']);
  });
});
