import type { FigureDescription, Paper } from '../contract/figure';
import type { DrawingTools, FigureSheet } from './chart-on-canvas';
import { drawFigure } from './draw-figure';
import { paperStyle } from './style';

/** The sheet of a paper, in points: the preview and every file are drawn on it. */
export function paperSheet(paper: Paper, tools: DrawingTools): FigureSheet {
  return { width: 72 * paper.width, height: 72 * paper.height, style: paperStyle(paper), tools };
}

/** Draws a figure as it is printed, in pixels: the PNG's and the preview's alike. */
export function drawOnPaper(
  context: CanvasRenderingContext2D,
  figure: FigureDescription,
  { paper, tools, dpi }: { paper: Paper; tools: DrawingTools; dpi: number },
): void {
  const sheet = paperSheet(paper, tools);
  context.save();
  context.fillStyle = sheet.style.colors.ground;
  context.fillRect(0, 0, Math.round(paper.width * dpi), Math.round(paper.height * dpi));
  context.scale(dpi / 72, dpi / 72);
  drawFigure(context, figure, sheet);
  context.restore();
}
