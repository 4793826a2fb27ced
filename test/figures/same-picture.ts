import { writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { FigureDescription, Paper } from '../../src-main/contract/figure';
import { usualHeight } from '../../src-main/figures/usual-height';
import { registerFonts } from '../../src-main/worker/figure/fonts';
import { figurePdf } from '../../src-main/worker/figure/pdf';
import { figurePng } from '../../src-main/worker/figure/png';
import { figureSvg } from '../../src-main/worker/figure/svg';
import { outputFile } from './kept-file';
import { fontFolder, paperFor } from './paper';
import { difference, isThere, rasterPdf, rasterSvg, readPicture, textMask } from './raster';

/** Whether the programs that draw SVG and PDF here are on this machine. */
export const canRaster = isThere('rsvg-convert') && isThere('pdftoppm');

const dpi = 160;

/** The most of a picture that may differ: far less than a curve that moves by the width of a pixel. */
export const allowedDifference = 0.0003;

/**
 * Expects that rsvg-convert and pdftoppm make of a figure's SVG and PDF what the canvas makes of it. Nothing is
 * expected where they are not on this machine.
 */
export async function expectSamePicture(name: string, figure: FigureDescription, paper?: Paper): Promise<void> {
  if (!canRaster) return;
  const { svg, pdf, png, mask } = await rasters(name, figure, paper);
  // Both programs move the edges of pictures to whole pixels.
  const most = figure.panels.some(({ kind }) => kind === 'images') ? 0.015 : allowedDifference;
  expect(difference(png, svg, mask), `SVG of ${name}`).toBeLessThan(most);
  expect(difference(png, pdf, mask), `PDF of ${name}`).toBeLessThan(most);
}

/** A figure as the three programs draw it, and where its texts are. */
export async function rasters(name: string, figure: FigureDescription, given = usualPaper(figure)) {
  registerFonts(fontFolder);
  // Whole points and whole pixels, so that all programs make pictures of the same size.
  const paper = { ...given, dpi, height: Math.round(10 * given.height) / 10 };
  const png = await readPicture(figurePng(figure, paper));
  const [svgFile, pdfFile] = [outputFile(`${name}-without-text.svg`), outputFile(`${name}-raster.pdf`)];
  const svg = figureSvg(figure, paper, fontFolder).toString();
  writeFileSync(svgFile, svg.replace(/<text[^>]*>[^<]*<\/text>/g, ''));
  writeFileSync(pdfFile, figurePdf(figure, paper));
  return {
    png,
    paper,
    svg: await rasterSvg(svgFile, dpi),
    pdf: await rasterPdf(pdfFile, dpi),
    mask: textMask(svg, { ...png, dpi }),
  };
}

function usualPaper(figure: FigureDescription): Paper {
  return paperFor(figure, { width: 5.5, height: usualHeight(figure, 5.5) });
}
