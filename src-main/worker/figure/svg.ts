import type { FigureDescription, Paper } from '../../contract/figure';
import { drawFigure } from '../../figures/draw-figure';
import { paperSheet } from '../../figures/draw-on-paper';
import { escaped } from '../../figures/svg-attributes';
import { SvgContext } from '../../figures/svg-context';
import { svgNumber } from '../../figures/svg-path';
import { canvasTools } from './canvas-tools';
import { fontFaces } from './fonts';
import { outlineText } from './text-outlines';

/**
 * Draws a figure as SVG: words as text in embedded fonts, or as outlines where the paper says so, curves as paths, one
 * unit a point. The provenance is the JSON in `<metadata>`.
 */
export function figureSvg(figure: FigureDescription, paper: Paper, fontFolder: string): Buffer {
  const sheet = paperSheet(paper, canvasTools());
  const { width, height, style, tools } = sheet;
  const outline = paper.outlines ? outlineText : null;
  const context = new SvgContext(tools.scratch, style.fontFamily, outline);
  drawFigure(context as unknown as CanvasRenderingContext2D, figure, sheet);
  const [wide, high] = [svgNumber(width), svgNumber(height)];
  const size = `width="${svgNumber(paper.width)}in" height="${svgNumber(paper.height)}in"`;
  const text = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${wide} ${high}">`,
    `<title>${escaped(figure.title)}</title>`,
    `<metadata>${escaped(JSON.stringify(figure.provenance))}</metadata>`,
    ...(outline ? [] : [`<style>${fontFaces(fontFolder, paper.font, context.used)}</style>`]),
    `<path d="M0 0h${wide}v${high}h-${wide}z" fill="${style.colors.ground}"/>`,
    `${context.content}</svg>`,
    '',
  ];
  return Buffer.from(text.join('\n'), 'utf8');
}
