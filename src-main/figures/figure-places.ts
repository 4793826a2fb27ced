import type { Chart } from 'chart.js';
import type { ChartPanel, DrawingPanel, FigureDescription, ImagesPanel, Series, TablePanel } from '../contract/figure';
import { arrangedFigure, type Place } from './arranged-figure';
import { axisTitle } from './axes';
import type { Box } from './box';
import { chartConfiguration } from './chart';
import { withChart, type FigureSheet } from './chart-on-canvas';
import { placedShapes, type Shape } from './drawing';
import { endLabelPlaces } from './end-labels';
import { headingTexts, type HeadingText } from './heading';
import { imageCorners, imageLabels, type ImageLabel } from './image-grid';
import { insideLegendPlace } from './inside-legend';
import { legendEntries, namedSeries, type LegendEntry } from './legend';
import { markedPoints } from './markers';
import { drawnMarks, markLabelPlace, type DrawnMark } from './marks';
import type { FigureStyle } from './style';
import { tableShapes } from './table';

/** Where a figure's parts stand on its sheet, in units from the upper left corner, for drawing it by other means. */
export interface FigurePlaces {
  panels: PanelPlaces[];
  /** The names of the legend above all panels, or of those inside them. */
  legend: LegendEntry[];
}

export type PanelPlaces = ChartPlaces | ImagesPlaces | ShapesPlaces;

export interface AxisPlaces {
  title: string;
  scale: 'linear' | 'log';
  min: number;
  max: number;
  ticks: number[];
  labels: string[];
}

export interface ChartPlaces {
  kind: 'chart';
  panel: ChartPanel;
  heading: HeadingText[];
  /** The plot. */
  box: Box;
  x: AxisPlaces;
  y: AxisPlaces;
  marks: DrawnMark[];
  /** For each series the indices of the points that bear a marker. */
  curves: { marked: number[] }[];
  /** The left ends and baselines of the marks' labels. */
  markLabels: { text: string; x: number; y: number }[];
  /** Names beside the plot. */
  labels: { series: Series; x: number; y: number }[];
  /** Names inside the plot. */
  legend: LegendEntry[];
}

/** A drawing or a table: its shapes in the sheet's units, one drawn over the other. */
export interface ShapesPlaces {
  kind: 'shapes';
  heading: HeadingText[];
  shapes: Shape[];
}

export interface ImagesPlaces {
  kind: 'images';
  panel: ImagesPanel;
  heading: HeadingText[];
  /** Of each image. */
  corners: { x: number; y: number }[];
  /** Length of a pixel of the images. */
  scale: number;
  labels: ImageLabel[];
}

/** Where `drawFigure` draws everything. */
export function figurePlaces(figure: FigureDescription, sheet: FigureSheet): FigurePlaces {
  const { panels, places, legend, edge } = arrangedFigure(figure, sheet);
  const moved = <Thing extends { x: number; y: number }>(thing: Thing): Thing => {
    return { ...thing, x: thing.x + edge, y: thing.y + edge };
  };
  const above = legendEntries(sheet.tools.scratch, legend.rows, { ...moved(legend), style: sheet.style });
  const panelPlaces = figure.panels.map((original, index): PanelPlaces => {
    const [panel, place] = [panels[index]!, { ...places[index]!, sheet }];
    const onSheet = { ...place, box: moved(place.box) };
    if (panel.kind === 'drawing' || panel.kind === 'table') return shapesPlaces(panel, onSheet);
    if (panel.kind === 'images') return imagesPlaces(panel, onSheet);
    return chartPlaces(panel, { ...onSheet, original: original as ChartPanel });
  });
  const inside = panelPlaces.flatMap((place) => (place.kind === 'chart' ? place.legend : []));
  return { panels: panelPlaces, legend: [...above, ...inside] };
}

function shapesPlaces(panel: DrawingPanel | TablePanel, { box, options, sheet }: Place): ShapesPlaces {
  const { style, tools } = sheet;
  const look = { box, style, letter: options.letter ?? null };
  const heading = { title: panel.title, letter: look.letter, style, width: box.width, x: 0, y: 0 };
  return {
    kind: 'shapes',
    heading: headingTexts(tools.scratch, heading).map((text) => within(text, box)),
    shapes: panel.kind === 'table' ? tableShapes(tools.scratch, panel, look) : placedShapes(tools.scratch, panel, look),
  };
}

function imagesPlaces(panel: ImagesPanel, { box, options, sheet }: Place): ImagesPlaces {
  const { style, tools } = sheet;
  const { letter = null } = options;
  const look = { box, style, letter };
  const { corners, scale, left } = imageCorners(tools.scratch, panel, look);
  const heading = { title: panel.title, letter, style, width: box.width, x: left - box.x, y: 0 };
  return {
    kind: 'images',
    panel,
    heading: headingTexts(tools.scratch, heading).map((text) => within(text, box)),
    corners,
    scale,
    labels: imageLabels(tools.scratch, panel, look),
  };
}

function chartPlaces(
  panel: ChartPanel,
  { box, options, sheet, original }: Place & { original: ChartPanel },
): ChartPlaces {
  const { style, tools } = sheet;
  const configuration = chartConfiguration(panel, style, options);
  return withChart(tools.scratch, { configuration, box, tools }, (chart) => {
    const { left, top, right, bottom } = chart.chartArea;
    const named = namedSeries(panel.series);
    const heading = { title: panel.title, letter: options.letter ?? null, style, width: box.width, x: left, y: 0 };
    return {
      kind: 'chart',
      panel: original,
      heading: headingTexts(tools.scratch, heading).map((text) => within(text, box)),
      box: { x: box.x + left, y: box.y + top, width: right - left, height: bottom - top },
      x: axisPlaces(chart, { panel, which: 'x', labelled: options.labelX ?? true }),
      y: axisPlaces(chart, { panel, which: 'y', labelled: options.labelY ?? true }),
      marks: drawnMarks(chart, panel.marks, style),
      markLabels:
        options.labelMarks === false ? [] : markLabels(chart, panel, style).map((label) => within(label, box)),
      curves: original.series.map((series) => ({ marked: markedIndices(chart, series) })),
      labels: options.naming === 'direct' ? endLabelPlaces(chart, named, style).map((label) => within(label, box)) : [],
      legend: options.naming === 'inside' ? insideEntries(chart, named, style).map((entry) => within(entry, box)) : [],
    };
  });
}

function markLabels(chart: Chart, { marks }: ChartPanel, style: FigureStyle): ChartPlaces['markLabels'] {
  return marks.flatMap((mark) => {
    const place = markLabelPlace(chart, mark, style);
    return place ? [{ text: mark.label, ...place }] : [];
  });
}

function insideEntries(chart: Chart, named: readonly Series[], style: FigureStyle): LegendEntry[] {
  const place = insideLegendPlace(chart, named, style);
  return legendEntries(
    chart.ctx,
    named.map((one) => [one]),
    { ...place, style },
  );
}

function within<Thing extends { x: number; y: number }>(thing: Thing, box: Pick<Box, 'x' | 'y'>): Thing {
  return { ...thing, x: thing.x + box.x, y: thing.y + box.y };
}

function axisPlaces(
  chart: Chart,
  { panel, which, labelled }: { panel: ChartPanel; which: 'x' | 'y'; labelled: boolean },
): AxisPlaces {
  const { min, max, ticks } = chart.scales[which]!;
  const axis = panel[which];
  return {
    title: labelled ? axisTitle(axis) : '',
    scale: axis.scale,
    min,
    max,
    ticks: ticks.map(({ value }) => value),
    labels: ticks.map(({ label }) => (labelled ? String(label ?? '') : '')),
  };
}

function markedIndices(chart: Chart, { role, x, y, colorIndex }: Series): number[] {
  if (role !== 'curve') return [];
  const along = x.map((value) => (value === null ? NaN : chart.scales.x!.getPixelForValue(value)));
  return markedPoints(along, colorIndex).filter((index) => y[index] != null);
}
