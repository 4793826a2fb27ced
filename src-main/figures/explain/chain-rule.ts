import type { DrawingPanel } from '../../contract/figure';
import { bentArrow, box, circle, indexed, label, roles, type Point, type Shape } from './shapes';

export interface ChainRule {
  /** Variables X₁ … X_T. */
  count: number;
  /** How many past variables each factor sees at most; null is the whole past. */
  order: number | null;
  /** The factor that is lit, 1 … count. */
  chosen: number;
}

/** The variables that X_t is conditioned on, by their numbers from 1, oldest first: all before it, or the last R. */
export function parents(target: number, order: number | null): number[] {
  const seen = Math.min(target - 1, order ?? Infinity);
  return Array.from({ length: seen }, (_, i) => target - seen + i);
}

/** Dependencies of all factors together. */
export function dependencyCount({ count, order }: Pick<ChainRule, 'count' | 'order'>): number {
  return Array.from({ length: count }, (_, i) => parents(i + 1, order).length).reduce((sum, n) => sum + n, 0);
}

const step = 50;
const first = 156;
const nodeY = 98;
const rowHeight = 23;
const radius = 15;

/** One factor of p(X) as a graph, and below it all of them as rows of a table: what each variable depends on. */
export function drawChainRule({ count, order, chosen }: ChainRule): DrawingPanel {
  const x = (variable: number) => first + (variable - 1) * step;
  const rowY = (variable: number) => nodeY + 56 + (variable - 1) * rowHeight;
  const seen = new Set(parents(chosen, order));
  const shapes: Shape[] = [
    box(
      { x: x((1 + count) / 2), y: rowY(chosen) },
      { width: count * step + 12, height: rowHeight - 1, fill: 'grid', stroke: null },
    ),
  ];
  for (const parent of seen) shapes.push(...arc({ x: x(parent), y: nodeY }, { x: x(chosen), y: nodeY }));
  for (let variable = 1; variable <= count; variable++) {
    const at = { x: x(variable), y: nodeY };
    const fill = seen.has(variable) ? roles.observed : 'ground';
    const stroke = variable === chosen ? 'text' : seen.has(variable) ? roles.observed : 'faint';
    shapes.push(circle(at, radius, { fill, stroke }));
    if (variable === chosen) shapes.push(circle(at, radius - 2, { stroke: 'text' }));
    shapes.push(...indexed('X', variable, at, { color: seen.has(variable) ? '#000000' : 'text' }));
    shapes.push(...factorRow({ variable, order, chosen, x, y: rowY(variable), count }));
  }
  return { kind: 'drawing', title: '', width: first + (count - 1) * step + 50, height: rowY(count) + 18, shapes };
}

function factorRow({
  variable,
  order,
  chosen,
  x,
  y,
  count,
}: ChainRule & { variable: number; x: (variable: number) => number; y: number }): Shape[] {
  const seen = new Set(parents(variable, order));
  const isChosen = variable === chosen;
  const cells = Array.from({ length: count }, (_, i) => i + 1).map((other) => {
    const at = { x: x(other), y };
    if (other === variable) return circle(at, 5, { stroke: isChosen ? 'text' : 'faint' });
    if (!seen.has(other)) return circle(at, 1, { fill: 'faint', stroke: null });
    return circle(at, 5, { fill: isChosen ? roles.observed : 'faint', stroke: null });
  });
  const color = isChosen ? 'text' : 'muted';
  return [label(factorText(variable, seen.size), { x: first - 36, y }, { align: 'right', color, size: 11 }), ...cells];
}

/** p(X₄ | X₃, X₂) with at most three variables of the past written out. */
function factorText(variable: number, seen: number): string {
  if (seen === 0) return `p(X${variable})`;
  const past = Array.from({ length: seen }, (_, i) => `X${variable - 1 - i}`);
  const listed = seen <= 3 ? past.join(', ') : `${past[0]} … ${past.at(-1)}`;
  return `p(X${variable} | ${listed})`;
}

/** Half an ellipse above the row, from the top of one node to that of another. */
function arc(from: Point, to: Point): Shape[] {
  const reach = to.x - from.x;
  const top = from.y - radius;
  const points = Array.from({ length: 41 }, (_, i) => {
    const angle = Math.PI * (1 - i / 40);
    return { x: from.x + (reach / 2) * (1 + Math.cos(angle)), y: top - (18 + 0.12 * reach) * Math.sin(angle) };
  });
  return bentArrow(points, { color: 'text', width: 1.25, head: 6 });
}
