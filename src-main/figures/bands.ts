import type { Chart, Plugin } from 'chart.js';
import type { Series } from '../contract/figure';
import { withAlpha } from './color';
import { insidePlot, shownCurves } from './plot-area';
import { simplifiedIndices } from './simplify';
import { seriesColor, type FigureStyle } from './style';

/**
 * Draws the bands behind all curves, each as one area in the curve's colour. They are no datasets of their own, so
 * datasets stay in the order of the series and nothing else has to skip them.
 */
export function bands(style: FigureStyle): Plugin<'line'> {
  return {
    id: 'bands',
    beforeDatasetsDraw(chart) {
      const { ctx } = chart;
      insidePlot(chart, 0, () => {
        for (const { source } of shownCurves(chart)) {
          if (!source.band) continue;
          ctx.fillStyle = withAlpha(seriesColor(style, source), style.bandOpacity);
          for (const outline of outlines(chart, source, style.tolerance)) {
            ctx.beginPath();
            outline.forEach(([x, y], index) => (index === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y)));
            ctx.closePath();
            ctx.fill();
          }
        }
      });
    },
  };
}

type Edge = (readonly [x: number, y: number])[];

/** The areas between the two ends of a band, one for each stretch without gaps, in places of the canvas. */
function outlines(chart: Chart, { x, band }: Series, tolerance: number): Edge[] {
  const areas: Edge[] = [];
  let upper: Edge = [];
  let lower: Edge = [];
  const finish = () => {
    if (upper.length > 1) areas.push([...simplified(upper, tolerance), ...simplified(lower, tolerance).reverse()]);
    upper = [];
    lower = [];
  };
  for (let index = 0; index < x.length; index += 1) {
    const [at, low, high] = [x[index], band!.low[index], band!.high[index]];
    if (at == null || low == null || high == null) {
      finish();
      continue;
    }
    const pixel = chart.scales.x!.getPixelForValue(at);
    upper.push([pixel, chart.scales.y!.getPixelForValue(high)]);
    lower.push([pixel, chart.scales.y!.getPixelForValue(low)]);
  }
  finish();
  return areas;
}

function simplified(edge: Edge, tolerance: number): Edge {
  if (tolerance === 0) return edge;
  const kept = simplifiedIndices(
    edge.map(([x]) => x),
    edge.map(([, y]) => y),
    tolerance,
  );
  return kept.map((index) => edge[index]!);
}
