import type { Series } from '../contract/figure';
import { seriesColor, type FigureStyle } from './style';

/** Draws the marker of a curve: its shape and colour follow from the colour index, its edge is the ground's. */
export function drawMarker(
  context: CanvasRenderingContext2D,
  { x, y, series, style }: { x: number; y: number; series: Pick<Series, 'role' | 'colorIndex'>; style: FigureStyle },
): void {
  context.save();
  context.beginPath();
  shapes[series.colorIndex % shapes.length]!(context, { x, y, radius: style.markerRadius });
  context.closePath();
  context.fillStyle = seriesColor(style, series);
  context.fill();
  context.restore();
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
