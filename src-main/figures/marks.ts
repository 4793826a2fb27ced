import type { Chart, Plugin } from 'chart.js';
import type { ChartPanel } from '../contract/figure';
import { withAlpha } from './color';
import type { FigureStyle } from './style';

type Mark = ChartPanel['marks'][number];

/** Draws the zero line, observation limits and thresholds behind the curves, and the labels of the latter. */
export function marks(given: readonly Mark[], { style, labels }: { style: FigureStyle; labels: boolean }): Plugin<'line'> {
  return {
    id: 'marks',
    beforeDatasetsDraw(chart) {
      const { min, max, type } = chart.scales.y!;
      if (type === 'linear' && min < 0 && max > 0) drawAcross(chart, { axis: 'y', at: 0 }, zeroLine(style));
      for (const mark of given) drawAcross(chart, mark, markLine(style));
    },
    afterDatasetsDraw(chart) {
      if (labels) for (const mark of given) drawLabel(chart, mark, style);
    },
  };
}

/** The height above the plot that the labels of marks along x take. */
export function markLabelHeight(given: readonly Mark[], style: FigureStyle): number {
  return given.some(({ axis, label }) => axis === 'x' && label !== '') ? 1.3 * style.tickFontSize : 0;
}

interface Line {
  color: string;
  width: number;
  dash: number[];
}

function zeroLine(style: FigureStyle): Line {
  return { color: withAlpha(style.colors.axis, 0.5), width: style.widths.grid, dash: [] };
}

function markLine(style: FigureStyle): Line {
  const { mark } = style.widths;
  return { color: style.colors.muted, width: mark, dash: [4 * mark, 3 * mark] };
}

function drawAcross(chart: Chart, { axis, at }: Pick<Mark, 'axis' | 'at'>, { color, width, dash }: Line): void {
  const { ctx, chartArea } = chart;
  const pixel = placeOn(chart, { axis, at });
  if (pixel === null) return;
  const { left, top, right, bottom } = chartArea;
  ctx.save();
  ctx.lineWidth = width;
  ctx.strokeStyle = color;
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(axis === 'x' ? pixel : left, axis === 'x' ? top : pixel);
  ctx.lineTo(axis === 'x' ? pixel : right, axis === 'x' ? bottom : pixel);
  ctx.stroke();
  ctx.restore();
}

/** Labels along x stand above the plot, where no curve can cross them; those along y on their line, at its end. */
function drawLabel(chart: Chart, mark: Mark, style: FigureStyle): void {
  const { ctx, chartArea } = chart;
  const pixel = placeOn(chart, mark);
  if (mark.label === '' || pixel === null) return;
  ctx.save();
  ctx.font = `${style.tickFontSize}px ${style.fontFamily}`;
  ctx.fillStyle = style.colors.muted;
  ctx.textBaseline = 'bottom';
  if (mark.axis === 'y') {
    ctx.textAlign = 'right';
    ctx.fillText(mark.label, chartArea.right, pixel - style.gap / 3);
  } else {
    const half = ctx.measureText(mark.label).width / 2;
    const middle = Math.max(chartArea.left + half, Math.min(chartArea.right - half, pixel));
    ctx.textAlign = 'center';
    ctx.fillText(mark.label, middle, chartArea.top - style.gap / 3);
  }
  ctx.restore();
}

function placeOn(chart: Chart, { axis, at }: Pick<Mark, 'axis' | 'at'>): number | null {
  const scale = chart.scales[axis]!;
  return at >= scale.min && at <= scale.max ? scale.getPixelForValue(at) : null;
}
