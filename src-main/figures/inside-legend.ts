import type { Chart } from 'chart.js';
import type { Series } from '../contract/figure';
import { drawLegend, entryWidth } from './legend';
import { shownCurves } from './plot-area';
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
  const crowds = corners.map((corner) => crowd(chart, { ...corner, width, height }));
  const corner = corners[crowds.indexOf(Math.min(...crowds))]!;
  drawLegend(ctx, series.map((one) => [one]), { ...corner, style });
}

/** The share of the curves' points in a box, summed over curves. */
function crowd(chart: Chart, box: { x: number; y: number; width: number; height: number }): number {
  let share = 0;
  for (const { source } of shownCurves(chart)) {
    source.x.forEach((at, index) => {
      const value = source.y[index];
      if (at == null || value == null) return;
      const x = chart.scales.x!.getPixelForValue(at);
      const y = chart.scales.y!.getPixelForValue(value);
      const within = x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
      if (within) share += 1 / source.x.length;
    });
  }
  return share;
}
