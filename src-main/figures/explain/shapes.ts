import type { DrawingPanel } from '../../contract/figure';

export type Shape = DrawingPanel['shapes'][number];

/** A place in a drawing, in its units, y down. */
export interface Point {
  x: number;
  y: number;
}

/** What the colours of the talk's figures mean, as colours of the figures' style. */
export const roles = {
  /** Samples that were observed. */
  observed: 'series 5',
  /** Samples that the model made. */
  sampled: 'series 4',
  /** Zeros that stand in for what was before the first sample. */
  padding: 'series 2',
  /** Stored outputs of layers. */
  queue: 'series 3',
  /** What is pointed at. */
  chosen: 'series 0',
  /** Where gradients flow, and what is recomputed. */
  gradient: 'series 1',
} as const;

interface Stroke {
  color?: string;
  width?: number;
  dash?: number[];
}

export function line(points: readonly Point[], { color = 'faint', width = 1, dash = [] }: Stroke = {}): Shape {
  return { type: 'line', points: points.flatMap(({ x, y }) => [x, y]), color, width, dash };
}

/** Many separate lines of one look, as a single shape. */
export function segments(
  ends: readonly (readonly [Point, Point])[],
  { color = 'faint', width = 1, dash = [] }: Stroke = {},
): Shape {
  return { type: 'segments', points: ends.flatMap(([a, b]) => [a.x, a.y, b.x, b.y]), color, width, dash };
}

export function circle(at: Point, radius: number, colors: { fill?: string; stroke?: string | null } = {}): Shape {
  const { fill = 'ground', stroke = 'faint' } = colors;
  return { type: 'circle', x: at.x, y: at.y, radius, fill, stroke };
}

/** A rectangle around a centre. */
export function box(
  at: Point,
  {
    width,
    height,
    fill = 'ground',
    stroke = 'faint',
  }: { width: number; height: number; fill?: string; stroke?: string | null },
): Shape {
  return { type: 'rectangle', x: at.x - width / 2, y: at.y - height / 2, width, height, fill, stroke };
}

/** An outline of dashes around a centre; it covers nothing. */
export function dashedBox(
  at: Point,
  { width, height, color }: { width: number; height: number; color: string },
): Shape {
  const [left, right] = [at.x - width / 2, at.x + width / 2];
  const [top, bottom] = [at.y - height / 2, at.y + height / 2];
  const corners = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
    [left, top],
  ] as const;
  return line(
    corners.map(([x, y]) => ({ x, y })),
    { color, width: 1.25, dash: [4, 3] },
  );
}

interface Lettering {
  size?: number;
  align?: 'left' | 'center' | 'right';
  color?: string;
}

export function label(text: string, at: Point, { size = 12, align = 'center', color = 'text' }: Lettering = {}): Shape {
  return { type: 'text', x: at.x, y: at.y, text, size, align, color };
}

/** A letter with an index below, about centred: x₅. Index digits are not in every font, so it is two texts. */
export function indexed(
  name: string,
  index: number | string,
  at: Point,
  { size = 12, color = 'text' }: Pick<Lettering, 'size' | 'color'> = {},
): Shape[] {
  const digits = String(index);
  // A digit of the index is about a third of the size wide.
  const seam = at.x - (digits.length - name.length) * size * 0.17;
  return [
    label(name, { x: seam, y: at.y }, { size, align: 'right', color }),
    label(digits, { x: seam + 0.5, y: at.y + 0.28 * size }, { size: 0.7 * size, align: 'left', color }),
  ];
}

/** An arrow from one round node to another: it ends at their rims, which lie `gap` from the centres. */
export function arrow(
  from: Point,
  to: Point,
  { gap = 0, startGap = gap, head = 5, ...stroke }: Stroke & { gap?: number; startGap?: number; head?: number } = {},
): Shape[] {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length <= gap + startGap) return [];
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const start = { x: from.x + startGap * ux, y: from.y + startGap * uy };
  const tip = { x: to.x - gap * ux, y: to.y - gap * uy };
  return [line([start, tip], stroke), ...arrowHead(tip, { ux, uy }, { head, ...stroke })];
}

/** An arrow along several points, its head at the last. */
export function bentArrow(points: readonly Point[], { head = 5, ...stroke }: Stroke & { head?: number } = {}): Shape[] {
  const [before, tip] = [points.at(-2)!, points.at(-1)!];
  const length = Math.hypot(tip.x - before.x, tip.y - before.y);
  const direction = { ux: (tip.x - before.x) / length, uy: (tip.y - before.y) / length };
  return [line(points, stroke), ...arrowHead(tip, direction, { head, ...stroke })];
}

function arrowHead(
  tip: Point,
  { ux, uy }: { ux: number; uy: number },
  { head, color, width }: Stroke & { head: number },
): Shape[] {
  if (head <= 0) return [];
  const barb = (side: number) => ({
    x: tip.x - head * ux + side * 0.55 * head * uy,
    y: tip.y - head * uy - side * 0.55 * head * ux,
  });
  return [line([barb(1), tip, barb(-1)], { color, width })];
}
