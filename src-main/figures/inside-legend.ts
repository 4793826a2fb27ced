import type { Chart } from 'chart.js';
import type { Series } from '../contract/figure';
import { drawLegend, entryWidth } from './legend';
import { emptiest } from './plot-area';
import { lineHeight, type FigureStyle } from './style';

/** Draws a legend inside the plot, in the corner where the fewest points lie. */
export function drawInsideLegend(chart: Chart, series: readonly Series[], style: FigureStyle): void {
  const { x, y } = insideLegendPlace(chart, series, style);
  drawLegend(
    chart.ctx,
    series.map((one) => [one]),
    { x, y, style },
  );
}

/** The upper left corner of a legend inside the plot. */
export function insideLegendPlace(
  chart: Chart,
  series: readonly Series[],
  style: FigureStyle,
): { x: number; y: number } {
  const { ctx, chartArea } = chart;
  const width = Math.max(0, ...series.map((one) => entryWidth(ctx, one, style)));
  const height = series.length * lineHeight(style);
  const right = chartArea.right - width - style.gap;
  const bottom = chartArea.bottom - height - style.gap;
  const left = chartArea.left + 2 * style.gap;
  const top = chartArea.top + style.gap / 2;
  const corners = [
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: top },
    { x: left, y: bottom },
  ];
  return emptiest(
    chart,
    corners.map((place) => ({ ...place, width, height })),
  );
}
