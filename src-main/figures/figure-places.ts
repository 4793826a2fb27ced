import type { Chart } from 'chart.js';
import type { ChartPanel, DrawingPanel, FigureDescription, ImagesPanel, Series } from '../contract/figure';
import { arrangedFigure, type Place } from './arranged-figure';
import { axisTitle } from './axes';
import type { Box } from './box';
import { chartConfiguration } from './chart';
import { withChart, type FigureSheet } from './chart-on-canvas';
import { endLabelPlaces } from './end-labels';
import { headingTexts, type HeadingText } from './heading';
import { imageCorners, imageLabels, type ImageLabel } from './image-grid';
import { namedSeries } from './legend';
import { markedPoints } from './markers';
import { drawnMarks, type DrawnMark } from './marks';
import { outlinePanel } from './thin';
import type { Margins } from './surroundings';

/** Where a figure's parts stand on its sheet, in units from the upper left corner, for drawing it by other means. */
export interface FigurePlaces {
  panels: PanelPlaces[];
  /** The legend above all panels; no rows where there is none. */
  legend: { rows: Series[][]; x: number; y: number };
}

export type PanelPlaces = ChartPlaces | ImagesPlaces | { kind: 'drawing'; panel: DrawingPanel };

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
  /** Names beside the plot. */
  labels: { series: Series; x: number; y: number }[];
  /** What a legend names. */
  named: Series[];
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
  return {
    legend: moved(legend),
    panels: figure.panels.map((original, index) => {
      const [panel, place] = [panels[index]!, { ...places[index]!, sheet }];
      const onSheet = { ...place, box: moved(place.box) };
      if (panel.kind === 'drawing') return { kind: 'drawing', panel };
      if (panel.kind === 'images') return imagesPlaces(panel, onSheet);
      return chartPlaces(panel, { ...onSheet, original: original as ChartPanel });
    }),
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

function chartPlaces(panel: ChartPanel, { box, options, sheet, original }: Place & { original: ChartPanel }): ChartPlaces {
  const { style, tools } = sheet;
  const configuration = chartConfiguration(outlinePanel(panel), style, options);
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
      marks: drawnMarks(chart, panel.marks, { style, labels: options.labelMarks ?? true }),
      curves: original.series.map((series) => ({ marked: markedIndices(chart, series) })),
      labels: options.naming === 'direct' ? endLabelPlaces(chart, named, style).map((label) => within(label, box)) : [],
      named,
    };
  });
}

function within<Thing extends { x: number; y: number }>(thing: Thing, box: Pick<Box & Margins, 'x' | 'y'>): Thing {
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
