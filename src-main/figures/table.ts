import type { TableCell, TablePanel } from '../contract/figure';
import { brokenLines } from './broken-lines';
import type { Box } from './box';
import { drawShape, type Shape } from './drawing';
import { drawHeading, headingHeight } from './heading';
import { dashPattern, labelFont, type FigureStyle } from './style';
import { armLook } from './study-run';

type Context = CanvasRenderingContext2D;

/** Where a table stands, and how it looks. */
export interface TableLook {
  box: Box;
  style: FigureStyle;
  /** Panel letter: `a`. */
  letter: string | null;
}

/** Draws a table at the size of the figure's type, or smaller where it would not fit into the box. */
export function drawTable(context: Context, panel: TablePanel, look: TableLook): void {
  const { box, style, letter } = look;
  context.save();
  context.translate(box.x, box.y);
  drawHeading(context, { title: panel.title, letter, style, width: box.width, x: 0, y: 0 });
  context.restore();
  context.save();
  for (const shape of tableShapes(context, panel, look)) drawShape(context, shape, style);
  context.restore();
}

/** The rules and words of a table without its heading, in units of the canvas. */
export function tableShapes(context: Context, panel: TablePanel, { box, style, letter }: TableLook): Shape[] {
  const top = headingHeight(context, { title: panel.title, letter, style, width: box.width });
  const room = { width: box.width, height: box.height - top };
  context.save();
  context.font = labelFont(style);
  const columns = columnsOf(context, panel, style);
  const natural = columns.at(-1)!.right;
  const linesAt = (scale: number) => notesOf(context, panel, room.width / scale);
  const heightOf = (notes: readonly string[]) => tableHeight(panel, notes.length) * style.fontSize;
  let scale = Math.min(1, room.width / natural);
  scale *= Math.min(1, room.height / (scale * heightOf(linesAt(scale))));
  const notes = linesAt(scale);
  context.restore();
  const place = { x: box.x, y: box.y + top, scale, width: Math.min(room.width / scale, loosest * natural) };
  return placedShapes(panel, { columns: loosened(columns, place.width), notes, place, style });
}

/** The height of a table over the size of its type. */
export function tableHeight({ rows }: Pick<TablePanel, 'rows'>, noteLines: number): number {
  const ruled = rows.filter((row, index) => row.ruled && index > 0).length;
  return (rows.length + 1) * pitch + (ruled + 3) * ruleRoom + noteLines * notePitch + (noteLines > 0 ? ruleRoom : 0);
}

/** The words of a cell. */
export function cellText(cell: TableCell | undefined): string {
  return typeof cell === 'object' ? cell.text : (cell ?? '');
}

/** In sizes of the type: from one row to the next, around a rule, between columns, and before the first word. */
const pitch = 1.45;
const ruleRoom = 0.45;
const notePitch = 1.3;
const columnGap = 2;
const sampleRoom = 2.4;
/** A table may become so much wider than its words need. */
const loosest = 1.35;

interface Column {
  left: number;
  right: number;
}

function columnsOf(context: Context, { columns, rows }: TablePanel, { fontSize }: FigureStyle): Column[] {
  let edge = 0;
  return columns.map(({ title }, index) => {
    const words = [title, ...rows.map(({ cells }) => cellText(cells[index]))];
    const sampled = index === 0 && rows.some(({ colorIndex }) => colorIndex !== null) ? sampleRoom * fontSize : 0;
    const left = edge + sampled + (index > 0 ? columnGap * fontSize : 0);
    edge = left + Math.max(...words.map((word) => context.measureText(word).width));
    return { left, right: edge };
  });
}

/** The columns moved apart evenly until they take the width. */
function loosened(columns: readonly Column[], width: number): Column[] {
  const more = (width - columns.at(-1)!.right) / Math.max(1, columns.length - 1);
  return columns.map(({ left, right }, index) => ({ left: left + index * more, right: right + index * more }));
}

function notesOf(context: Context, { notes }: TablePanel, width: number): string[] {
  return notes.flatMap((note) => brokenLines(note, (line) => context.measureText(line).width <= width));
}

interface Placing {
  columns: readonly Column[];
  notes: readonly string[];
  /** Upper left corner; the length of a unit; the width in units. */
  place: { x: number; y: number; scale: number; width: number };
  style: FigureStyle;
}

function placedShapes(panel: TablePanel, { columns, notes, place, style }: Placing): Shape[] {
  const { x, y, scale, width } = place;
  const { fontSize } = style;
  const shapes: Shape[] = [];
  let line = 0;
  const rule = (weight: number) => {
    const at = y + scale * (line + (ruleRoom * fontSize) / 2);
    const points = [x, at, x + scale * width, at];
    shapes.push({ type: 'line', points, color: 'text', width: weight * scale * style.widths.axis, dash: [] });
    line += ruleRoom * fontSize;
  };
  const words = (cells: readonly string[]) => {
    const middle = y + scale * (line + (pitch * fontSize) / 2);
    panel.columns.forEach(({ align }, index) => {
      const text = cells[index] ?? '';
      if (text === '') return;
      const at = x + scale * columns[index]![align];
      shapes.push({ type: 'text', x: at, y: middle, text, size: scale * fontSize, align, color: 'text' });
    });
    line += pitch * fontSize;
  };
  rule(1.5);
  words(panel.columns.map(({ title }) => title));
  rule(0.9);
  panel.rows.forEach(({ cells, colorIndex, ruled }, index) => {
    if (ruled && index > 0) rule(0.9);
    if (colorIndex !== null) shapes.push(lineSample(colorIndex, { x, y: y + scale * line, scale, style }));
    words(cells.map(cellText));
  });
  rule(1.5);
  if (notes.length > 0) line += ruleRoom * fontSize;
  for (const text of notes) {
    const middle = y + scale * (line + (notePitch * fontSize) / 2);
    shapes.push({ type: 'text', x, y: middle, text, size: scale * fontSize, align: 'left', color: 'muted' });
    line += notePitch * fontSize;
  }
  return shapes;
}

/** The line that an arm has in charts; `y` is the upper edge of its row. */
function lineSample(
  colorIndex: number,
  { x, y, scale, style }: { x: number; y: number; scale: number; style: FigureStyle },
): Shape {
  const middle = y + (scale * pitch * style.fontSize) / 2;
  const dash = dashPattern(style, armLook({ colorIndex }).dash).map((length) => scale * length);
  const points = [x, middle, x + scale * (sampleRoom - 0.6) * style.fontSize, middle];
  return { type: 'line', points, color: `series ${colorIndex}`, width: scale * style.widths.curve, dash };
}
