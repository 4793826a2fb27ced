import type { Chart } from 'chart.js';
import type { CurveDataset } from './curves';

/** The curves of a chart that are not hidden. */
export function shownCurves(chart: Chart): CurveDataset[] {
  return (chart.data.datasets as CurveDataset[]).filter((_, index) => chart.isDatasetVisible(index));
}

/** Draws with everything cut off that lies further than `margin` outside the plot area. */
export function insidePlot(chart: Chart, margin: number, draw: () => void): void {
  const { ctx, chartArea } = chart;
  const { left, top, right, bottom } = chartArea;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin);
  ctx.clip();
  draw();
  ctx.restore();
}
