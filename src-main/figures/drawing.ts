import type { DrawingPanel } from '../contract/figure';
import { drawHeading, headingHeight } from './heading';
import type { Box } from './box';
import { drawingColor, type FigureStyle } from './style';

type Context = CanvasRenderingContext2D;

export type Shape = DrawingPanel['shapes'][number];

export interface DrawingOptions {
  box: Box;
  style: FigureStyle;
  letter: string | null;
}

/** Where a drawing without heading lies in a box: its upper left corner, and the length of its unit. */
export function fitDrawing({ width, height }: Pick<DrawingPanel, 'width' | 'height'>, box: Box) {
  const scale = Math.min(box.width / width, box.height / height);
  return { scale, x: box.x + (box.width - scale * width) / 2, y: box.y + (box.height - scale * height) / 2 };
}

/** Draws a drawing as large as fits into the box, in the middle of it; lengths, line widths and texts grow alike. */
export function drawDrawing(context: Context, panel: DrawingPanel, options: DrawingOptions): void {
  const { box, style, letter } = options;
  const place = placeOf(context, panel, options);
  context.save();
  context.translate(box.x, box.y);
  drawHeading(context, { title: panel.title, letter, style, width: box.width, x: 0, y: 0 });
  context.restore();
  context.save();
  context.translate(place.x, place.y);
  context.scale(place.scale, place.scale);
  for (const shape of panel.shapes) drawShape(context, shape, style);
  context.restore();
}

/** The shapes in the units of the canvas, as `drawDrawing` draws them. */
export function placedShapes(context: Context, panel: DrawingPanel, options: DrawingOptions): Shape[] {
  const { x, y, scale } = placeOf(context, panel, options);
  const points = (own: readonly number[]) => own.map((value, index) => scale * value + (index % 2 === 0 ? x : y));
  return panel.shapes.map((shape): Shape => {
    switch (shape.type) {
      case 'line':
      case 'segments': {
        const dash = shape.dash.map((length) => scale * length);
        return { ...shape, points: points(shape.points), width: scale * shape.width, dash };
      }
      case 'circle':
        return { ...shape, x: x + scale * shape.x, y: y + scale * shape.y, radius: scale * shape.radius };
      case 'rectangle':
        return {
          ...shape,
          x: x + scale * shape.x,
          y: y + scale * shape.y,
          width: scale * shape.width,
          height: scale * shape.height,
        };
      case 'text':
        return { ...shape, x: x + scale * shape.x, y: y + scale * shape.y, size: scale * shape.size };
    }
  });
}

/** Draws one shape in the context's units. */
export function drawShape(context: Context, shape: Shape, style: FigureStyle): void {
  if (shape.type === 'text') {
    context.font = `${shape.size}px ${style.fontFamily}`;
    context.textAlign = shape.align;
    context.textBaseline = 'middle';
    context.fillStyle = drawingColor(style, shape.color);
    context.fillText(shape.text, shape.x, shape.y);
    return;
  }
  context.beginPath();
  if (shape.type === 'line' || shape.type === 'segments') {
    for (let index = 0; index + 1 < shape.points.length; index += 2) {
      const [x, y] = [shape.points[index]!, shape.points[index + 1]!];
      if (index === 0 || (shape.type === 'segments' && index % 4 === 0)) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    context.setLineDash(shape.dash);
    context.lineWidth = shape.width;
    context.strokeStyle = drawingColor(style, shape.color);
    context.stroke();
    context.setLineDash([]);
    return;
  }
  if (shape.type === 'circle') context.arc(shape.x, shape.y, shape.radius, 0, 2 * Math.PI);
  else context.rect(shape.x, shape.y, shape.width, shape.height);
  context.fillStyle = drawingColor(style, shape.fill);
  context.fill();
  if (shape.stroke === null) return;
  context.lineWidth = 1;
  context.strokeStyle = drawingColor(style, shape.stroke);
  context.stroke();
}

function placeOf(context: Context, panel: DrawingPanel, { box, style, letter }: DrawingOptions) {
  const { title, width, height } = panel;
  if (!(width > 0 && height > 0)) {
    throw new Error(`A drawing is ${width} × ${height} units; both must be above 0.`);
  }
  const top = headingHeight(context, { title, letter, style, width: box.width });
  return fitDrawing(panel, { ...box, y: box.y + top, height: box.height - top });
}
