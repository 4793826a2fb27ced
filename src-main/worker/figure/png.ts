import { createCanvas, type Canvas } from '@napi-rs/canvas';
import type { FigureDescription, Paper } from '../../contract/figure';
import { drawOnPaper } from '../../figures/draw-on-paper';
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
  const { dpi } = paper;
  const canvas = createCanvas(Math.round(paper.width * dpi), Math.round(paper.height * dpi));
  const context = canvas.getContext('2d') as unknown as CanvasRenderingContext2D;
  drawOnPaper(context, figure, { paper, tools: canvasTools(), dpi });
  return canvas;
}
