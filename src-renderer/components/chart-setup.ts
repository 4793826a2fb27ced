import { Chart, LinearScale, LineController, LineElement, LogarithmicScale, PointElement } from 'chart.js';
import type { ChartPanel } from '../../src-main/contract/figure';
import { curveDatasets, type ChartPoint } from '../../src-main/figures/curves';
import type { FigureStyle } from '../../src-main/figures/style';

// Only what curves need, so that the rest of Chart.js stays out of the bundle.
Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);

export type CurveChart = Chart<'line', ChartPoint[]>;
export { Chart };

/** Everything of a panel but its numbers: while this stays the same, a chart can be updated in place. */
export function shapeOf(panel: ChartPanel): string {
  const series = panel.series.map(({ label, role, colorIndex, dash, band }) => [
    label,
    role,
    colorIndex,
    dash,
    band?.kind,
  ]);
  return JSON.stringify([panel.title, panel.x, panel.y, panel.marks, series]);
}

/** Puts new numbers into a chart of the same shape; the datasets stay, so Chart.js lays out and draws, nothing more. */
export function updateCurves(chart: CurveChart, panel: ChartPanel, style: FigureStyle): void {
  curveDatasets(panel, style).forEach((dataset, index) => Object.assign(chart.data.datasets[index]!, dataset));
  chart.update('none');
}
