import type { ChartDataset } from 'chart.js';
import type { Axis, ChartPanel, Series } from '../contract/figure';
import { withAlpha } from './color';
import { dashPattern, seriesColor, type FigureStyle } from './style';

/** A point as Chart.js takes it without parsing; `y` is NaN where the curve has a gap. */
export interface ChartPoint {
  x: number;
  y: number;
}

/** One curve: what Chart.js draws, and the series it comes from for what is drawn around it. */
export type CurveDataset = ChartDataset<'line', ChartPoint[]> & { source: Series };

/** The datasets of a panel, one for each series in the same order; raw curves lie behind, the truth behind the rest. */
export function curveDatasets(panel: ChartPanel, style: FigureStyle): CurveDataset[] {
  return panel.series.map((given) => {
    const series = onAxes(given, panel);
    const color = seriesColor(style, series);
    return {
      source: series,
      label: series.label,
      data: chartPoints(series),
      borderColor: series.role === 'raw' ? withAlpha(color, style.rawOpacity) : color,
      backgroundColor: color,
      borderWidth: style.widths[series.role],
      borderDash: dashPattern(style, series.dash),
      borderJoinStyle: 'round',
      borderCapStyle: 'butt',
      pointRadius: 0,
      pointHoverRadius: 0,
      order: { raw: 2, truth: 1, curve: 0 }[series.role],
      spanGaps: false,
      stepped: given.stepped ? 'middle' : false,
    };
  });
}

/** The points of a series in the form of Chart.js. Throws when x falls: Chart.js searches it by halving. */
export function chartPoints({ label, x, y }: Pick<Series, 'label' | 'x' | 'y'>): ChartPoint[] {
  if (x.length !== y.length) {
    throw new Error(`Series "${label}" has ${x.length} x and ${y.length} y values; it needs as many of both.`);
  }
  const points: ChartPoint[] = [];
  let last = -Infinity;
  for (let index = 0; index < x.length; index += 1) {
    const at = x[index];
    if (at === null || at === undefined) continue;
    if (at < last) throw new Error(`Series "${label}" has x falling from ${last} to ${at}; sort it by x.`);
    last = at;
    points.push({ x: at, y: y[index] ?? NaN });
  }
  return points;
}

/** The series without what has no place on a logarithmic axis. */
function onAxes(series: Series, { x, y }: Pick<ChartPanel, 'x' | 'y'>): Series {
  if (x.scale === 'linear' && y.scale === 'linear') return series;
  const placed = (values: Series['y'], scale: Axis['scale']) =>
    scale === 'linear' ? values : values.map((value) => (value !== null && value > 0 ? value : null));
  const { band } = series;
  return {
    ...series,
    x: placed(series.x, x.scale),
    y: placed(series.y, y.scale),
    band: band && { ...band, low: placed(band.low, y.scale), high: placed(band.high, y.scale) },
  };
}
