import type { Chart } from 'chart.js';
import type { Box } from './box';
import type { PanelConfiguration } from './chart';
import type { MakeBitmap } from './images';
import type { FigureStyle } from './style';
import { subCanvas, type SubCanvas } from './sub-context';

/** What a figure is drawn with; it differs between a page and a process without one. */
export interface DrawingTools {
  chart: (canvas: SubCanvas, configuration: PanelConfiguration) => Chart;
  bitmap: MakeBitmap;
  /** A context of the same fonts, to measure on; what is drawn on it is lost. */
  scratch: CanvasRenderingContext2D;
}

/** The sheet that a figure is drawn on; lengths are units of the context. */
export interface FigureSheet {
  width: number;
  height: number;
  style: FigureStyle;
  tools: DrawingTools;
}

/** Draws a chart into a box of the context, and gives what `use` reads off it. */
export function withChart<Result>(
  context: CanvasRenderingContext2D,
  { configuration, box, tools }: { configuration: PanelConfiguration; box: Box; tools: DrawingTools },
  use: (chart: Chart) => Result,
): Result {
  const { canvas, release } = subCanvas(context, box);
  const chart = tools.chart(canvas, configuration);
  try {
    return use(chart);
  } finally {
    chart.destroy();
    release();
  }
}
