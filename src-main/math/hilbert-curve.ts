/**
 * Visits every cell of a grid once along a Hilbert curve generalised to any rectangle; it begins in the upper left
 * corner and always goes on to a neighbour, but for one diagonal step where odd sides do not allow otherwise.
 *
 * Source: J. Červený, "Generalized Hilbert space-filling curve for rectangular domains" (gilbert), 2018.
 */
export function visitHilbert(
  { width, height }: { width: number; height: number },
  visit: (column: number, row: number) => void,
): void {
  const right = { x: width, y: 0 };
  const down = { x: 0, y: height };
  const [along, across] = width >= height ? [right, down] : [down, right];
  visitRectangle({ x: 0, y: 0 }, along, across, visit);
}

type Visit = (column: number, row: number) => void;

interface Vector {
  x: number;
  y: number;
}

/**
 * The rectangle at `corner` that `along` (the direction of travel) and `across` span, both parallel to an axis: a thin
 * one is passed straight through, a long one in two halves, any other across, along and back again.
 */
function visitRectangle(corner: Vector, along: Vector, across: Vector, visit: Visit): void {
  const length = Math.abs(along.x + along.y);
  const depth = Math.abs(across.x + across.y);
  const forward = { x: Math.sign(along.x), y: Math.sign(along.y) };
  const sideways = { x: Math.sign(across.x), y: Math.sign(across.y) };
  if (length === 1 || depth === 1) {
    const [step, count] = depth === 1 ? [forward, length] : [sideways, depth];
    for (let i = 0; i < count; i++) visit(corner.x + i * step.x, corner.y + i * step.y);
    return;
  }
  let half = halved(along);
  let quarter = halved(across);
  if (2 * length > 3 * depth) {
    if (extent(half) % 2 === 1 && length > 2) half = add(half, forward);
    visitRectangle(corner, half, across, visit);
    visitRectangle(add(corner, half), subtract(along, half), across, visit);
    return;
  }
  if (extent(quarter) % 2 === 1 && depth > 2) quarter = add(quarter, sideways);
  visitRectangle(corner, quarter, half, visit);
  visitRectangle(add(corner, quarter), along, subtract(across, quarter), visit);
  const last = add(corner, add(subtract(along, forward), subtract(quarter, sideways)));
  visitRectangle(last, negative(quarter), negative(subtract(along, half)), visit);
}

function halved({ x, y }: Vector): Vector {
  return { x: Math.trunc(x / 2), y: Math.trunc(y / 2) };
}

function extent({ x, y }: Vector): number {
  return Math.abs(x + y);
}

function add(a: Vector, b: Vector): Vector {
  return { x: a.x + b.x, y: a.y + b.y };
}

function subtract(a: Vector, b: Vector): Vector {
  return { x: a.x - b.x, y: a.y - b.y };
}

function negative({ x, y }: Vector): Vector {
  return { x: -x, y: -y };
}
