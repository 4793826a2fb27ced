import type { Chart, Plugin } from 'chart.js';
import type { ChartPanel } from '../contract/figure';
import { withAlpha } from './color';
import { emptiest } from './plot-area';
import type { FigureStyle } from './style';

type Mark = ChartPanel['marks'][number];

/** Draws the zero line, observation limits and thresholds behind the curves, and the labels of the latter. */
export function marks(
  given: readonly Mark[],
  { style, labels }: { style: FigureStyle; labels: boolean },
): Plugin<'line'> {
  return {
    id: 'marks',
    beforeDatasetsDraw(chart) {
      for (const mark of drawnMarks(chart, given, style)) drawAcross(chart, mark);
    },
    afterDatasetsDraw(chart) {
      if (labels) for (const mark of given) drawLabel(chart, mark, style);
    },
  };
}

/** A line across the plot as it is drawn. */
export interface DrawnMark {
  axis: 'x' | 'y';
  at: number;
  color: string;
  opacity: number;
  width: number;
  dash: number[];
}

/** The lines across a plot: its zero line, if it has one, then its marks. */
export function drawnMarks(chart: Chart, given: readonly Mark[], style: FigureStyle): DrawnMark[] {
  const { min, max, type } = chart.scales.y!;
  const zero = type === 'linear' && min < 0 && max > 0;
  return [
    ...(zero ? [{ axis: 'y' as const, at: 0, ...zeroLine(style) }] : []),
    ...given.map(({ axis, at }) => ({ axis, at, ...markLine(style) })),
  ];
}

/** The height above the plot that the labels of marks along x take. */
export function markLabelHeight(given: readonly Mark[], style: FigureStyle): number {
  return given.some(({ axis, label }) => axis === 'x' && label !== '') ? 1.3 * style.tickFontSize : 0;
}

type Line = Pick<DrawnMark, 'color' | 'opacity' | 'width' | 'dash'>;

function zeroLine(style: FigureStyle): Line {
  return { color: style.colors.axis, opacity: 0.5, width: style.widths.grid, dash: [] };
}

function markLine(style: FigureStyle): Line {
  const { mark } = style.widths;
  return { color: style.colors.muted, opacity: 1, width: mark, dash: [4 * mark, 3 * mark] };
}

function drawAcross(chart: Chart, { axis, at, color, opacity, width, dash }: DrawnMark): void {
  const { ctx, chartArea } = chart;
  const pixel = placeOn(chart, { axis, at });
  if (pixel === null) return;
  const { left, top, right, bottom } = chartArea;
  ctx.save();
  ctx.lineWidth = width;
  ctx.strokeStyle = opacity === 1 ? color : withAlpha(color, opacity);
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(axis === 'x' ? pixel : left, axis === 'x' ? top : pixel);
  ctx.lineTo(axis === 'x' ? pixel : right, axis === 'x' ? bottom : pixel);
  ctx.stroke();
  ctx.restore();
}

/** Labels along x stand above the plot, where no curve can cross them; those along y at an empty end of their line. */
function drawLabel(chart: Chart, mark: Mark, style: FigureStyle): void {
  const place = markLabelPlace(chart, mark, style);
  if (!place) return;
  const { ctx } = chart;
  ctx.save();
  ctx.font = markFont(style);
  ctx.fillStyle = style.colors.muted;
  ctx.textBaseline = 'alphabetic';
  ctx.fillText(mark.label, place.x, place.y);
  ctx.restore();
}

/** The left end and the baseline of a mark's label; null without one or where the mark is outside the plot. */
export function markLabelPlace(chart: Chart, mark: Mark, style: FigureStyle): { x: number; y: number } | null {
  const { ctx, chartArea } = chart;
  const pixel = placeOn(chart, mark);
  if (mark.label === '' || pixel === null) return null;
  ctx.save();
  ctx.font = markFont(style);
  const [width, height] = [ctx.measureText(mark.label).width, style.tickFontSize];
  ctx.restore();
  if (mark.axis === 'y') {
    const [left, right] = [chartArea.left + style.gap, chartArea.right - width];
    const [above, below] = [pixel - style.gap / 2 - height, pixel + style.gap / 2];
    const places = [
      { x: right, y: above },
      { x: left, y: above },
      { x: right, y: below },
      { x: left, y: below },
    ];
    const boxes = places.map((place) => ({ ...place, width, height }));
    // Outside the plot no curve can be, and the label may be cut off.
    const inside = boxes.filter((box) => box.y >= chartArea.top && box.y + height <= chartArea.bottom);
    const { x, y } = emptiest(chart, inside.length > 0 ? inside : boxes);
    return { x, y: y + 0.85 * height };
  }
  const left = Math.max(chartArea.left, Math.min(chartArea.right - width, pixel - width / 2));
  return { x: left, y: chartArea.top - 0.35 * height };
}

function markFont({ tickFontSize, fontFamily }: FigureStyle): string {
  return `${tickFontSize}px ${fontFamily}`;
}

function placeOn(chart: Chart, { axis, at }: Pick<Mark, 'axis' | 'at'>): number | null {
  const scale = chart.scales[axis]!;
  return at >= scale.min && at <= scale.max ? scale.getPixelForValue(at) : null;
}
