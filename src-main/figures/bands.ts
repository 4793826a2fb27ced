import type { Chart, Plugin } from 'chart.js';
import type { Series } from '../contract/figure';
import { withAlpha } from './color';
import { insidePlot, shownCurves } from './plot-area';
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
          for (const outline of outlines(chart, source.x, source.band)) {
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

type Outline = [x: number, y: number][];

/** The areas between the two ends of a band, one for each stretch without gaps, in places of the canvas. */
function outlines(chart: Chart, x: Series['x'], { low, high }: NonNullable<Series['band']>): Outline[] {
  const areas: Outline[] = [];
  let upper: Outline = [];
  let lower: Outline = [];
  const finish = () => {
    if (upper.length > 1) areas.push([...upper, ...lower.reverse()]);
    upper = [];
    lower = [];
  };
  for (let index = 0; index < x.length; index += 1) {
    const [at, from, to] = [x[index], low[index], high[index]];
    if (at == null || from == null || to == null) {
      finish();
      continue;
    }
    const pixel = chart.scales.x!.getPixelForValue(at);
    upper.push([pixel, chart.scales.y!.getPixelForValue(to)]);
    lower.push([pixel, chart.scales.y!.getPixelForValue(from)]);
  }
  finish();
  return areas;
}
