import { PDFDocument } from '@napi-rs/canvas';
import type { FigureDescription } from '../../contract/figure';
import {
  numberColumns,
  type ClaimBlock,
  type ReportBlock,
  type ReportDocument,
  type ReportTable,
} from '../../contract/report';
import { drawFigure } from '../../figures/draw-figure';
import { paperStyle } from '../../figures/style';
import { usualHeight } from '../../figures/usual-height';
import { canvasTools } from './canvas-tools';
import { PdfDashes } from './pdf-dashes';
import { readPdf, writePdf } from './pdf-file';

/** A4 and its margins, in points. */
const page = { width: 595, height: 842, margin: 54 };
const column = page.width - 2 * page.margin;
const style = paperStyle({ fontSize: 8, font: 'sans' });
const { text: ink, muted, axis } = style.colors;

/** A report as a PDF of A4 pages, fonts embedded, figures as vectors. The same report gives the same bytes. */
export function reportPdf(report: ReportDocument): Buffer {
  const document = new PDFDocument({ title: report.title, subject: report.subtitle, creator: 'Wavebench' });
  const dashes = new PdfDashes();
  const sheet = new Sheet(document, dashes);
  sheet.words(report.title, { size: 20, weight: 600 });
  sheet.words(report.subtitle, { size: 8, color: muted });
  sheet.skip(8);
  for (const block of report.blocks) drawBlock(sheet, block);
  sheet.end();
  const file = readPdf(document.close());
  dashes.writeInto(file, sheet.miterLimit);
  return writePdf(file);
}

function drawBlock(sheet: Sheet, block: ReportBlock): void {
  switch (block.kind) {
    case 'heading':
      sheet.room(block.level === 2 ? 120 : 40);
      sheet.skip(block.level === 2 ? 18 : 6);
      sheet.words(block.text, { size: block.level === 2 ? 13 : 9.5, weight: 600 });
      return sheet.skip(2);
    case 'text':
      sheet.words(block.text, {});
      return sheet.skip(6);
    case 'list':
      for (const item of block.items) sheet.words(`•  ${item}`, { indent: 8 });
      return sheet.skip(6);
    case 'claim':
      return drawClaim(sheet, block);
    case 'table':
      return drawTable(sheet, block);
    case 'figure':
      sheet.figure(block.figure);
      sheet.words(block.caption, { size: 7.5, color: muted });
      return sheet.skip(8);
  }
}

function drawClaim(sheet: Sheet, { says, verdict, sentence, measure }: ClaimBlock): void {
  sheet.room(60);
  sheet.words(says, { weight: 600, indent: 8 });
  sheet.words(`${verdict.toUpperCase()}.  ${sentence}`, { indent: 8 });
  sheet.words(`Measure: ${measure}`, { size: 7.5, color: muted, indent: 8 });
  sheet.skip(6);
}

/** Columns as wide as their longest cell; where they do not fit, those of words wrap. */
function drawTable(sheet: Sheet, table: ReportTable): void {
  const { title, columns, rows } = table;
  const isNumbers = numberColumns(table);
  sheet.room(60);
  sheet.words(title, { size: 7.5, color: muted });
  const gap = 10;
  const wanted = columns.map((head, index) => {
    return Math.max(...[head, ...rows.map((row) => row[index] ?? '')].map((cell) => sheet.widthOf(cell)));
  });
  const room = column - gap * (columns.length - 1);
  const sum = wanted.reduce((all, width) => all + width, 0);
  const fair = room / columns.length;
  const narrow = wanted.map((width) => Math.min(width, fair)).reduce((all, width) => all + width, 0);
  const excess = wanted.map((width) => Math.max(0, width - fair)).reduce((all, width) => all + width, 0);
  const shrunk = wanted.map((width) => Math.min(width, fair) + ((room - narrow) * Math.max(0, width - fair)) / excess);
  const widths = sum <= room ? wanted : shrunk;
  for (const [index, row] of [columns, ...rows].entries()) {
    sheet.row(row, widths, { gap, isNumbers, color: index === 0 ? muted : ink });
  }
  sheet.skip(8);
}

interface Look {
  size?: number;
  weight?: 400 | 600;
  color?: string;
  indent?: number;
}

interface RowLook {
  gap: number;
  isNumbers: readonly boolean[];
  color: string;
}

/** Pages that are filled from above. */
class Sheet {
  readonly #document: PDFDocument;
  readonly #dashes: PdfDashes;
  #context!: CanvasRenderingContext2D;
  #y = 0;
  miterLimit = 10;

  constructor(document: PDFDocument, dashes: PdfDashes) {
    this.#document = document;
    this.#dashes = dashes;
    this.#begin();
  }

  end(): void {
    this.#document.endPage();
  }

  skip(height: number): void {
    this.#y += height;
  }

  /** Goes to the next page where so much does not fit on this one. */
  room(height: number): void {
    if (this.#y + height <= page.height - page.margin) return;
    this.end();
    this.#begin();
  }

  widthOf(text: string, { size = 8.5, weight = 400 }: Look = {}): number {
    this.#context.font = `${weight} ${size}px ${style.fontFamily}`;
    return this.#context.measureText(text).width;
  }

  words(text: string, look: Look): void {
    const { size = 8.5, color = ink, indent = 0 } = look;
    for (const line of this.#lines(text, column - indent, look)) {
      this.room(1.4 * size);
      this.#write(line, { x: page.margin + indent, y: this.#y, look: { ...look, color } });
      this.#y += 1.4 * size;
    }
  }

  /** Numbers stand right, words left. */
  row(cells: readonly string[], widths: readonly number[], { gap, isNumbers, color }: RowLook): void {
    const size = 8.5;
    const columns = cells.map((cell, index) => this.#lines(cell, widths[index]! + 0.5, {}));
    const height = 1.35 * size * Math.max(...columns.map((lines) => lines.length)) + 3;
    this.room(height);
    let x = page.margin;
    columns.forEach((lines, index) => {
      lines.forEach((line, number) => {
        const shift = isNumbers[index] ? widths[index]! - this.widthOf(line) : 0;
        this.#write(line, { x: x + shift, y: this.#y + 1.35 * size * number, look: { color } });
      });
      x += widths[index]! + gap;
    });
    this.#y += height;
    this.#context.fillStyle = axis;
    this.#context.globalAlpha = 0.3;
    this.#context.fillRect(page.margin, this.#y - 2, column, 0.5);
    this.#context.globalAlpha = 1;
  }

  figure(figure: FigureDescription): void {
    const height = Math.min(72 * usualHeight(figure, column / 72), page.height - 2 * page.margin - 40);
    this.room(height + 30);
    const context = this.#context;
    context.save();
    context.translate(page.margin, this.#y);
    drawFigure(context, figure, { width: column, height, style, tools: canvasTools() });
    context.restore();
    this.#y += height + 4;
  }

  #begin(): void {
    this.#context = this.#document.beginPage(page.width, page.height) as unknown as CanvasRenderingContext2D;
    this.miterLimit = this.#context.miterLimit;
    this.#dashes.markOn(this.#context);
    this.#context.fillStyle = style.colors.ground;
    this.#context.fillRect(0, 0, page.width, page.height);
    this.#y = page.margin;
  }

  #write(text: string, { x, y, look }: { x: number; y: number; look: Look }): void {
    const { size = 8.5, weight = 400, color = ink } = look;
    this.#context.font = `${weight} ${size}px ${style.fontFamily}`;
    this.#context.fillStyle = color;
    this.#context.textAlign = 'left';
    this.#context.textBaseline = 'alphabetic';
    this.#context.fillText(text, x, y + size);
  }

  #lines(text: string, width: number, look: Look): string[] {
    const lines: string[] = [];
    let line = '';
    for (const word of text.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (line !== '' && this.widthOf(longer, look) > width) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    return [...lines, line];
  }
}
