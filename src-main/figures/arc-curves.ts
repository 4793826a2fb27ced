/** Where a Bézier curve leads, on a circle of radius 1: two control points and the end. */
export type UnitCurve = readonly [one: UnitPoint, two: UnitPoint, end: UnitPoint];
type UnitPoint = readonly [x: number, y: number];

/** A piece of the unit circle as Bézier curves, one for each quarter or less; angles in radians as on a canvas. */
export function arcCurves(start: number, end: number, counterclockwise: boolean): UnitCurve[] {
  const sweep = sweepOf(start, end, counterclockwise);
  const parts = Math.max(1, Math.ceil(Math.abs(sweep) / (Math.PI / 2) - 1e-9));
  const step = sweep / parts;
  // The control points' distance that makes the curve's middle lie on the circle.
  const reach = (4 / 3) * Math.tan(step / 4);
  return Array.from({ length: parts }, (_, part) => {
    const [from, to] = [start + part * step, start + (part + 1) * step];
    return [
      [Math.cos(from) - reach * Math.sin(from), Math.sin(from) + reach * Math.cos(from)],
      [Math.cos(to) + reach * Math.sin(to), Math.sin(to) - reach * Math.cos(to)],
      [Math.cos(to), Math.sin(to)],
    ];
  });
}

function sweepOf(start: number, end: number, counterclockwise: boolean): number {
  const full = 2 * Math.PI;
  const sweep = counterclockwise ? start - end : end - start;
  const turned = sweep >= full ? full : ((sweep % full) + full) % full;
  return counterclockwise ? -turned : turned;
}
