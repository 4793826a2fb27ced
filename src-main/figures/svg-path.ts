/** A place in the drawing. */
export type Point = readonly [x: number, y: number];

/** A canvas transform: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** The transform that applies `inner` first, then `outer`. */
export function compose(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [p, q, r, s, t, u] = inner;
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
}

export function apply([a, b, c, d, e, f]: Matrix, [x, y]: Point): Point {
  return [a * x + c * y + e, b * x + d * y + f];
}

/** A number of an SVG file: at most two decimals, no needless characters. */
export function svgNumber(value: number): string {
  const text = String(Math.round(value * 100) / 100);
  return text.replace(/^(-?)0\./, '$1.').replace(/^-0$/, '0');
}

/**
 * The data of an SVG path, written as it is drawn. Places are rounded to hundredths and given relative to the one
 * before, each difference between rounded places: short, and errors do not add up.
 */
export class SvgPath {
  private text = '';
  private last: Point = [0, 0];
  private start: Point = [0, 0];
  private command = '';
  /** Opposite corners, where the path is a single upright rectangle; else null. */
  corners: readonly [Point, Point] | null = null;

  get data(): string {
    return this.text;
  }

  get isEmpty(): boolean {
    return this.text === '';
  }

  moveTo(point: Point): void {
    this.corners = null;
    const rounded = hundredths(point);
    this.text += `M${svgNumber(rounded[0] / 100)}${separated(svgNumber(rounded[1] / 100))}`;
    this.command = 'M';
    this.last = rounded;
    this.start = rounded;
  }

  lineTo(point: Point): void {
    if (this.isEmpty) return this.moveTo(point);
    this.corners = null;
    const rounded = hundredths(point);
    if (rounded[0] === this.last[0] && rounded[1] === this.last[1] && this.command === 'l') return;
    this.relative('l', [rounded]);
  }

  curveTo(one: Point, two: Point, end: Point): void {
    if (this.isEmpty) this.moveTo(one);
    this.corners = null;
    this.relative('c', [hundredths(one), hundredths(two), hundredths(end)]);
  }

  quadraticTo(control: Point, end: Point): void {
    this.corners = null;
    this.relative('q', [hundredths(control), hundredths(end)]);
  }

  rectangle([one, two, three, four]: readonly [Point, Point, Point, Point]): void {
    const upright = this.isEmpty && one[1] === two[1] && two[0] === three[0];
    this.moveTo(one);
    for (const corner of [two, three, four]) this.lineTo(corner);
    this.close();
    this.corners = upright ? [one, three] : null;
  }

  close(): void {
    if (this.isEmpty || this.command === 'z') return;
    this.text += 'z';
    this.command = 'z';
    this.last = this.start;
  }

  private relative(command: 'l' | 'c' | 'q', points: readonly Point[]): void {
    let text = '';
    for (const [x, y] of points) {
      text += separated(svgNumber((x - this.last[0]) / 100)) + separated(svgNumber((y - this.last[1]) / 100));
    }
    this.text += this.command === command ? text : command + text.trimStart();
    this.command = command;
    this.last = points.at(-1)!;
  }
}

function hundredths([x, y]: Point): Point {
  return [Math.round(x * 100), Math.round(y * 100)];
}

/** A minus sign parts numbers by itself. */
function separated(text: string): string {
  return text.startsWith('-') ? text : ` ${text}`;
}
