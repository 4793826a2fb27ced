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
          const along = source.x.map((value) => (value === null ? NaN : chart.scales.x!.getPixelForValue(value)));
          for (const index of markedPoints(along, source.colorIndex)) {
            const value = source.y[index];
            if (value == null) continue;
            const at = { x: along[index]!, y: chart.scales.y!.getPixelForValue(value) };
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
 * Indices of the points that bear a marker: the nearest ones to eight places evenly along the curve, each curve's
 * places a little further on than those of the curve before. `along` ascends; NaN where there is no point.
 */
export function markedPoints(along: readonly number[], colorIndex: number): number[] {
  const there: number[] = [];
  for (let index = 0; index < along.length; index += 1) if (Number.isFinite(along[index]!)) there.push(index);
  if (there.length <= everyPoint) return there;
  const [first, last] = [along[there[0]!]!, along[there.at(-1)!]!];
  const shift = 0.5 + 0.14 * ((colorIndex % 7) - 3);
  const places = Array.from({ length: 8 }, (_, place) => first + ((place + shift) / 8) * (last - first));
  return places.map((place) => nearest(along, there, place));
}

const everyPoint = 16;

function nearest(along: readonly number[], there: readonly number[], wanted: number): number {
  let [low, high] = [0, there.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (along[there[middle]!]! <= wanted) low = middle;
    else high = middle;
  }
  const [before, after] = [there[low]!, there[high]!];
  return wanted - along[before]! <= along[after]! - wanted ? before : after;
}
