import type { CurveWindow } from '../../src-main/contract/curves';
import type { Plot, PlotScale } from './plot';

export interface Place {
  x: number;
  y: number;
}

/** A rectangle smaller than this is a click that slipped; one lower than `flat` means all of y. */
const least = 6;
const flat = 24;

/** What a rectangle between two places of the chart frames; null where it is too small to be meant. */
export function framed(plot: Plot, from: Place, to: Place): CurveWindow | null {
  const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
  const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
  if (right - left < least) return null;
  const x = [valueAt(plot.xScale, shareX(plot, left)), valueAt(plot.xScale, shareX(plot, right))] as const;
  const y = [valueAt(plot.yScale, shareY(plot, bottom)), valueAt(plot.yScale, shareY(plot, top))] as const;
  return { x: [...x], y: bottom - top < flat ? null : [...y] };
}

/** The window with x stretched by `factor` (< 1 shows less) about the share 0 … 1 of its width. */
export function stretched(plot: Plot, { factor, about }: { factor: number; about: number }): CurveWindow {
  return shifted(plot, about * (1 - factor), about + (1 - about) * factor);
}

/** The window moved along x by a share of its width. */
export function panned(plot: Plot, share: number): CurveWindow {
  return shifted(plot, share, 1 + share);
}

/** Where a pixel lies between the ends of x, 0 … 1. */
export function shareX({ left, right }: Plot, pixel: number): number {
  return Math.min(1, Math.max(0, (pixel - left) / (right - left)));
}

function shareY({ top, bottom }: Plot, pixel: number): number {
  return Math.min(1, Math.max(0, (bottom - pixel) / (bottom - top)));
}

/** The y axis finds its own ends again. */
function shifted({ xScale }: Plot, low: number, high: number): CurveWindow {
  return { x: [valueAt(xScale, low), valueAt(xScale, high)], y: null };
}

function valueAt({ min, max, logarithmic }: PlotScale, share: number): number {
  return logarithmic ? min * (max / min) ** share : min + share * (max - min);
}
