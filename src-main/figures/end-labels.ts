import type { Chart } from 'chart.js';
import type { Series } from '../contract/figure';
import { widestLabel } from './legend';
import { spread } from './spread';
import { labelColor, labelFont, lineHeight, seriesColor, type FigureStyle } from './style';

/** The width beside the plot that labels at the ends of curves take; null where there is no room for them. */
export function endLabelsWidth(chart: Chart, series: readonly Series[], style: FigureStyle): number | null {
  if (series.length === 0) return 0;
  const width = widestLabel(chart.ctx, series, style) + 2 * style.gap;
  const fits = width <= 0.32 * chart.width && series.length * lineHeight(style) <= 0.65 * chart.height;
  return fits ? width : null;
}

/** Draws names at the ends of the curves, apart where they would touch, and then tied to their ends by a thin line. */
export function drawEndLabels(chart: Chart, series: readonly Series[], style: FigureStyle): void {
  const { ctx, chartArea } = chart;
  const height = lineHeight(style);
  ctx.save();
  ctx.font = labelFont(style);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  for (const { series: one, end, x, y } of endLabelPlaces(chart, series, style)) {
    if (Math.abs(y - end.y) > height / 4 || end.x < chartArea.right - style.gap) {
      const start = end.x + style.gap / 4;
      ctx.strokeStyle = seriesColor(style, one);
      ctx.lineWidth = style.widths.grid;
      ctx.beginPath();
      ctx.moveTo(start, end.y);
      ctx.lineTo(Math.max(start, chartArea.right + style.gap / 4), end.y);
      ctx.lineTo(x - style.gap / 4, y);
      ctx.stroke();
    }
    ctx.fillStyle = labelColor(style, one);
    ctx.fillText(one.label, x, y);
  }
  ctx.restore();
}

export interface EndLabel {
  series: Series;
  /** The end of the curve. */
  end: { x: number; y: number };
  /** The left end of its name and the middle of its line. */
  x: number;
  y: number;
}

/** Where the names of curves stand beside the plot. */
export function endLabelPlaces(chart: Chart, series: readonly Series[], style: FigureStyle): EndLabel[] {
  const { chartArea } = chart;
  const ends = series.map((one) => endOf(chart, one));
  const height = lineHeight(style);
  const places = spread(
    ends.map((end) => end.y),
    { spacing: height, min: chartArea.top, max: chartArea.bottom - height / 4 },
  );
  const x = chartArea.right + 1.5 * style.gap;
  return series.map((one, index) => ({ series: one, end: ends[index]!, x, y: places[index]! }));
}

/** The last point of a curve inside the plot, on the canvas; the middle of the right edge where there is none. */
function endOf(chart: Chart, { x, y }: Series): { x: number; y: number } {
  const { chartArea, scales } = chart;
  for (let index = x.length - 1; index >= 0; index -= 1) {
    const [at, value] = [x[index], y[index]];
    if (at == null || value == null || at > scales.x!.max) continue;
    const height = scales.y!.getPixelForValue(value);
    return { x: scales.x!.getPixelForValue(at), y: Math.max(chartArea.top, Math.min(chartArea.bottom, height)) };
  }
  return { x: chartArea.right, y: (chartArea.top + chartArea.bottom) / 2 };
}
