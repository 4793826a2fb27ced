import { Chart, LinearScale, LineController, LineElement, LogarithmicScale, PointElement } from 'chart.js';
import type { ChartPanel, Series } from '../../src-main/contract/figure';
import { curveDatasets, type ChartPoint, type CurveDataset } from '../../src-main/figures/curves';
import type { FigureStyle } from '../../src-main/figures/style';

// Only what curves need, so that the rest of Chart.js stays out of the bundle.
Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);

export type CurveChart = Chart<'line', ChartPoint[]>;
export { Chart };

/** What is around the curves of a panel: while this stays the same, curves come and go in the same chart. */
export function frameOf({ title, x, y, marks }: ChartPanel): string {
  return JSON.stringify([title, x, y, marks]);
}

/** The series that a chart shows, each with what Chart.js draws of it; kept from one panel to the next. */
export class ShownCurves {
  #series: readonly Series[] = [];
  #datasets: readonly CurveDataset[] = [];

  /** What a chart has been made of. */
  constructor(series: readonly Series[], datasets: readonly CurveDataset[]) {
    this.#series = series;
    this.#datasets = datasets;
  }

  /**
   * The datasets of a panel with the same frame. A series that is the same object keeps its dataset untouched; one with
   * new numbers puts them into the dataset it had, so that Chart.js does not begin with it anew.
   */
  next(panel: ChartPanel, style: FigureStyle): CurveDataset[] {
    const places = new Map<string, number[]>();
    this.#series.forEach((series, place) => {
      const look = lookOf(series);
      places.set(look, [...(places.get(look) ?? []), place]);
    });
    const datasets = panel.series.map((series) => {
      const place = places.get(lookOf(series))?.shift();
      if (place === undefined) return curveDatasets({ ...panel, series: [series] }, style)[0]!;
      const known = this.#datasets[place]!;
      if (this.#series[place] === series) return known;
      return Object.assign(known, curveDatasets({ ...panel, series: [series] }, style)[0]!);
    });
    this.#series = panel.series;
    this.#datasets = datasets;
    return datasets;
  }
}

/** Everything of a series but its numbers. */
function lookOf({ label, role, colorIndex, dash, band, runIds }: Series): string {
  return JSON.stringify([label, role, colorIndex, dash, band?.kind, runIds]);
}
