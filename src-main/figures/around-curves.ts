import type { Chart, Plugin } from 'chart.js';
import type { ChartPanel } from '../contract/figure';
import { withAlpha } from './color';
import type { CurveDataset } from './curves';
import { drawMarker } from './marker';
import { seriesColor, type FigureStyle } from './style';

/** Draws the bands behind all curves, each as one area with the band opacity. */
export function bands(style: FigureStyle): Plugin<'line'> {
  return {
    id: 'bands',
    beforeDatasetsDraw(chart) {
      const { ctx } = chart;
      clipped(chart, () => {
        for (const { source } of visible(chart)) {
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

/** Draws the zero lines of both axes, observation limits and thresholds; limits behind the curves, labels outside. */
export function marks(panel: Pick<ChartPanel, 'marks'>, style: FigureStyle): Plugin<'line'> {
  return {
    id: 'marks',
    beforeDatasetsDraw(chart) {
      const { ctx, chartArea, scales } = chart;
      const lines = panel.marks.map(({ axis, at }) => ({ axis, at, dash: [3, 2].map((n) => n * style.widths.mark) }));
      const zero = scales.y!.type === 'linear' && scales.y!.min < 0 && scales.y!.max > 0;
      for (const { axis, at, dash } of zero ? [{ axis: 'y' as const, at: 0, dash: [] }, ...lines] : lines) {
        const scale = scales[axis]!;
        if (!(at >= scale.min && at <= scale.max)) continue;
        const pixel = scale.getPixelForValue(at);
        ctx.save();
        ctx.lineWidth = style.widths.mark;
        ctx.strokeStyle = dash.length > 0 ? style.colors.muted : withAlpha(style.colors.axis, 0.5);
        ctx.setLineDash(dash);
        ctx.beginPath();
        ctx.moveTo(axis === 'x' ? pixel : chartArea.left, axis === 'x' ? chartArea.top : pixel);
        ctx.lineTo(axis === 'x' ? pixel : chartArea.right, axis === 'x' ? chartArea.bottom : pixel);
        ctx.stroke();
        ctx.restore();
      }
    },
    afterDatasetsDraw(chart) {
      for (const mark of panel.marks) drawMarkLabel(chart, mark, style);
    },
  };
}

/** Markers as a second channel beside colour: on every point of short curves, else on a few, staggered by curve. */
export function markers(style: FigureStyle): Plugin<'line'> {
  return {
    id: 'markers',
    afterDatasetsDraw(chart) {
      clipped(chart, () => {
        for (const { source, data } of visible(chart)) {
          if (source.role !== 'curve') continue;
          for (const index of marked(data, source.colorIndex)) {
            const { x, y } = data[index]!;
            if (Number.isNaN(y)) continue;
            const at = { x: chart.scales.x!.getPixelForValue(x), y: chart.scales.y!.getPixelForValue(y) };
            drawMarker(chart.ctx, { ...at, series: source, style });
          }
        }
      });
    },
  };
}

/** Curves on paper are drawn point by point; by default Chart.js joins all points within one unit of x. */
export function exactCurves(): Plugin<'line'> {
  return {
    id: 'exactCurves',
    beforeDatasetDraw(_chart, { meta }) {
      // What Chart.js's own decimation sets on a line whose points are all to be drawn.
      (meta.dataset as unknown as { _decimated: boolean })._decimated = true;
    },
  };
}

export function visible(chart: Chart): CurveDataset[] {
  return (chart.data.datasets as CurveDataset[]).filter((_, index) => chart.isDatasetVisible(index));
}

function drawMarkLabel(chart: Chart, { axis, at, label }: ChartPanel['marks'][number], style: FigureStyle): void {
  const { ctx, chartArea, scales } = chart;
  const scale = scales[axis]!;
  if (label === '' || !(at >= scale.min && at <= scale.max)) return;
  ctx.save();
  ctx.font = `${style.tickFontSize}px ${style.fontFamily}`;
  ctx.fillStyle = style.colors.muted;
  const pixel = scale.getPixelForValue(at);
  if (axis === 'y') {
    ctx.textAlign = 'right';
    ctx.textBaseline = 'bottom';
    ctx.fillText(label, chartArea.right, pixel - style.gap / 3);
  } else {
    const half = ctx.measureText(label).width / 2;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'bottom';
    const middle = Math.min(Math.max(pixel, chartArea.left + half), Math.max(chartArea.right, chartArea.left + half) - half);
    ctx.fillText(label, middle, chartArea.top - style.gap / 3);
  }
  ctx.restore();
}

/** About eight points, evenly over the drawn range, each curve's a little further on than the one before. */
function marked(data: readonly { x: number }[], colorIndex: number): number[] {
  if (data.length <= 12) return data.map((_, index) => index);
  const stride = (data.length - 1) / 8;
  const first = stride * (0.5 + 0.14 * ((colorIndex % 7) - 3));
  return Array.from({ length: 8 }, (_, place) => Math.round(first + place * stride));
}

function clipped(chart: Chart, draw: () => void): void {
  const { ctx, chartArea } = chart;
  const { left, top, right, bottom } = chartArea;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left - 1, top - 1, right - left + 2, bottom - top + 2);
  ctx.clip();
  draw();
  ctx.restore();
}

/** The areas between the two ends of a band, one for each stretch without gaps, as points of the canvas. */
function outlines(
  chart: Chart,
  x: readonly (number | null)[],
  { low, high }: { low: readonly (number | null)[]; high: readonly (number | null)[] },
): [number, number][][] {
  const areas: [number, number][][] = [];
  let upper: [number, number][] = [];
  let lower: [number, number][] = [];
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
