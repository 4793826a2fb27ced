import type { FigureDescription, Paper, Series } from '../contract/figure';
import { isPlotted } from './csv';
import type { Shape } from './drawing';
import type { FigurePlaces, PanelPlaces } from './figure-places';
import { sampleLength } from './legend';
import { matplotlibProgram } from './matplotlib-program';
import { panelLetter } from './panel-letter';
import { provenanceLines } from './provenance-lines';
import { dashPattern, drawingColor, labelColor, seriesColor, type FigureStyle } from './style';

export interface ScriptOptions {
  paper: Paper;
  style: FigureStyle;
  /** Where everything stands in the drawing, so that matplotlib puts it there too. */
  places: FigurePlaces;
  /** Name of the CSV file beside the script; not read where nothing is plotted. */
  table: string;
}

/**
 * A Python script that draws the figure with matplotlib from the CSV of its points (`figureCsv`): `python name.py`
 * writes `name-matplotlib.pdf`, `python name.py file.png` any file that matplotlib can. The shapes of drawings and the
 * words of tables stand in the script itself.
 */
export function matplotlibScript(figure: FigureDescription, { paper, style, places, table }: ScriptOptions): string {
  const head = {
    width: 72 * paper.width,
    height: 72 * paper.height,
    dpi: paper.dpi,
    fonts: style.fontFamily
      .split(',')
      .map((name) => name.trim().replace(/"/g, ''))
      .slice(0, -1),
    generic: paper.font === 'serif' ? 'serif' : 'sans-serif',
    font_size: style.fontSize,
    tick_font_size: style.tickFontSize,
    axis_width: style.widths.axis,
    tick_length: style.tickLength,
    sample_length: sampleLength(style),
    gap: style.gap,
    muted: style.colors.muted,
    faint: style.colors.faint,
    border: seriesColor(style, { role: 'curve', colorIndex: 1 }),
    border_width: style.widths.mark,
  };
  const panels = places.panels.map((place, index) => panelOf(place, { letter: panelLetter(index), style }));
  const read = figure.panels.some(isPlotted) ? table : null;
  const legend = places.legend.map(({ series, x, y }) => ({ x, y, ...entryOf(series, style) }));
  const metadata = { Title: figure.title, Provenance: JSON.stringify(figure.provenance) };
  return [
    `# ${oneLine(figure.title)}`,
    `# ${read === null ? 'Holds all that it draws' : `Drawn from ${oneLine(read)}`}; needs Python with matplotlib.`,
    ...[...provenanceLines(figure.provenance), ...figure.provenance.remarks].map((line) => `# ${oneLine(line)}`),
    ...imports,
    `TABLE = ${python(read)}`,
    `METADATA = ${python(metadata)}`,
    `FIGURE = ${python(head)}`,
    `LEGEND = ${python(legend)}`,
    `PANELS = ${python(panels)}`,
    matplotlibProgram,
  ].join('\n');
}

const imports = [
  '',
  'import csv',
  'import math',
  'import sys',
  'from pathlib import Path',
  '',
  'import matplotlib',
  '',
  "matplotlib.use('Agg')",
  'import matplotlib.pyplot as plt',
  'from matplotlib import font_manager',
  'from matplotlib.collections import LineCollection',
  'from matplotlib.lines import Line2D',
  'from matplotlib.patches import Circle, Rectangle',
  '',
  'HERE = Path(__file__).resolve().parent',
];

function panelOf(place: PanelPlaces, { letter, style }: { letter: string; style: FigureStyle }): object {
  const heading = place.heading.map(({ x, y, text, bold }) => ({ x, y, text, weight: bold ? 'semibold' : 'normal' }));
  if (place.kind === 'shapes') {
    return { kind: 'shapes', letter, heading, points: 0, shapes: place.shapes.map((shape) => shapeOf(shape, style)) };
  }
  if (place.kind === 'images') {
    const { panel, corners, scale, labels } = place;
    const size = panel.imageWidth * panel.imageHeight;
    return {
      kind: 'images',
      letter,
      heading,
      points: panel.images.length * size,
      image: [panel.imageWidth, panel.imageHeight],
      scale,
      places: corners.map(({ x, y }) => [x, y]),
      border: panel.border ?? [],
      labels,
    };
  }
  const { panel, box, x, y, curves, labels, marks, markLabels } = place;
  return {
    kind: 'chart',
    letter,
    heading,
    points: panel.series.reduce((sum, series) => sum + series.x.length, 0),
    box: [box.x, box.y, box.width, box.height],
    x,
    y,
    marks,
    mark_labels: markLabels,
    series: panel.series.map((series, index) => seriesOf(series, { style, marked: curves[index]!.marked })),
    labels: labels.map((label) => ({
      x: label.x,
      y: label.y,
      text: label.series.label,
      color: labelColor(style, label.series),
    })),
  };
}

/** As `draw_shapes` takes it. */
function shapeOf(shape: Shape, style: FigureStyle): unknown[] {
  const color = (name: string | null) => (name === null ? null : drawingColor(style, name));
  switch (shape.type) {
    case 'line':
    case 'segments':
      return [shape.type, shape.points.map(round), color(shape.color), round(shape.width), shape.dash.map(round)];
    case 'circle':
      return [shape.type, round(shape.x), round(shape.y), round(shape.radius), color(shape.fill), color(shape.stroke)];
    case 'rectangle': {
      const box = [shape.x, shape.y, shape.width, shape.height].map(round);
      return [shape.type, ...box, color(shape.fill), color(shape.stroke)];
    }
    case 'text':
      return [
        shape.type,
        round(shape.x),
        round(shape.y),
        shape.text,
        round(shape.size),
        shape.align,
        color(shape.color),
      ];
  }
}

/** A hundredth of a thousandth of a point is nothing to see. */
function round(value: number): number {
  return Math.round(1e5 * value) / 1e5;
}

function seriesOf(series: Series, { style, marked }: { style: FigureStyle; marked: readonly number[] }): object {
  const { role, band, stepped = false, x } = series;
  return {
    ...entryOf(series, style),
    points: x.length,
    opacity: role === 'raw' ? style.rawOpacity : 1,
    band: band ? style.bandOpacity : 0,
    order: { raw: 2, truth: 3, curve: 4 }[role],
    stepped,
    marked,
  };
}

function entryOf(series: Series, style: FigureStyle): object {
  const { label, role, colorIndex, dash } = series;
  const [marker, size] = markers[colorIndex % markers.length]!;
  return {
    label,
    color: seriesColor(style, series),
    width: style.widths[role],
    dash: dashPattern(style, dash),
    marker: role === 'curve' ? marker : '',
    marker_size: 2 * size * style.markerRadius,
  };
}

/** The shapes of `markers.ts` by matplotlib's names, and their size over the radius of the circle. */
const markers = [
  ['o', 1],
  ['s', 0.88],
  ['^', 1.3],
  ['D', 0.92],
  ['v', 1.3],
  ['p', 1.1],
  ['h', 1.1],
] as const;

/** A value as Python writes it. */
function python(value: unknown, indent = ''): string {
  const deeper = `${indent}    `;
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(Number(value.toPrecision(12)));
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object' || item === null))
      return `[${value.map((item) => python(item)).join(', ')}]`;
    return `[\n${value.map((item) => `${deeper}${python(item, deeper)},\n`).join('')}${indent}]`;
  }
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${python(item, deeper)}`);
  return `{${entries.join(', ')}}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
