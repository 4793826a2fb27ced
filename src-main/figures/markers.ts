import type { Plugin } from 'chart.js';
import type { Series } from '../contract/figure';
import { insidePlot, shownCurves } from './plot-area';
import { seriesColor, type FigureStyle } from './style';

/** Markers as a second channel beside colour: on every point of short curves, else on a few, staggered by curve. */
export function markers(style: FigureStyle): Plugin<'line'> {
  return {
    id: 'markers',
    afterDatasetsDraw(chart) {
      insidePlot(chart, style.markerRadius, () => {
        for (const { source } of shownCurves(chart)) {
          if (source.role !== 'curve') continue;
          for (const index of markedPoints(source.x, source.colorIndex)) {
            const [x, y] = [source.x[index], source.y[index]];
            if (x == null || y == null) continue;
            const at = { x: chart.scales.x!.getPixelForValue(x), y: chart.scales.y!.getPixelForValue(y) };
            drawMarker(chart.ctx, { ...at, series: source, style });
          }
        }
      });
    },
  };
}

/** Draws the marker of a curve: its shape and colour follow from the colour index. */
export function drawMarker(
  context: CanvasRenderingContext2D,
  { x, y, series, style }: { x: number; y: number; series: Pick<Series, 'role' | 'colorIndex'>; style: FigureStyle },
): void {
  context.beginPath();
  shapes[series.colorIndex % shapes.length]!(context, { x, y, radius: style.markerRadius });
  context.closePath();
  context.fillStyle = seriesColor(style, series);
  context.fill();
}

type Shape = (context: CanvasRenderingContext2D, place: { x: number; y: number; radius: number }) => void;

/** Shapes of about the same area. */
const shapes: readonly Shape[] = [
  (context, { x, y, radius }) => context.arc(x, y, radius, 0, 2 * Math.PI),
  (context, { x, y, radius }) => polygon(context, { x, y, radius: 1.25 * radius, corners: 4, turn: Math.PI / 4 }),
  (context, { x, y, radius }) => polygon(context, { x, y, radius: 1.45 * radius, corners: 3, turn: -Math.PI / 2 }),
  (context, { x, y, radius }) => polygon(context, { x, y, radius: 1.3 * radius, corners: 4, turn: 0 }),
  (context, { x, y, radius }) => polygon(context, { x, y, radius: 1.45 * radius, corners: 3, turn: Math.PI / 2 }),
  (context, { x, y, radius }) => polygon(context, { x, y, radius: 1.15 * radius, corners: 5, turn: -Math.PI / 2 }),
  (context, { x, y, radius }) => polygon(context, { x, y, radius: 1.15 * radius, corners: 6, turn: 0 }),
];

function polygon(
  context: CanvasRenderingContext2D,
  { x, y, radius, corners, turn }: { x: number; y: number; radius: number; corners: number; turn: number },
): void {
  for (let corner = 0; corner < corners; corner += 1) {
    const angle = turn + (2 * Math.PI * corner) / corners;
    const point = [x + radius * Math.cos(angle), y + radius * Math.sin(angle)] as const;
    if (corner === 0) context.moveTo(...point);
    else context.lineTo(...point);
  }
}

/**
 * Indices of the points that bear a marker: the nearest ones to eight places evenly over the curve's range of x, each
 * curve's places a little further on than those of the curve before.
 */
export function markedPoints(x: Series['x'], colorIndex: number): number[] {
  if (x.length <= everyPoint) return x.map((_, index) => index);
  const [first, last] = [x[0] ?? 0, x.at(-1) ?? 0];
  const shift = 0.5 + 0.14 * ((colorIndex % 7) - 3);
  return Array.from({ length: 8 }, (_, place) => nearest(x, first + ((place + shift) / 8) * (last - first)));
}

const everyPoint = 16;

function nearest(x: Series['x'], wanted: number): number {
  let [low, high] = [0, x.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((x[middle] ?? -Infinity) <= wanted) low = middle;
    else high = middle;
  }
  return wanted - (x[low] ?? -Infinity) <= (x[high] ?? Infinity) - wanted ? low : high;
}
