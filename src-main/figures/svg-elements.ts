import { svgNumber } from './svg-path';

export type Rectangle = readonly [left: number, top: number, right: number, bottom: number];

/** The elements of an SVG drawing in their order; neighbours with the same clip share a group. */
export class SvgElements {
  private readonly elements: { clip: string | null; markup: string }[] = [];
  private readonly clips = new Map<string, string>();

  /** Adds an element, cut off outside of `clip`. */
  add(markup: string, clip: Rectangle | null): void {
    this.elements.push({ clip: clip && this.clipId(clip), markup });
  }

  /** One line for each element. */
  get lines(): string[] {
    const lines = [...this.clips].map(([markup, id]) => `<clipPath id="${id}">${markup}</clipPath>`);
    let open: string | null = null;
    for (const { clip, markup } of this.elements) {
      if (clip !== open) {
        if (open !== null) lines.push('</g>');
        if (clip !== null) lines.push(`<g clip-path="url(#${clip})">`);
        open = clip;
      }
      lines.push(markup);
    }
    return open === null ? lines : [...lines, '</g>'];
  }

  private clipId([left, top, right, bottom]: Rectangle): string {
    const size = `width="${svgNumber(Math.max(0, right - left))}" height="${svgNumber(Math.max(0, bottom - top))}"`;
    const markup = `<rect x="${svgNumber(left)}" y="${svgNumber(top)}" ${size}/>`;
    const id = this.clips.get(markup) ?? `clip${this.clips.size + 1}`;
    this.clips.set(markup, id);
    return id;
  }
}
