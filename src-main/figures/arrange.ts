import type { ChartPanel, FigureDescription, Panel, Series } from '../contract/figure';
import type { Box } from './box';
import { chartConfiguration, type ChartOptions } from './chart';
import { withChart, type FigureSheet } from './chart-on-canvas';
import { headingHeight } from './heading';
import { imagesMargins } from './image-grid';
import { layout, type Cell } from './layout';
import { legendHeight, legendRows, namedSeries } from './legend';
import { panelLetter } from './panel-letter';
import { fittingNaming, type Margins, type Naming } from './surroundings';
import { outlinePanel } from './thin';

/** Where everything of a figure stands on its sheet. */
export interface Arrangement {
  /** For each panel. */
  places: { box: Box; options: ChartOptions }[];
  /** The legend above all panels; no rows where the panels name their curves themselves. */
  legend: { rows: Series[][]; x: number; y: number };
}

/**
 * Lays the panels of a figure out by what their texts measure: plots aligned, letters when there are several panels,
 * axes and marks told once in a column or row that shares them.
 */
export function arrange(figure: FigureDescription, sheet: FigureSheet): Arrangement {
  const { panels } = figure;
  const { width, height, style, tools } = sheet;
  const columns = Math.min(figure.columns, panels.length);
  const grid = { columns, width, height, gap: style.panelGap, least: 2 * style.fontSize };
  const even = layout(
    panels.map(() => noMargins),
    { ...grid, top: 0 },
  );
  const naming = figureNaming(figure, (panel) => namingIn(panel, { box: even[0]!.box, sheet }));
  const inPanels = naming === 'top' ? 'none' : naming;
  const options = panels.map((_, index) => panelOptions(figure, { index, columns, naming: inPanels }));
  const series = panels.flatMap((panel) => (panel.kind === 'chart' ? panel.series : []));
  const names = naming === 'top' ? namedSeries(series) : [];
  const rows = legendRows(tools.scratch, names, { style, width: width - 5 * style.fontSize });
  const top = legendHeight(rows, style);
  const measured = (cells: readonly Cell[]) =>
    panels.map((panel, index) => marginsOf(panel, { box: cells[index]!.box, options: options[index]!, sheet }));

  // Ticks depend on the size, and the size on the ticks' labels: the second measuring settles it.
  const margins = measured(layout(measured(even), { ...grid, top }));
  const cells = layout(margins, { ...grid, top });
  return {
    places: cells.map(({ box, extra }, index) => ({ box, options: { ...options[index]!, extra } })),
    legend: { rows, x: cells[0]!.box.x + margins[0]!.left + cells[0]!.extra.left, y: 0 },
  };
}

const noMargins: Margins = { left: 0, right: 0, top: 0, bottom: 0 };

function panelOptions(
  { panels, sharedX, sharedY = false, letters = panels.length > 1 }: FigureDescription,
  { index, columns, naming }: { index: number; columns: number; naming: Naming },
): ChartOptions {
  return {
    naming,
    letter: letters ? panelLetter(index) : null,
    labelX: !(sharedX && index + columns < panels.length),
    labelY: !(sharedY && index % columns > 0),
    labelMarks: !(sharedX && index >= columns),
  };
}

/**
 * Labels at line ends where all charts have room for them and they do not all repeat the same names; else one legend on
 * top.
 */
function figureNaming({ panels, legend }: FigureDescription, fit: (panel: ChartPanel) => Naming): Naming {
  const charts = panels.filter((panel) => panel.kind === 'chart');
  if (legend !== 'direct' || charts.length === 0) return legend;
  const names = charts.map(({ series }) => JSON.stringify(namedSeries(series).map(({ label }) => label)));
  if (charts.length > 2 && new Set(names).size === 1) return 'top';
  return charts.every((panel) => fit(panel) === 'direct') ? 'direct' : 'top';
}

function namingIn(panel: ChartPanel, { box, sheet }: { box: Box; sheet: FigureSheet }): Naming {
  const { style, tools } = sheet;
  const configuration = chartConfiguration(outlinePanel(panel), style);
  return withChart(tools.scratch, { configuration, box, tools }, (chart) => {
    return fittingNaming(chart, { naming: 'direct', style });
  });
}

function marginsOf(
  panel: Panel,
  { box, options, sheet }: { box: Box; options: ChartOptions; sheet: FigureSheet },
): Margins {
  const { style, tools } = sheet;
  const heading = { letter: options.letter ?? null, style, width: box.width };
  if (panel.kind === 'images') return imagesMargins(tools.scratch, panel, heading);
  if (panel.kind === 'drawing' || panel.kind === 'table') {
    return { ...noMargins, top: headingHeight(tools.scratch, { title: panel.title, ...heading }) };
  }
  const configuration = chartConfiguration(outlinePanel(panel), style, options);
  return withChart(tools.scratch, { configuration, box, tools }, ({ chartArea: { left, right, top, bottom } }) => {
    return { left, right: box.width - right, top, bottom: box.height - bottom };
  });
}
