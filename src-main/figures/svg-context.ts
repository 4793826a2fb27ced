import { arcCurves } from './arc-curves';
import { escaped, paint, parseFont } from './svg-attributes';
import { SvgElements, type Rectangle } from './svg-elements';
import { apply, compose, identity, SvgPath, svgNumber, type Matrix, type Point } from './svg-path';

/** What `save` keeps. */
const kept = [
  'fillStyle',
  'strokeStyle',
  'lineWidth',
  'lineJoin',
  'lineCap',
  'miterLimit',
  'lineDashOffset',
  'globalAlpha',
  'font',
  'textAlign',
  'textBaseline',
  'imageSmoothingEnabled',
  'matrix',
  'clipped',
  'dash',
] as const;

/** A step of a letter's outline: where its line or curve leads, relative to the beginning of the words. */
export interface OutlineCommand {
  letter: 'M' | 'L' | 'Q' | 'C' | 'Z';
  points: readonly Point[];
}

/** The outlines of words in a canvas font that are `width` wide, from their beginning on the alphabetic baseline. */
export type OutlineText = (text: string, measure: { font: string; width: number }) => OutlineCommand[];

/**
 * A canvas context that writes SVG: whole words as `<text>`, curves as `<path>` with their dash patterns, nothing
 * rasterised. (Skia's SVG canvas breaks words into glyphs and dashes into pieces, which nobody can edit.) It has what
 * Chart.js and the figures use. Texts are measured by `measuring`, a real context with the same fonts, and written as
 * outlines where there is an `outline`.
 */
export class SvgContext {
  fillStyle: string | CanvasGradient | CanvasPattern = '#000000';
  strokeStyle: string | CanvasGradient | CanvasPattern = '#000000';
  lineWidth = 1;
  lineJoin: CanvasLineJoin = 'miter';
  lineCap: CanvasLineCap = 'butt';
  miterLimit = 10;
  lineDashOffset = 0;
  globalAlpha = 1;
  font = '10px sans-serif';
  textAlign: CanvasTextAlign = 'start';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  imageSmoothingEnabled = true;
  /** Every character drawn, by the weight of its font. */
  readonly used = new Map<number, Set<string>>();

  private matrix: Matrix = identity;
  private clipped: Rectangle | null = null;
  private dash: number[] = [];
  private path = new SvgPath();
  private readonly stack: Partial<SvgContext>[] = [];
  private readonly elements = new SvgElements();

  constructor(
    private readonly measuring: Pick<CanvasRenderingContext2D, 'font' | 'textBaseline' | 'measureText'>,
    private readonly fontFamily: string,
    private readonly outline: OutlineText | null = null,
  ) {}

  /** The drawing so far, without its `<svg>`. */
  get content(): string {
    return [`<g font-family="${escaped(this.fontFamily)}">`, ...this.elements.lines, '</g>', ''].join('\n');
  }

  save(): void {
    this.stack.push(Object.fromEntries(kept.map((name) => [name, this[name]])));
  }

  restore(): void {
    Object.assign(this, this.stack.pop());
  }

  translate(x: number, y: number): void {
    this.matrix = compose(this.matrix, [1, 0, 0, 1, x, y]);
  }

  rotate(angle: number): void {
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
    this.matrix = compose(this.matrix, [cosine, sine, -sine, cosine, 0, 0]);
  }

  scale(x: number, y: number): void {
    this.matrix = compose(this.matrix, [x, 0, 0, y, 0, 0]);
  }

  setLineDash(segments: number[]): void {
    this.dash = [...segments];
  }

  getLineDash(): number[] {
    return [...this.dash];
  }

  beginPath(): void {
    this.path = new SvgPath();
  }

  closePath(): void {
    this.path.close();
  }

  moveTo(x: number, y: number): void {
    this.path.moveTo(this.placed(x, y));
  }

  lineTo(x: number, y: number): void {
    this.path.lineTo(this.placed(x, y));
  }

  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.path.curveTo(this.placed(x1, y1), this.placed(x2, y2), this.placed(x, y));
  }

  arc(x: number, y: number, radius: number, start: number, end: number, counterclockwise = false): void {
    const at = ([cosine, sine]: readonly [number, number]) => this.placed(x + radius * cosine, y + radius * sine);
    this.path.lineTo(at([Math.cos(start), Math.sin(start)]));
    for (const [one, two, three] of arcCurves(start, end, counterclockwise)) {
      this.path.curveTo(at(one), at(two), at(three));
    }
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.path.rectangle([
      this.placed(x, y),
      this.placed(x + width, y),
      this.placed(x + width, y + height),
      this.placed(x, y + height),
    ]);
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.apart(() => {
      this.rect(x, y, width, height);
      this.fill();
    });
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.apart(() => {
      this.rect(x, y, width, height);
      this.stroke();
    });
  }

  fill(): void {
    if (this.path.isEmpty) return;
    this.elements.add(`<path d="${this.path.data}"${paint('fill', this.fillStyle, this.globalAlpha)}/>`, this.clipped);
  }

  stroke(): void {
    if (this.path.isEmpty) return;
    const scale = this.lengthScale();
    const dash = this.dash.map((length) => svgNumber(length * scale)).join(' ');
    const attributes = [
      ` fill="none"${paint('stroke', this.strokeStyle, this.globalAlpha)}`,
      ` stroke-width="${svgNumber(this.lineWidth * scale)}"`,
      this.lineJoin === 'miter' ? ` stroke-miterlimit="${svgNumber(this.miterLimit)}"` : '',
      this.lineJoin === 'miter' ? '' : ` stroke-linejoin="${this.lineJoin}"`,
      this.lineCap === 'butt' ? '' : ` stroke-linecap="${this.lineCap}"`,
      dash === '' ? '' : ` stroke-dasharray="${dash}"`,
      dash === '' || this.lineDashOffset === 0 ? '' : ` stroke-dashoffset="${svgNumber(this.lineDashOffset * scale)}"`,
    ];
    this.elements.add(`<path d="${this.path.data}"${attributes.join('')}/>`, this.clipped);
  }

  /** Narrows what is drawn from now on to an upright rectangle; Chart.js clips by nothing else. */
  clip(): void {
    const { corners } = this.path;
    if (!corners) throw new Error('An SVG drawing is clipped by a single upright rectangle only.');
    const [[x1, y1], [x2, y2]] = corners;
    const [left, top, right, bottom] = this.clipped ?? [-Infinity, -Infinity, Infinity, Infinity];
    this.clipped = [
      Math.max(left, Math.min(x1, x2)),
      Math.max(top, Math.min(y1, y2)),
      Math.min(right, Math.max(x1, x2)),
      Math.min(bottom, Math.max(y1, y2)),
    ];
  }

  measureText(text: string): TextMetrics {
    this.measuring.font = this.font;
    this.measuring.textBaseline = this.textBaseline;
    return this.measuring.measureText(text);
  }

  fillText(text: string, x: number, y: number): void {
    if (text.trim() === '') return;
    if (this.outline) return this.fillOutlines(text, { x, y, outline: this.outline });
    const { weight, size, family } = parseFont(this.font);
    this.used.set(weight, new Set([...(this.used.get(weight) ?? []), ...text]));
    // Viewers disagree on every baseline but the alphabetic one.
    const [left, top] = this.placed(x, y + this.baselineDrop(text)).map(svgNumber) as [string, string];
    const angle = svgNumber((Math.atan2(this.matrix[1], this.matrix[0]) * 180) / Math.PI);
    const anchor = anchors[this.textAlign];
    const attributes = [
      ` x="${left}" y="${top}" font-size="${svgNumber(size * this.lengthScale())}"`,
      weight === 400 ? '' : ` font-weight="${weight}"`,
      family === this.fontFamily ? '' : ` font-family="${escaped(family)}"`,
      anchor === 'start' ? '' : ` text-anchor="${anchor}"`,
      angle === '0' ? '' : ` transform="rotate(${angle} ${left} ${top})"`,
      paint('fill', this.fillStyle, this.globalAlpha),
    ];
    this.elements.add(`<text${attributes.join('')}>${escaped(text)}</text>`, null);
  }

  /** Draws a canvas as a PNG picture with sharp pixels. */
  drawImage(image: { toDataURL(): string }, x: number, y: number, width: number, height: number): void {
    const [left, top] = this.placed(x, y).map(svgNumber) as [string, string];
    const [wide, high] = [width, height].map((length) => svgNumber(length * this.lengthScale())) as [string, string];
    const place = `x="${left}" y="${top}" width="${wide}" height="${high}" preserveAspectRatio="none"`;
    this.elements.add(`<image ${place} style="image-rendering:pixelated" href="${image.toDataURL()}"/>`, this.clipped);
  }

  private fillOutlines(text: string, { x, y, outline }: { x: number; y: number; outline: OutlineText }): void {
    const { width } = this.measureText(text);
    const left = x - starts[anchors[this.textAlign]] * width;
    const baseline = y + this.baselineDrop(text);
    const path = new SvgPath();
    for (const { letter, points } of outline(text, { font: this.font, width })) {
      const places = points.map(([across, down]) => this.placed(left + across, baseline + down));
      if (letter === 'M') path.moveTo(places[0]!);
      else if (letter === 'L') path.lineTo(places[0]!);
      else if (letter === 'Q') path.quadraticTo(places[0]!, places[1]!);
      else if (letter === 'C') path.curveTo(places[0]!, places[1]!, places[2]!);
      else path.close();
    }
    const label = ` aria-label="${escaped(text)}"`;
    const fill = paint('fill', this.fillStyle, this.globalAlpha);
    this.elements.add(`<path${label} d="${path.data}"${fill}/>`, null);
  }

  private placed(x: number, y: number): Point {
    return apply(this.matrix, [x, y]);
  }

  private lengthScale(): number {
    const [a, b, c, d] = this.matrix;
    return Math.sqrt(Math.abs(a * d - b * c));
  }

  /** How far the alphabetic baseline lies below the one that is set. */
  private baselineDrop(text: string): number {
    if (this.textBaseline === 'alphabetic') return 0;
    const given = this.measureText(text).fontBoundingBoxAscent;
    this.measuring.textBaseline = 'alphabetic';
    return this.measuring.measureText(text).fontBoundingBoxAscent - given;
  }

  /** Draws without touching the current path. */
  private apart(draw: () => void): void {
    const { path } = this;
    this.path = new SvgPath();
    draw();
    this.path = path;
  }
}

/** The share of its width that a text begins before its place. */
const starts = { start: 0, middle: 0.5, end: 1 } as const;

const anchors = { start: 'start', left: 'start', center: 'middle', right: 'end', end: 'end' } as const;
