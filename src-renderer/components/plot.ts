import type { CurveChart } from './chart-setup';

/** Where the plot of a chart lies, in pixels of the chart, and what its axes measure. */
export interface Plot {
  left: number;
  top: number;
  right: number;
  bottom: number;
  xScale: PlotScale;
  yScale: PlotScale;
}

export interface PlotScale {
  min: number;
  max: number;
  logarithmic: boolean;
}

export function plotOf({ chartArea, scales }: CurveChart): Plot {
  const scale = (name: 'x' | 'y'): PlotScale => {
    const { min, max, type } = scales[name]!;
    return { min, max, logarithmic: type === 'logarithmic' };
  };
  const { left, top, right, bottom } = chartArea;
  return { left, top, right, bottom, xScale: scale('x'), yScale: scale('y') };
}

/** The x value under a pixel, held inside the plot. */
export function valueAtX(plot: Plot, pixel: number): number {
  const share = Math.min(1, Math.max(0, (pixel - plot.left) / (plot.right - plot.left)));
  const { min, max, logarithmic } = plot.xScale;
  return logarithmic ? min * (max / min) ** share : min + share * (max - min);
}

/** The pixel of a value along x; outside the plot where the value is. */
export function pixelOfX({ left, right, xScale }: Plot, value: number): number {
  return left + shareOf(xScale, value) * (right - left);
}

export function pixelOfY({ top, bottom, yScale }: Plot, value: number): number {
  return bottom - shareOf(yScale, value) * (bottom - top);
}

function shareOf({ min, max, logarithmic }: PlotScale, value: number): number {
  if (max === min) return 0.5;
  return logarithmic ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
}
