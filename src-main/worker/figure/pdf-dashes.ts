import { pdfNumber, type PdfObjects } from './pdf-file';

/**
 * Skia writes a dashed curve as the outline of each of its dashes, many times the size of the curve. PDF has dash
 * patterns of its own: so curves are drawn solid, each pattern marked by a mitre limit that nothing else uses (joints
 * of curves are round, and a thousandth is nothing to others); the graphics states with that limit get the pattern.
 */
export class PdfDashes {
  private readonly patterns: number[][] = [];

  /** Lets the context mark dashes in place of cutting lines. `save` and `restore` keep the limit as they do dashes. */
  markOn(context: Pick<CanvasRenderingContext2D, 'miterLimit' | 'setLineDash' | 'getLineDash'>): void {
    const solid = context.miterLimit;
    context.setLineDash = (segments: readonly number[]) => {
      context.miterLimit = segments.length === 0 ? solid : solid + this.numberOf(segments) * markStep;
    };
    context.getLineDash = () => {
      const number = Math.round((context.miterLimit - solid) / markStep);
      return [...(this.patterns[number - 1] ?? [])];
    };
  }

  /** Gives the graphics states of strokes their patterns, those of solid lines none (ISO 32000-1, 8.4.5). */
  writeInto({ objects }: PdfObjects, solid: number): void {
    for (const [number, object] of objects) {
      const limit = /^(\d+ 0 obj\s*<<[^>]*)\/ML ([\d.]+)/.exec(object);
      if (!limit || !object.includes('/LW ')) continue;
      const pattern = this.patterns[Math.round((Number(limit[2]) - solid) / markStep) - 1] ?? [];
      const dash = `/D [[${pattern.map(pdfNumber).join(' ')}] 0]\n/ML ${solid}`;
      objects.set(number, object.replace(`/ML ${limit[2]}`, dash));
    }
  }

  /** Counted from 1. An odd number of lengths goes round twice, as canvas has it. */
  private numberOf(segments: readonly number[]): number {
    const pattern = segments.length % 2 === 0 ? [...segments] : [...segments, ...segments];
    const known = this.patterns.findIndex((one) => one.join() === pattern.join());
    return known >= 0 ? known + 1 : this.patterns.push(pattern);
  }
}

const markStep = 1 / 256;
