import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layout } from '../../src-main/figures/layout';
import { withSharedAxes } from '../../src-main/figures/shared-axes';
import { chartPanel, figure, series } from './samples';

const side = fc.double({ min: 0, max: 15, noNaN: true });
const margins = fc.record({ left: side, right: side, top: side, bottom: side });

describe('layout', () => {
  it('gives all plots one size, aligned in rows and columns, within the sheet', () => {
    fc.assert(
      fc.property(fc.array(margins, { minLength: 1, maxLength: 9 }), fc.integer({ min: 1, max: 4 }), (all, columns) => {
        const sheet = { columns, width: 300, height: 500, gap: 8, top: 12, least: 1 };
        const plots = layout(all, sheet).map(({ box, extra }, index) => {
          const { left, right, top, bottom } = all[index]!;
          return {
            left: box.x + left + extra.left,
            right: box.x + box.width - right - extra.right,
            top: box.y + top + extra.top,
            bottom: box.y + box.height - bottom - extra.bottom,
          };
        });
        plots.forEach((plot, index) => {
          const wide = Math.min(columns, all.length);
          expect(plot.right - plot.left).toBeCloseTo(plots[0]!.right - plots[0]!.left, 6);
          expect(plot.bottom - plot.top).toBeCloseTo(plots[0]!.bottom - plots[0]!.top, 6);
          expect(plot.left).toBeCloseTo(plots[index % wide]!.left, 6);
          expect(plot.top).toBeCloseTo(plots[index - (index % wide)]!.top, 6);
          expect(plot.top).toBeGreaterThanOrEqual(12);
          expect(plot.right).toBeLessThanOrEqual(300 + 1e-6);
          expect(plot.bottom).toBeLessThanOrEqual(500 + 1e-6);
        });
      }),
    );
  });

  it('says what does not fit', () => {
    const one = { left: 40, right: 20, top: 10, bottom: 30 };
    const narrow = { columns: 2, width: 100, height: 100, gap: 8, top: 0, least: 16 };
    const refusal = /do not fit on 100 × 100 points: .*2 in a row, they need about 160 × 56/;
    expect(() => layout([one, one], narrow)).toThrow(refusal);
  });
});

describe('shared x axes', () => {
  const panel = (from: number, to: number) => chartPanel({ series: [series('a', [from, to], [0, 1])] });

  it('range over all charts of their column', () => {
    const panels = [panel(0, 5), panel(10, 20), panel(2, 8), panel(12, 30)];
    const ranges = withSharedAxes(figure('shared', panels, { columns: 2, sharedX: true })).map((one) => {
      return one.kind === 'chart' ? [one.x.min, one.x.max] : null;
    });
    expect(ranges).toEqual([
      [0, 8],
      [10, 30],
      [0, 8],
      [10, 30],
    ]);
  });

  it('are left alone where they are not shared', () => {
    const panels = [panel(0, 5), panel(2, 8)];
    expect(withSharedAxes(figure('own', panels, {}))).toEqual(panels);
  });
});
