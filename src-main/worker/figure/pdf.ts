import { PDFDocument } from '@napi-rs/canvas';
import type { FigureDescription, Paper } from '../../contract/figure';
import { drawFigure } from '../../figures/draw-figure';
import { paperSheet } from '../../figures/draw-on-paper';
import { canvasTools } from './canvas-tools';
import { PdfDashes } from './pdf-dashes';
import { pdfNumber, readPdf, writePdf, type PdfObjects } from './pdf-file';

/**
 * Draws a figure as a page of PDF of just its size, fonts embedded. The title, the remarks and the provenance (JSON)
 * are the document's title, subject and keywords. There is no date: the same figure gives the same bytes.
 */
export function figurePdf(figure: FigureDescription, paper: Paper): Buffer {
  const sheet = paperSheet(paper, canvasTools());
  const { width, height, style } = sheet;
  const document = new PDFDocument({
    title: figure.title,
    subject: figure.provenance.remarks.join(' '),
    keywords: JSON.stringify(figure.provenance),
    creator: 'Wavebench',
  });
  // Pages have whole points here; the rest is cut off afterwards.
  const context = document.beginPage(Math.ceil(width), Math.ceil(height)) as unknown as CanvasRenderingContext2D;
  const dashes = new PdfDashes();
  const { miterLimit } = context;
  dashes.markOn(context);
  context.fillStyle = style.colors.ground;
  context.fillRect(0, 0, Math.ceil(width), Math.ceil(height));
  drawFigure(context, figure, sheet);
  document.endPage();
  const file = readPdf(document.close());
  cutPage(file, width, height);
  dashes.writeInto(file, miterLimit);
  return writePdf(file);
}

/** Cuts the only page to width × height points at the lower and right edge. */
function cutPage({ objects }: PdfObjects, width: number, height: number): void {
  for (const [number, object] of objects) {
    const box = /\/Type \/Page\b/.test(object) && /\/MediaBox \[0 0 (\d+) (\d+)\]/.exec(object);
    if (!box) continue;
    const top = Number(box[2]);
    const exact = `/MediaBox [0 ${pdfNumber(top - height)} ${pdfNumber(width)} ${top}]`;
    objects.set(number, object.replace(box[0], exact));
    return;
  }
  throw new Error('The PDF document has no page whose size can be set.');
}
