import type { Chart } from 'chart.js';
import type { CurveDataset } from './curves';
import type { Box } from './box';

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

/** How much of the curves lies in a box: the share of each one's points, summed. */
export function crowd(chart: Chart, box: Box): number {
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

/** The box where the fewest points lie; the first of equal ones. */
export function emptiest<Candidate extends Box>(chart: Chart, boxes: readonly Candidate[]): Candidate {
  const crowds = boxes.map((box) => crowd(chart, box));
  return boxes[crowds.indexOf(Math.min(...crowds))]!;
}
