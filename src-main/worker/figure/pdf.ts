import { PDFDocument } from '@napi-rs/canvas';
import type { FigureDescription, Paper } from '../../contract/figure';
import { drawFigure } from '../../figures/draw-figure';
import { paperStyle } from '../../figures/style';
import { canvasTools } from './canvas-tools';

/**
 * Draws a figure as a page of PDF of just its size, fonts embedded. The title, the remarks and the provenance (JSON)
 * are the document's title, subject and keywords. There is no date: the same figure gives the same bytes.
 */
export function figurePdf(figure: FigureDescription, paper: Paper): Buffer {
  const style = paperStyle(paper);
  const [width, height] = [72 * paper.width, 72 * paper.height];
  const document = new PDFDocument({
    title: figure.title,
    subject: figure.provenance.remarks.join(' '),
    keywords: JSON.stringify(figure.provenance),
    creator: 'Wavebench',
  });
  // Pages have whole points here; the rest is cut off afterwards.
  const context = document.beginPage(Math.ceil(width), Math.ceil(height)) as unknown as CanvasRenderingContext2D;
  context.fillStyle = style.colors.ground;
  context.fillRect(0, 0, Math.ceil(width), Math.ceil(height));
  drawFigure(context, figure, { width, height, style, tools: canvasTools() });
  document.endPage();
  return withPageSize(document.close(), width, height);
}

/**
 * The document with its only page cut to width × height points at the lower and right edge, by an incremental update
 * (ISO 32000-1, 7.5.6): a second version of the page and a table that points to it, appended.
 */
export function withPageSize(document: Buffer, width: number, height: number): Buffer {
  // One byte, one character: offsets in the text are offsets in the file.
  const text = document.toString('latin1');
  const page = /(\d+) 0 obj\s*<<[^>]*\/Type \/Page\b[\s\S]*?endobj/.exec(text);
  const box = page && /\/MediaBox \[0 0 (\d+) (\d+)\]/.exec(page[0]);
  const trailer = /trailer\s*<<([\s\S]*?)>>\s*startxref\s*(\d+)\s*%%EOF\s*$/.exec(text);
  if (!page || !box || !trailer) throw new Error('The PDF document has no page whose size can be set.');
  const [, wholeWidth, wholeHeight] = box.map(Number) as [number, number, number];
  if (wholeWidth === width && wholeHeight === height) return document;
  const exactBox = `/MediaBox [0 ${pdfNumber(wholeHeight - height)} ${pdfNumber(width)} ${wholeHeight}]`;
  const object = page[0].replace(box[0], exactBox);
  const start = document.length + 1;
  const table = start + object.length + 1;
  const update = [
    '',
    object,
    'xref',
    `${page[1]} 1`,
    `${String(start).padStart(10, '0')} 00000 n `,
    `trailer\n<<${trailer[1]}\n/Prev ${trailer[2]}>>`,
    `startxref\n${table}\n%%EOF\n`,
  ];
  return Buffer.concat([document, Buffer.from(update.join('\n'), 'latin1')]);
}

function pdfNumber(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
