import type { Paper, Series } from '../contract/figure';
import { readable } from './color';
import { okabeIto, paletteColors } from './palettes';

/**
 * How figures look, apart from what they show. Lengths are in units of the canvas: CSS pixels on the screen, points
 * on paper. Colours are `#rrggbb`.
 */
export interface FigureStyle {
  /** Set for paper: curves keep every point but those that move them by less than `tolerance` when left out. */
  exact: boolean;
  tolerance: number;
  fontFamily: string;
  /** Axis titles, labels and legends. */
  fontSize: number;
  tickFontSize: number;
  titleFontSize: number;
  colors: {
    ground: string;
    text: string;
    /** Tick labels and marks. */
    muted: string;
    axis: string;
    grid: string;
    /** Lines of drawings that are there but not lit. */
    faint: string;
    truth: string;
    /** By colour index. */
    series: readonly string[];
    /** The same, readable as text on the ground. */
    seriesText: readonly string[];
  };
  widths: { curve: number; truth: number; raw: number; axis: number; mark: number; grid: number };
  /** Opacity of raw curves behind their smoothed ones, and of bands. */
  rawOpacity: number;
  bandOpacity: number;
  markerRadius: number;
  tickLength: number;
  /** The distance that separates texts from what they belong to. */
  gap: number;
  /** The distance of panels, and of the images of a grid. */
  panelGap: number;
  imageGap: number;
  /** Horizontal lines at the ticks of the y axis. */
  showGrid: boolean;
}

/** The hues of Okabe and Ito, lightened for a dark ground; black has become light grey. */
const okabeItoOnDark = ['#3fa0e0', '#f07c2e', '#21bb90', '#d994b9', '#7cc7f0', '#edb13d', '#d6d6d6'] as const;

/** The style of a chart on the screen. */
export function screenStyle(theme: 'light' | 'dark'): FigureStyle {
  return {
    exact: false,
    tolerance: 0,
    fontFamily: '"IBM Plex Sans", sans-serif',
    fontSize: 11,
    tickFontSize: 11,
    titleFontSize: 12,
    colors: theme === 'light' ? lightColors : darkColors,
    widths: { curve: 1.5, truth: 1.25, raw: 1, axis: 1, mark: 1, grid: 1 },
    rawOpacity: 0.28,
    bandOpacity: 0.15,
    markerRadius: 3,
    tickLength: 4,
    gap: 6,
    panelGap: 16,
    imageGap: 2,
    showGrid: true,
  };
}

/** The style of a figure on paper: always light, sizes from the font size in points. */
export function paperStyle(paper: Pick<Paper, 'fontSize' | 'font'> & Partial<Pick<Paper, 'palette'>>): FigureStyle {
  const { fontSize, palette = 'okabe-ito' } = paper;
  return {
    exact: true,
    tolerance: 0.1,
    fontFamily:
      paper.font === 'serif'
        ? '"STIX Two Text", "Times New Roman", Times, serif'
        : '"IBM Plex Sans", Helvetica, Arial, sans-serif',
    fontSize,
    tickFontSize: Math.max(fontSize - 0.5, 4),
    titleFontSize: fontSize,
    colors: colors({ ...paperColors, series: paletteColors[palette] }),
    widths: { curve: 1.1, truth: 0.9, raw: 0.8, axis: 0.6, mark: 0.6, grid: 0.4 },
    rawOpacity: 0.28,
    bandOpacity: 0.15,
    markerRadius: 1.7,
    tickLength: 2.5,
    gap: 3.5,
    panelGap: 8,
    imageGap: 1,
    showGrid: false,
  };
}

/** The colour of a curve: neutral for the truth, else by colour index, over again after the last. */
export function seriesColor(style: FigureStyle, series: Pick<Series, 'role' | 'colorIndex'>): string {
  const { truth, series: colors } = style.colors;
  return series.role === 'truth' ? truth : colors[series.colorIndex % colors.length]!;
}

/** The colour of a curve's label. */
export function labelColor(style: FigureStyle, series: Pick<Series, 'role' | 'colorIndex'>): string {
  const { text, seriesText } = style.colors;
  return series.role === 'truth' ? text : seriesText[series.colorIndex % seriesText.length]!;
}

/** The dash pattern of a curve, in units of the canvas. */
export function dashPattern(style: FigureStyle, dash: Series['dash']): number[] {
  const unit = style.widths.curve;
  const patterns = { solid: [], dashed: [4.5, 2.5], dotted: [1, 2], 'dash-dot': [5, 2, 1, 2] };
  return patterns[dash].map((length) => length * unit);
}

/**
 * A colour as drawings give it: the name of one of the style's (`text`, `muted`, `axis`, `grid`, `faint`, `ground`, `truth`),
 * `series 0` and so on, or any colour as it is.
 */
export function drawingColor(style: FigureStyle, color: string): string {
  const index = /^series (\d+)$/.exec(color)?.[1];
  if (index !== undefined) return seriesColor(style, { role: 'curve', colorIndex: Number(index) });
  const { series: _series, seriesText: _seriesText, ...named } = style.colors;
  return (named as Record<string, string>)[color] ?? color;
}

/** The font of labels and legends. */
export function labelFont(style: FigureStyle): string {
  return `${style.fontSize}px ${style.fontFamily}`;
}

/** The distance of two lines of labels. */
export function lineHeight(style: FigureStyle): number {
  return 1.3 * style.fontSize;
}

type Colors = FigureStyle['colors'];

function colors(given: Omit<Colors, 'seriesText'>): Colors {
  const { ground, text } = given;
  return { ...given, seriesText: given.series.map((color) => readable(color, { ground, text, ratio: 4.6 })) };
}

const lightColors = colors({
  ground: '#ffffff',
  text: '#1f2328',
  muted: '#5c636c',
  axis: '#9aa1a9',
  grid: '#ebedef',
  faint: '#9aa1a9',
  truth: '#6b727b',
  series: okabeIto,
});

const darkColors = colors({
  ground: '#16181b',
  text: '#e4e6e9',
  muted: '#9ca3ab',
  axis: '#5f666e',
  grid: '#26292e',
  faint: '#5f666e',
  truth: '#9aa1a9',
  series: okabeItoOnDark,
});

const paperColors = {
  ground: '#ffffff',
  text: '#000000',
  muted: '#333333',
  axis: '#000000',
  grid: '#e0e0e0',
  faint: '#8c8c8c',
  truth: '#808080',
};
