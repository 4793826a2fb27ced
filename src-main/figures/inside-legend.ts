import type { Chart } from 'chart.js';
import type { Series } from '../contract/figure';
import { drawLegend, entryWidth } from './legend';
import { emptiest } from './plot-area';
import { lineHeight, type FigureStyle } from './style';

/** Draws a legend inside the plot, in the corner where the fewest points lie. */
export function drawInsideLegend(chart: Chart, series: readonly Series[], style: FigureStyle): void {
  const { ctx, chartArea } = chart;
  if (series.length === 0) return;
  const width = Math.max(...series.map((one) => entryWidth(ctx, one, style)));
  const height = series.length * lineHeight(style);
  const right = chartArea.right - width - style.gap;
  const bottom = chartArea.bottom - height - style.gap;
  const left = chartArea.left + 2 * style.gap;
  const top = chartArea.top + style.gap / 2;
  const corners = [{ x: right, y: top }, { x: right, y: bottom }, { x: left, y: top }, { x: left, y: bottom }];
  const corner = emptiest(chart, corners.map((place) => ({ ...place, width, height })));
  drawLegend(ctx, series.map((one) => [one]), { x: corner.x, y: corner.y, style });
}
