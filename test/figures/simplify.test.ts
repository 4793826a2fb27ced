import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simplifiedIndices } from '../../src-main/figures/simplify';
import { outlinePanel, thinnedPanel } from '../../src-main/figures/thin';
import { chartPanel, longPanel, range, series } from './samples';

const step = fc.record({
  dx: fc.double({ min: 0, max: 2, noNaN: true }),
  y: fc.double({ min: -5, max: 5, noNaN: true }),
});
const curve = fc.array(step, { minLength: 2, maxLength: 200 }).map((steps) => {
  let x = 0;
  return { x: steps.map(({ dx }) => (x += dx)), y: steps.map(({ y }) => y) };
});

describe('a simplified polyline', () => {
  it('never moves by more than the tolerance', () => {
    fc.assert(
      fc.property(curve, fc.double({ min: 0.01, max: 2, noNaN: true }), ({ x, y }, tolerance) => {
        const kept = simplifiedIndices(x, y, tolerance);
        for (let place = 1; place < kept.length; place += 1) {
          const [from, to] = [kept[place - 1]!, kept[place]!];
          for (let index = from + 1; index < to; index += 1) {
            const distance = distanceToSegment([x[index]!, y[index]!], [x[from]!, y[from]!], [x[to]!, y[to]!]);
            expect(distance).toBeLessThanOrEqual(tolerance + 1e-9);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps its ends, its lowest and its highest point', () => {
    fc.assert(
      fc.property(curve, ({ x, y }) => {
        const kept = simplifiedIndices(x, y, 0.5);
        expect(kept[0]).toBe(0);
        expect(kept.at(-1)).toBe(x.length - 1);
        expect(Math.min(...kept.map((index) => y[index]!))).toBe(Math.min(...y));
        expect(Math.max(...kept.map((index) => y[index]!))).toBe(Math.max(...y));
      }),
    );
  });

  it('keeps the ends of a straight line alone', () => {
    expect(simplifiedIndices(range(1000), range(1000), 0.1)).toEqual([0, 999]);
  });

  it('keeps a curve that turns back', () => {
    expect(simplifiedIndices([0, 0.01, 0.02], [0, 10, 5], 0.1)).toEqual([0, 1, 2]);
  });

  it('keeps gaps', () => {
    expect(simplifiedIndices(range(7), [1, 1, 1, NaN, NaN, 1, 1], 0.1)).toEqual([0, 2, 3, 5, 6]);
  });
});

describe('a thinned panel', () => {
  it('is the panel itself where it is short', () => {
    const panel = longPanel({ points: 100, runs: 2 });
    expect(thinnedPanel(panel, 100).series[0]).toBe(panel.series[0]);
  });

  it('keeps extremes and gaps of long series', () => {
    const y = range(10_000).map((index) => (index > 4000 && index < 6000 ? null : Math.sin(index / 50)));
    y[1234] = 7;
    const panel = chartPanel({ series: [series('long', range(10_000), y)] });
    const [thinned] = thinnedPanel(panel, 500).series;
    expect(thinned!.x.length).toBeLessThan(520);
    expect(thinned!.y).toContain(7);
    expect(thinned!.y).toContain(null);
    expect([thinned!.x[0], thinned!.x.at(-1)]).toEqual([0, 9999]);
  });
});

describe('an outline', () => {
  it('has the ranges of its panel', () => {
    const panel = longPanel({ points: 500, runs: 3 });
    outlinePanel(panel).series.forEach((outline, index) => {
      const whole = panel.series[index]!;
      expect(outline.x.length).toBeLessThanOrEqual(4);
      expect(Math.max(...(outline.y as number[]))).toBe(Math.max(...(whole.y as number[])));
      expect(Math.min(...(outline.y as number[]))).toBe(Math.min(...(whole.y as number[])));
      expect([outline.x[0], outline.x.at(-1)]).toEqual([whole.x[0], whole.x.at(-1)]);
    });
  });
});

type Point = [number, number];

function distanceToSegment([px, py]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length));
  return Math.hypot(px - ax - share * (bx - ax), py - ay - share * (by - ay));
}
