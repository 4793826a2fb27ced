import type { FigureStyle } from './style';

/** What stands above a panel. */
export interface Heading {
  title: string;
  /** Panel letter: `a`. */
  letter: string | null;
  style: FigureStyle;
}

/** The height that title and letter take, none without them. */
export function headingHeight({ title, letter, style }: Heading): number {
  return title === '' && letter === null ? 0 : 1.3 * style.titleFontSize + style.gap / 2;
}

/** Draws the letter at the panel's left edge and the title from `x` on; `y` is their upper edge. */
export function drawHeading(
  context: CanvasRenderingContext2D,
  { title, letter, style, x, y }: Heading & { x: number; y: number },
): void {
  const { titleFontSize, fontFamily, colors } = style;
  context.save();
  context.fillStyle = colors.text;
  // Not the top of the letters' box: it differs between fonts, and ascenders would reach over the edge.
  context.textBaseline = 'alphabetic';
  const baseline = y + titleFontSize;
  context.textAlign = 'left';
  context.font = `600 ${titleFontSize}px ${fontFamily}`;
  if (letter !== null) {
    context.fillText(letter, 0, baseline);
    // The letter is the eye's anchor then; a title as bold would compete with it.
    context.font = `${titleFontSize}px ${fontFamily}`;
  }
  const start = letter === null ? x : Math.max(x, context.measureText(letter).width + 2 * style.gap);
  if (title !== '') context.fillText(title, start, baseline);
  context.restore();
}
