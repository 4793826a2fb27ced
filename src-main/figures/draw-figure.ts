import type { Chart } from 'chart.js';
import type { ChartPanel, FigureDescription, Panel } from '../contract/figure';
import { chartConfiguration, type ChartOptions, type PanelConfiguration } from './chart';
import { drawDrawing } from './drawing';
import { headingHeight } from './heading';
import { drawImages, imagesMargins, type Box, type MakeBitmap } from './images';
import { layout, type Cell } from './layout';
import { drawLegend, legendHeight, legendRows, namedSeries } from './legend';
import { panelLetter } from './panel-letter';
import { withSharedX } from './shared-x';
import { simplifiedPoints, thinnedPanel } from './simplify';
import type { FigureStyle } from './style';
import { subCanvas, type SubCanvas } from './sub-context';
import { fittingNaming, type Margins, type Naming } from './surroundings';

/** What a figure is drawn with; it differs between a page and a process without one. */
export interface DrawingTools {
  chart: (canvas: SubCanvas, configuration: PanelConfiguration) => Chart;
  bitmap: MakeBitmap;
  /** A context of the same fonts, to measure on; what is drawn on it is lost. */
  scratch: CanvasRenderingContext2D;
}

export interface FigureSheet {
  /** In units of the context. */
  width: number;
  height: number;
  style: FigureStyle;
  tools: DrawingTools;
}

/**
 * Draws a whole figure on one context: panels in rows, plots aligned, letters when there are several panels, one
 * legend on top where panels cannot name their curves themselves.
 */
export function drawFigure(context: CanvasRenderingContext2D, figure: FigureDescription, sheet: FigureSheet): void {
  const { style, width, height, tools } = sheet;
  const panels = withSharedX(figure).map((panel) => (panel.kind === 'chart' ? thinnedPanel(panel, 40 * width) : panel));
  const columns = Math.min(figure.columns, panels.length);
  const measureAll = (cells: readonly Cell[], naming: Naming) =>
    panels.map((panel, index) => measure(panel, { ...optionsOf(index, naming), box: cells[index]!.box, sheet }));
  const optionsOf = (index: number, naming: Naming) => panelOptions(figure, { index, columns, naming });

  const even = layout(panels.map(() => noMargins), { columns, width, height, gap: style.panelGap, top: 0 });
  const naming = figureNaming(panels, figure.legend, (panel, wanted) =>
    measure(panel, { naming: wanted, letter: 'a', box: even[0]!.box, sheet }).naming,
  );
  const names = naming === 'top' ? namedSeries(panels.flatMap((panel) => (panel.kind === 'chart' ? panel.series : []))) : [];
  const rows = legendRows(tools.scratch, names, { style, width: width - 5 * style.fontSize });
  const place = (margins: readonly Margins[]) =>
    layout(margins, { columns, width, height, gap: style.panelGap, top: legendHeight(rows, style) });
  const inPanels = naming === 'top' ? 'none' : naming;
  // Ticks depend on the size and the size on the ticks' labels: the second measuring settles it.
  const first = place(measureAll(even, inPanels).map(({ margins }) => margins));
  const measured = measureAll(first, inPanels);
  const cells = place(measured.map(({ margins }) => margins));

  context.save();
  drawLegend(context, rows, { x: cells[0]!.box.x + measured[0]!.margins.left + cells[0]!.extra.left, y: 0, style });
  context.restore();
  panels.forEach((panel, index) => {
    const options = { ...optionsOf(index, inPanels), extra: cells[index]!.extra };
    drawPanel(context, panel, { options, box: cells[index]!.box, sheet });
  });
}

interface PanelMeasure {
  margins: Margins;
  naming: Naming;
}

const noMargins: Margins = { left: 0, right: 0, top: 0, bottom: 0 };

function panelOptions(
  { panels, sharedX }: FigureDescription,
  { index, columns, naming }: { index: number; columns: number; naming: Naming },
): ChartOptions {
  const below = index + columns < panels.length;
  return {
    naming,
    letter: panels.length > 1 ? panelLetter(index) : null,
    labelX: !(sharedX && below),
    labelMarks: !(sharedX && index >= columns),
  };
}

/**
 * Labels at line ends when all panels have room for them and there are not many panels that all repeat the same names;
 * else one legend on top.
 */
function figureNaming(
  panels: readonly Panel[],
  wanted: Naming,
  fit: (panel: ChartPanel, naming: Naming) => Naming,
): Naming {
  const charts = panels.filter((panel) => panel.kind === 'chart');
  if (wanted !== 'direct' || charts.length === 0) return wanted;
  const names = charts.map(({ series }) => JSON.stringify(namedSeries(series).map(({ label }) => label)));
  if (charts.length > 2 && new Set(names).size === 1) return 'top';
  return charts.every((panel) => fit(panel, wanted) === 'direct') ? 'direct' : 'top';
}

function measure(
  panel: Panel,
  { box, sheet, ...options }: ChartOptions & { box: Box; sheet: FigureSheet },
): PanelMeasure {
  const { style, tools } = sheet;
  const { letter = null, naming = 'none' } = options;
  if (panel.kind === 'images') return { margins: imagesMargins(tools.scratch, panel, { style, letter }), naming };
  if (panel.kind === 'drawing') {
    return { margins: { ...noMargins, top: headingHeight({ title: panel.title, letter, style }) }, naming };
  }
  return withChart(tools.scratch, { configuration: chartConfiguration(panel, style, options), box, tools }, (chart) => {
    const { left, right, top, bottom } = chart.chartArea;
    return {
      margins: { left, right: box.width - right, top, bottom: box.height - bottom },
      naming: fittingNaming(chart, { naming, style }),
    };
  });
}

function drawPanel(
  context: CanvasRenderingContext2D,
  panel: Panel,
  { options, box, sheet }: { options: ChartOptions; box: Box; sheet: FigureSheet },
): void {
  const { style, tools } = sheet;
  const letter = options.letter ?? null;
  if (panel.kind === 'images') drawImages(context, panel, { box, style, letter, bitmap: tools.bitmap });
  else if (panel.kind === 'drawing') drawDrawing(context, panel, { box, style, letter });
  else drawChart(context, panel, { options, box, sheet });
}

/** Draws a chart into the box; on paper its curves are simplified for the scales that it has there. */
function drawChart(
  context: CanvasRenderingContext2D,
  panel: ChartPanel,
  { options, box, sheet: { style, tools } }: { options: ChartOptions; box: Box; sheet: FigureSheet },
): void {
  const configuration = chartConfiguration(panel, style, options);
  if (style.tolerance > 0) {
    withChart(tools.scratch, { configuration: chartConfiguration(panel, style, options), box, tools }, ({ scales }) => {
      const toCanvas = {
        x: (value: number) => scales.x!.getPixelForValue(value),
        y: (value: number) => scales.y!.getPixelForValue(value),
      };
      for (const dataset of configuration.data.datasets) {
        dataset.data = simplifiedPoints(dataset.data, { toCanvas, tolerance: style.tolerance });
      }
    });
  }
  withChart(context, { configuration, box, tools }, () => undefined);
}

function withChart<Result>(
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
