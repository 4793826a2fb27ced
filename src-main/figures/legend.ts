import type { Series } from '../contract/figure';
import type { CurveDataset } from './curves';
import { drawMarker } from './markers';
import { dashPattern, labelFont, lineHeight, seriesColor, type FigureStyle } from './style';

type Context = CanvasRenderingContext2D;

/** What is named in a figure: curves and the truth, each name in one look once. */
export function namedSeries(series: readonly Series[]): Series[] {
  const seen = new Set<string>();
  return series.filter(({ role, label, colorIndex, dash, unnamed }) => {
    const look = JSON.stringify([label, role === 'truth' ? null : colorIndex, dash]);
    if (role === 'raw' || label === '' || unnamed || seen.has(look)) return false;
    seen.add(look);
    return true;
  });
}

export function sourcesOf(datasets: readonly CurveDataset[]): Series[] {
  return datasets.map(({ source }) => source);
}

/** Breaks a legend into rows of at most `width`; one entry at least in each. */
export function legendRows(
  context: Context,
  series: readonly Series[],
  { style, width }: { style: FigureStyle; width: number },
): Series[][] {
  const rows: Series[][] = [];
  let left = 0;
  for (const one of series) {
    const needed = entryWidth(context, one, style);
    if (rows.length === 0 || needed > left) {
      rows.push([]);
      left = width;
    }
    rows.at(-1)!.push(one);
    left -= needed + entryGap(style);
  }
  return rows;
}

/** The height of a legend's rows together with the gap below them. */
export function legendHeight(rows: readonly Series[][], style: FigureStyle): number {
  return rows.length === 0 ? 0 : rows.length * lineHeight(style) + style.gap / 2;
}

/** Draws the rows of a legend, without a frame; `x` and `y` are its top left corner. */
export function drawLegend(
  context: Context,
  rows: readonly Series[][],
  { x, y, style }: { x: number; y: number; style: FigureStyle },
): void {
  for (const entry of legendEntries(context, rows, { x, y, style })) drawEntry(context, entry, style);
}

/** A name in a legend: where the piece of its curve begins, and the middle of its line. */
export interface LegendEntry {
  series: Series;
  x: number;
  y: number;
}

/** Where `drawLegend` puts the names. */
export function legendEntries(
  context: Context,
  rows: readonly Series[][],
  { x, y, style }: { x: number; y: number; style: FigureStyle },
): LegendEntry[] {
  return rows.flatMap((row, line) => {
    let left = x;
    return row.map((series) => {
      const entry = { series, x: left, y: y + (line + 0.5) * lineHeight(style) };
      left += entryWidth(context, series, style) + entryGap(style);
      return entry;
    });
  });
}

/** The width of a piece of the curve and its name. */
export function entryWidth(context: Context, series: Series, style: FigureStyle): number {
  return sampleLength(style) + style.gap + widestLabel(context, [series], style);
}

export function widestLabel(context: Context, series: readonly Series[], style: FigureStyle): number {
  context.save();
  context.font = labelFont(style);
  const width = Math.max(0, ...series.map(({ label }) => context.measureText(label).width));
  context.restore();
  return width;
}

/** A piece of the curve with its marker, then its name. */
function drawEntry(context: Context, { series, x, y }: LegendEntry, style: FigureStyle): void {
  const length = sampleLength(style);
  context.save();
  context.strokeStyle = seriesColor(style, series);
  context.lineWidth = style.widths[series.role];
  context.setLineDash(dashPattern(style, series.dash));
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + length, y);
  context.stroke();
  // A dash pattern would go for letters too, and make them a font of shapes in a PDF file.
  context.setLineDash([]);
  if (series.role === 'curve') drawMarker(context, { x: x + length / 2, y, series, style });
  context.font = labelFont(style);
  context.fillStyle = style.colors.text;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.fillText(series.label, x + length + style.gap, y);
  context.restore();
}

/** The length of the piece of a curve in a legend. */
export function sampleLength(style: FigureStyle): number {
  return 2.2 * style.fontSize;
}

function entryGap(style: FigureStyle): number {
  return 1.2 * style.fontSize;
}
