import type { Chart, Plugin } from 'chart.js';
import type { ChartPanel, FigureDescription, Series } from '../contract/figure';
import { visible } from './around-curves';
import type { CurveDataset } from './curves';
import { drawMarker } from './marker';
import { spread } from './spread';
import { dashPattern, labelColor, seriesColor, type FigureStyle } from './style';

/** Where the curves of a chart are named. */
export type Naming = FigureDescription['legend'];

/** The room that titles, labels and legend need around the plot, in units of the canvas. */
export interface Margins {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** What is written around the curves of one panel. */
export interface Texts {
  panel: Pick<ChartPanel, 'title' | 'marks'>;
  naming: Naming;
  /** Panel letter, `a`. */
  letter: string | null;
  style: FigureStyle;
}

/** The series that a legend lists: curves and the truth, each name once. */
export function named(datasets: readonly CurveDataset[]): Series[] {
  const seen = new Set<string>();
  return datasets
    .map(({ source }) => source)
    .filter(({ role, label, colorIndex, dash }) => {
      const key = JSON.stringify([label, role === 'truth' ? -1 : colorIndex, dash]);
      if (role === 'raw' || label === '' || seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}

/** Direct labels where there is room for them beside the plot, else the legend above it. */
export function chosenNaming(chart: Chart, { naming, style }: Texts): Naming {
  if (naming !== 'direct') return naming;
  const series = named(visible(chart));
  const width = widest(chart.ctx, series, style);
  const fits = width <= 0.3 * chart.width && series.length * lineHeight(style) <= 0.7 * chart.height;
  return fits ? 'direct' : 'top';
}

/** Computes the margins from the texts as they measure in the chart's context. */
export function margins(chart: Chart, texts: Texts): Margins {
  const { panel, letter, style } = texts;
  const series = named(visible(chart));
  const naming = chosenNaming(chart, texts);
  const heading = panel.title !== '' || letter !== null ? 1.3 * style.titleFontSize + style.gap / 2 : 0;
  const markLine = panel.marks.some(({ axis, label }) => axis === 'x' && label !== '') ? 1.3 * style.tickFontSize : 0;
  const legend = naming === 'top' ? rows(chart, series, style).length * lineHeight(style) + style.gap / 2 : 0;
  // Half a tick label hangs over the end of the axis; Chart.js sees to that itself.
  const right = naming === 'direct' && series.length > 0 ? widest(chart.ctx, series, style) + 2 * style.gap : style.gap;
  return { left: 0, right, top: Math.max(heading + markLine + legend, style.tickFontSize / 2), bottom: 0 };
}

/** Draws title, panel letter, and the names of the curves. */
export function texts(given: Texts): Plugin<'line'> {
  return {
    id: 'texts',
    afterDatasetsDraw(chart) {
      drawHeading(chart, given);
      const series = named(visible(chart));
      const naming = chosenNaming(chart, given);
      if (naming === 'direct') drawEndLabels(chart, series, given.style);
      if (naming === 'top') drawTopLegend(chart, series, given);
      if (naming === 'inside') drawInsideLegend(chart, series, given.style);
    },
  };
}

function drawHeading(chart: Chart, { panel, letter, style }: Texts): void {
  const { ctx, chartArea } = chart;
  ctx.save();
  ctx.fillStyle = style.colors.text;
  ctx.textBaseline = 'top';
  ctx.textAlign = 'left';
  if (letter !== null) {
    ctx.font = `600 ${style.titleFontSize}px ${style.fontFamily}`;
    ctx.fillText(letter, 0, 0);
  }
  ctx.font = `${letter === null ? 600 : 400} ${style.titleFontSize}px ${style.fontFamily}`;
  if (panel.title !== '') ctx.fillText(panel.title, chartArea.left, 0);
  ctx.restore();
}

/** Names at the ends of the curves, moved apart where they would touch, then tied to their ends by a thin line. */
function drawEndLabels(chart: Chart, series: readonly Series[], style: FigureStyle): void {
  const { ctx, chartArea } = chart;
  const ends = series.map((one) => endOf(chart, one));
  const half = lineHeight(style) / 2;
  const places = spread(
    ends.map((end) => end.y),
    { spacing: lineHeight(style), min: chartArea.top + half / 2, max: chartArea.bottom - half },
  );
  ctx.save();
  ctx.font = labelFont(style);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  series.forEach((one, index) => {
    const [end, y] = [ends[index]!, places[index]!];
    const x = chartArea.right + 1.5 * style.gap;
    if (Math.abs(y - end.y) > half / 2 || end.x < chartArea.right - 2 * style.gap) {
      ctx.strokeStyle = seriesColor(style, one);
      ctx.lineWidth = style.widths.axis / 2;
      ctx.beginPath();
      ctx.moveTo(end.x + style.gap / 4, end.y);
      ctx.lineTo(Math.max(end.x + style.gap / 4, chartArea.right + style.gap / 4), end.y);
      ctx.lineTo(x - style.gap / 4, y);
      ctx.stroke();
    }
    ctx.fillStyle = labelColor(style, one);
    ctx.fillText(one.label, x, y);
  });
  ctx.restore();
}

/** The last point of a curve inside the plot, on the canvas; the middle of the right edge where there is none. */
function endOf(chart: Chart, { x, y }: Series): { x: number; y: number } {
  const { chartArea, scales } = chart;
  for (let index = x.length - 1; index >= 0; index -= 1) {
    const [at, value] = [x[index], y[index]];
    if (at == null || value == null || at > scales.x!.max) continue;
    const height = scales.y!.getPixelForValue(value);
    return {
      x: scales.x!.getPixelForValue(at),
      y: Math.min(Math.max(height, chartArea.top), chartArea.bottom),
    };
  }
  return { x: chartArea.right, y: (chartArea.top + chartArea.bottom) / 2 };
}

function drawTopLegend(chart: Chart, series: readonly Series[], given: Texts): void {
  const { style, panel } = given;
  const markLine = panel.marks.some(({ axis, label }) => axis === 'x' && label !== '') ? 1.3 * style.tickFontSize : 0;
  const lines = rows(chart, series, style);
  lines.forEach((row, line) => {
    let x = chart.chartArea.left;
    const y = chart.chartArea.top - markLine - style.gap / 2 - (lines.length - line - 0.5) * lineHeight(style);
    for (const one of row) {
      drawEntry(chart.ctx, one, { x, y, style });
      x += entryWidth(chart.ctx, one, style) + 2 * style.gap;
    }
  });
}

/** A legend without a frame in the corner with the fewest points. */
function drawInsideLegend(chart: Chart, series: readonly Series[], style: FigureStyle): void {
  const { ctx, chartArea } = chart;
  if (series.length === 0) return;
  const width = Math.max(...series.map((one) => entryWidth(ctx, one, style)));
  const height = series.length * lineHeight(style);
  const corners = [
    { x: chartArea.right - width - style.gap, y: chartArea.top + style.gap },
    { x: chartArea.left + 2 * style.gap, y: chartArea.top + style.gap },
    { x: chartArea.right - width - style.gap, y: chartArea.bottom - height - style.gap },
    { x: chartArea.left + 2 * style.gap, y: chartArea.bottom - height - style.gap },
  ];
  const crowds = corners.map((corner) => crowd(chart, { ...corner, width, height }));
  const { x, y } = corners[crowds.indexOf(Math.min(...crowds))]!;
  series.forEach((one, line) => drawEntry(ctx, one, { x, y: y + (line + 0.5) * lineHeight(style), style }));
}

function crowd(chart: Chart, box: { x: number; y: number; width: number; height: number }): number {
  let count = 0;
  for (const { data } of visible(chart)) {
    for (const point of data) {
      const x = chart.scales.x!.getPixelForValue(point.x);
      if (x < box.x || x > box.x + box.width) continue;
      const y = chart.scales.y!.getPixelForValue(point.y);
      if (y >= box.y && y <= box.y + box.height) count += 1 / data.length;
    }
  }
  return count;
}

/** A piece of the curve with its marker, then its name. */
function drawEntry(
  ctx: CanvasRenderingContext2D,
  series: Series,
  { x, y, style }: { x: number; y: number; style: FigureStyle },
): void {
  const length = sampleLength(style);
  ctx.save();
  ctx.strokeStyle = seriesColor(style, series);
  ctx.lineWidth = style.widths[series.role];
  ctx.setLineDash(dashPattern(style, series.dash));
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x + length, y);
  ctx.stroke();
  if (series.role === 'curve') drawMarker(ctx, { x: x + length / 2, y, series, style });
  ctx.font = labelFont(style);
  ctx.fillStyle = style.colors.text;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  ctx.fillText(series.label, x + length + style.gap, y);
  ctx.restore();
}

/** Breaks the legend's entries into rows as wide as the chart. */
function rows(chart: Chart, series: readonly Series[], style: FigureStyle): Series[][] {
  const result: Series[][] = [];
  let width = Infinity;
  for (const one of series) {
    const more = entryWidth(chart.ctx, one, style) + 2 * style.gap;
    // The plot begins right of the y axis, whose width is not known yet: about five digits and a title.
    if (width + more > chart.width - 5 * style.fontSize) {
      result.push([]);
      width = 0;
    }
    result.at(-1)!.push(one);
    width += more;
  }
  return result;
}

function entryWidth(ctx: CanvasRenderingContext2D, series: Series, style: FigureStyle): number {
  return sampleLength(style) + style.gap + widest(ctx, [series], style);
}

function widest(ctx: CanvasRenderingContext2D, series: readonly Series[], style: FigureStyle): number {
  ctx.save();
  ctx.font = labelFont(style);
  const width = Math.max(0, ...series.map(({ label }) => ctx.measureText(label).width));
  ctx.restore();
  return width;
}

function labelFont(style: FigureStyle): string {
  return `${style.fontSize}px ${style.fontFamily}`;
}

function lineHeight(style: FigureStyle): number {
  return 1.3 * style.fontSize;
}

function sampleLength(style: FigureStyle): number {
  return 2 * style.fontSize;
}
