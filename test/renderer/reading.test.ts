import { describe, expect, it } from 'vitest';
import type { ChartPanel, Series } from '../../src-main/contract/figure';
import { pixelOfX, pixelOfY, valueAtX, type Plot } from '../../src-renderer/components/plot';
import { appendPoint } from '../../src-renderer/state/curve';
import { LivePanels, type LiveChart } from '../../src-renderer/state/live-panels';
import { abscissas, nearestIndex, readings } from '../../src-renderer/state/readings';
import { run } from './samples';

function series(x: number[], y: (number | null)[], changes: Partial<Series> = {}): Series {
  return { label: 'curve', runIds: [], x, y, band: null, role: 'curve', colorIndex: 0, dash: 'solid', ...changes };
}

function panel(...all: Series[]): ChartPanel {
  const axis = { title: 'Step', unit: null, scale: 'linear' as const, min: null, max: null };
  return { kind: 'chart', title: '', x: axis, y: axis, series: all, marks: [] };
}

describe('reading curves', () => {
  it('takes the measured point nearest to where one points', () => {
    const read = readings(panel(series([0, 10, 20], [1, 2, 3]), series([0, 4, 8, 12], [5, 6, 7, 8])), 9);
    expect(read.map(({ x, y }) => [x, y])).toEqual([
      [10, 2],
      [8, 7],
    ]);
  });

  it('leaves out raw curves, gaps, and curves that have ended', () => {
    const read = readings(
      panel(
        series([0, 10], [1, 2], { role: 'raw' }),
        series([0, 10], [1, null]),
        series([0, 1, 2], [1, 1, 1]),
        series([0, 10], [7, 8]),
      ),
      10,
    );
    expect(read.map(({ y }) => y)).toEqual([8]);
  });

  it('tells the band', () => {
    const band = { low: [1, 2], high: [3, 4], kind: 'range' as const, n: 3 };
    expect(readings(panel(series([0, 1], [2, 3], { band })), 1)[0]?.band).toEqual({ low: 2, high: 4 });
  });

  it('finds the nearest of many and the places of all curves', () => {
    expect([-5, 0, 4, 6, 99].map((x) => nearestIndex([0, 5, 10], x))).toEqual([0, 0, 1, 1, 2]);
    expect(nearestIndex([], 1)).toBe(-1);
    expect(abscissas(panel(series([0, 10], [1, 2]), series([5, 10], [1, 2])))).toEqual([0, 5, 10]);
  });
});

describe('the plot', () => {
  const linear = { min: 0, max: 100, logarithmic: false };
  const plot: Plot = { left: 50, right: 250, top: 10, bottom: 110, xScale: linear, yScale: linear };

  it('leads from pixels to values and back, on linear and logarithmic axes', () => {
    const logarithmic = { ...plot, xScale: { min: 1, max: 1000, logarithmic: true } };
    for (const pixel of [50, 100, 250]) {
      expect(pixelOfX(plot, valueAtX(plot, pixel))).toBeCloseTo(pixel, 9);
      expect(pixelOfX(logarithmic, valueAtX(logarithmic, pixel))).toBeCloseTo(pixel, 9);
    }
    expect(pixelOfY(plot, 100)).toBe(10);
  });

  it('holds what lies outside at its ends', () => {
    expect([0, 999].map((pixel) => valueAtX(plot, pixel))).toEqual([0, 100]);
  });
});

describe('a live chart', () => {
  const chart: LiveChart = {
    key: 'oneStepLoss',
    title: 'One-step loss',
    yTitle: 'Loss',
    unit: 'nats per sample',
    logarithmic: false,
    halfLife: 10,
  };
  const step = Array.from({ length: 5000 }, (_, i) => i + 1);
  const curve = { step, wallTime: step, value: step.map((at) => 1 + 1 / at), total: 5000, revision: 0 };

  it('draws the smoothed curve before its raw values, named by the arm', () => {
    const unrolled = run({ armLabel: 'Unrolled', colorIndex: 1 });
    const { series: drawn } = new LivePanels().panel(chart, [{ run: unrolled, curve }], 800);
    expect(drawn.map(({ role, label, colorIndex }) => [role, label, colorIndex])).toEqual([
      ['raw', 'Unrolled', 1],
      ['curve', 'Unrolled', 1],
    ]);
  });

  it('draws no more points than are seen, but the first, the last and the extremes', () => {
    const spike = { ...curve, value: curve.value.map((value, i) => (i === 2500 ? 99 : value)) };
    const [raw] = new LivePanels().panel(chart, [{ run: run(), curve: spike }], 800).series;
    expect(raw!.x.length).toBeLessThanOrEqual(800);
    expect([raw!.x[0], raw!.x.at(-1)]).toEqual([1, 5000]);
    expect(Math.max(...raw!.y.map((y) => y ?? 0))).toBe(99);
  });

  it('gives the same series for a curve until it changes', () => {
    const panels = new LivePanels();
    const [one, other] = [run({ id: 'a' }), run({ id: 'b' })];
    const growing = { ...curve, step: [...step], wallTime: [...step], value: [...curve.value] };
    const both = [
      { run: one, curve: growing },
      { run: other, curve },
    ];
    const before = panels.panel(chart, both, 800).series;
    expect(panels.panel(chart, both.slice(1), 800).series[1]).toBe(before[3]);
    appendPoint(growing, { step: 5001, wallTime: 5001, value: 1 });
    const after = panels.panel(chart, both, 800).series;
    expect([after[1] === before[1], after[3] === before[3]]).toEqual([false, true]);
  });

  it('leaves gaps where a logarithm has no place', () => {
    const zero = { step: [1, 2], wallTime: [1, 2], value: [0, 1], total: 2, revision: 0 };
    const plain = { ...chart, logarithmic: true, halfLife: 0 };
    expect(new LivePanels().panel(plain, [{ run: run(), curve: zero }], 800).series[0]!.y).toEqual([null, 1]);
  });

  it('converts units for display', () => {
    const bytes = { step: [1], wallTime: [1], value: [2e9], total: 1, revision: 0 };
    const memory = { ...chart, halfLife: 0, divisor: 1e9 };
    expect(new LivePanels().panel(memory, [{ run: run(), curve: bytes }], 800).series[0]!.y).toEqual([2]);
  });
});
