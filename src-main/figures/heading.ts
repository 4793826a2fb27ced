import { brokenLines } from './broken-lines';
import type { FigureStyle } from './style';

type Context = CanvasRenderingContext2D;

/** What stands above a panel. */
export interface Heading {
  title: string;
  /** Panel letter: `a`. */
  letter: string | null;
  style: FigureStyle;
  /** Width of the panel; a longer title is broken into lines. */
  width: number;
}

/** The height that title and letter take, none without them. */
export function headingHeight(context: Context, heading: Heading): number {
  const { title, letter, style } = heading;
  if (title === '' && letter === null) return 0;
  const lines = Math.max(1, linesOf(context, heading).length);
  return lines * 1.25 * style.titleFontSize + style.gap / 2;
}

/**
 * Draws the letter at the left edge, `y` being the upper one, and the title: from `x` on, where the plot begins, if it
 * has room there, else right behind the letter.
 */
export function drawHeading(context: Context, heading: Heading & { x: number; y: number }): void {
  const { style } = heading;
  context.save();
  context.fillStyle = style.colors.text;
  context.textAlign = 'left';
  // Not the top of the letters' box: it differs between fonts, and ascenders would reach over the edge.
  context.textBaseline = 'alphabetic';
  for (const { text, x, y, bold } of headingTexts(context, heading)) {
    context.font = bold ? letterFont(style) : plainFont(style);
    context.fillText(text, x, y);
  }
  context.restore();
}

/** A line of a heading; `x` is its left end, `y` its baseline. */
export interface HeadingText {
  text: string;
  x: number;
  y: number;
  bold: boolean;
}

/** The letter, if any, then the lines of the title, where `drawHeading` puts them. */
export function headingTexts(context: Context, heading: Heading & { x: number; y: number }): HeadingText[] {
  const { letter, style, width, x, y } = heading;
  const lines = linesOf(context, heading);
  context.save();
  context.font = titleFont(heading);
  const widest = Math.max(0, ...lines.map((line) => context.measureText(line).width));
  context.restore();
  const start = x + widest <= width ? Math.max(x, indent(context, heading)) : indent(context, heading);
  const baseline = y + style.titleFontSize;
  const title = lines.map((text, index) => {
    return { text, x: start, y: baseline + 1.25 * index * style.titleFontSize, bold: letter === null };
  });
  return letter === null ? title : [{ text: letter, x: 0, y: baseline, bold: true }, ...title];
}

function linesOf(context: Context, heading: Heading): string[] {
  if (heading.title === '') return [];
  const room = heading.width - indent(context, heading);
  context.save();
  context.font = titleFont(heading);
  const lines = brokenLines(heading.title, (line) => context.measureText(line).width <= room);
  context.restore();
  return lines;
}

/** The width of the letter and the gap behind it: the same for all single letters, so that titles line up. */
function indent(context: Context, { letter, style }: Heading): number {
  if (letter === null) return 0;
  context.save();
  context.font = letterFont(style);
  const { width } = context.measureText(letter);
  context.restore();
  return Math.max(width + style.gap, 1.5 * style.titleFontSize);
}

function letterFont({ titleFontSize, fontFamily }: FigureStyle): string {
  return `600 ${titleFontSize}px ${fontFamily}`;
}

/** A letter is the eye's anchor; a title as bold beside it would compete with it. */
function titleFont({ letter, style }: Heading): string {
  return letter === null ? letterFont(style) : plainFont(style);
}

function plainFont({ titleFontSize, fontFamily }: FigureStyle): string {
  return `${titleFontSize}px ${fontFamily}`;
}
