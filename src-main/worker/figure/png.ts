import { createCanvas, type Canvas } from '@napi-rs/canvas';
import type { FigureDescription, Paper } from '../../contract/figure';
import { drawFigure } from '../../figures/draw-figure';
import { paperStyle } from '../../figures/style';
import { canvasTools } from './canvas-tools';
import { physicalSize, textChunk, withChunks } from './png-chunks';

/** Draws a figure as PNG at its resolution, which the file tells (pHYs), with title and provenance (iTXt). */
export function figurePng(figure: FigureDescription, paper: Paper): Buffer {
  return withChunks(figureCanvas(figure, paper).encodeSync('png'), [
    physicalSize(paper.dpi),
    textChunk('Title', figure.title),
    textChunk('Software', 'Wavebench'),
    textChunk('Provenance', JSON.stringify(figure.provenance)),
  ]);
}

/** Draws a figure on a canvas of its own at the paper's resolution. */
export function figureCanvas(figure: FigureDescription, paper: Paper): Canvas {
  const style = paperStyle(paper);
  const [width, height] = [Math.round(paper.width * paper.dpi), Math.round(paper.height * paper.dpi)];
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d') as unknown as CanvasRenderingContext2D;
  context.fillStyle = style.colors.ground;
  context.fillRect(0, 0, width, height);
  context.scale(paper.dpi / 72, paper.dpi / 72);
  drawFigure(context, figure, { width: 72 * paper.width, height: 72 * paper.height, style, tools: canvasTools() });
  return canvas;
}
