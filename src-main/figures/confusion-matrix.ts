import type { DrawingPanel } from '../contract/figure';
import { inkOnViridis, viridis } from './viridis';

/** Units of the drawing: a cell, and the room for the numbers of classes and for the titles of the axes. */
const cell = 10;
const labels = 6;
const titles = { left: 12, bottom: 6 };

/**
 * A confusion matrix in viridis: rows by own class, columns by predicted class, each cell with its count and coloured
 * by its share of the row; empty cells stay empty.
 */
export function confusionPanel(confusion: readonly (readonly number[])[]): DrawingPanel {
  const classes = confusion.length;
  const [left, top] = [titles.left + labels, 0.5];
  const side = classes * cell;
  const shapes: DrawingPanel['shapes'] = [];
  confusion.forEach((row, own) => {
    const all = Math.max(
      1,
      row.reduce((sum, count) => sum + count, 0),
    );
    row.forEach((count, predicted) => {
      const [x, y] = [left + predicted * cell, top + own * cell];
      if (count === 0) return;
      // Few errors are seen beside many hits: colours follow the root of the share.
      const shade = Math.sqrt(count / all);
      shapes.push({ type: 'rectangle', x, y, width: cell, height: cell, fill: viridis(shade), stroke: null });
      shapes.push(word(String(count), { x: x + cell / 2, y: y + cell / 2, size: 3.6, color: inkOnViridis(shade) }));
    });
    shapes.push(word(String(own), { x: left - labels / 2, y: top + (own + 0.5) * cell }));
    shapes.push(word(String(own), { x: left + (own + 0.5) * cell, y: top + side + labels / 2 }));
  });
  shapes.push({ type: 'line', points: frame(left, top, side), color: 'axis', width: 0.3, dash: [] });
  shapes.push(word('Predicted class', { x: left + side / 2, y: top + side + labels + titles.bottom / 2 }));
  // Letters one below the other: a drawing has no upright text.
  shapes.push(word('Own', { x: titles.left / 2, y: top + side / 2 - 2.4 }));
  shapes.push(word('class', { x: titles.left / 2, y: top + side / 2 + 2.4 }));
  return { kind: 'drawing', title: '', width: left + side + 1, height: top + side + labels + titles.bottom, shapes };
}

function word(
  text: string,
  { x, y, size = 4, color = 'text' }: { x: number; y: number; size?: number; color?: string },
): DrawingPanel['shapes'][number] {
  return { type: 'text', x, y, text, size, align: 'center', color };
}

function frame(left: number, top: number, side: number): number[] {
  const [right, bottom] = [left + side, top + side];
  return [left, top, right, top, right, bottom, left, bottom, left, top];
}
