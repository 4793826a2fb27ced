import type { Scale, ScaleOptionsByType, Tick } from 'chart.js';
import type { Axis } from '../contract/figure';
import type { CurveDataset } from './curves';
import { logTickText, tickTexts } from './number-text';
import { roundNumbers } from './round-numbers';
import type { FigureStyle } from './style';

type ScaleOptions = ScaleOptionsByType<'linear' | 'logarithmic'>;
/** What is set here; Chart.js has defaults for the rest. */
export type AxisOptions = { [Key in keyof ScaleOptions]?: Partial<ScaleOptions[Key]> | ScaleOptions[Key] };

/** The title of an axis with its unit: `Time (s)`. */
export function axisTitle({ title, unit }: Pick<Axis, 'title' | 'unit'>): string {
  return unit ? `${title} (${unit})` : title;
}

/**
 * A scale of Chart.js. Along x it ends where the data end; along y at round numbers, with the bands inside.
 * `labelled` is false for an axis that another panel of its column or row tells.
 */
export function axisOptions(
  which: 'x' | 'y',
  axis: Axis,
  { style, labelled }: { style: FigureStyle; labelled: boolean },
): AxisOptions {
  const { colors, widths, tickFontSize, fontSize, fontFamily, tickLength, gap } = style;
  const horizontal = which === 'x';
  const options = {
    type: axis.scale === 'log' ? 'logarithmic' : 'linear',
    position: horizontal ? 'bottom' : 'left',
    bounds: horizontal ? 'data' : 'ticks',
    min: axis.min ?? undefined,
    max: axis.max ?? undefined,
    border: { display: true, color: colors.axis, width: widths.axis },
    grid: {
      drawOnChartArea: !horizontal && style.showGrid,
      color: colors.grid,
      lineWidth: widths.grid,
      drawTicks: true,
      tickLength,
      tickColor: colors.axis,
      tickWidth: widths.axis,
    },
    ticks: {
      display: labelled,
      color: colors.muted,
      font: { family: fontFamily, size: tickFontSize, lineHeight: 1.2 },
      padding: gap / 2,
      maxRotation: 0,
      includeBounds: false,
      maxTicksLimit: 7,
      callback: (_value: unknown, index: number, ticks: Tick[]) => tickText(axis, index, ticks),
    },
    title: {
      display: labelled && axis.title !== '',
      text: axisTitle(axis),
      color: colors.text,
      font: { family: fontFamily, size: fontSize, lineHeight: 1.2 },
      padding: { top: horizontal ? gap / 4 : 0, bottom: horizontal ? 0 : gap / 2 },
    },
    afterDataLimits: horizontal ? undefined : (scale: Scale) => includeBands(scale, axis),
    afterBuildTicks: horizontal || axis.ticks ? (scale: Scale) => placeTicks(scale, { axis, style }) : undefined,
  };
  return options as AxisOptions;
}

/**
 * Where numbers stand: the places that were asked for, or multiples of a round step. (Chart.js starts counting at the
 * end of the data: 1, 11, 21 …)
 */
function placeTicks(scale: Scale, { axis: { ticks }, style }: { axis: Axis; style: FigureStyle }): void {
  if (ticks) {
    scale.ticks = ticks.filter((value) => value >= scale.min && value <= scale.max).map((value) => ({ value }));
    return;
  }
  if (scale.type !== 'linear') return;
  const limit = Math.min(7, Math.max(2, Math.floor(scale.width / (4.5 * style.tickFontSize))));
  scale.ticks = roundNumbers(scale.min, scale.max, limit).map((value) => ({ value }));
}

function tickText(axis: Axis, index: number, ticks: Tick[]): string {
  const values = ticks.map((tick) => tick.value);
  if (axis.scale === 'linear') return tickTexts(values)[index]!;
  const value = values[index]!;
  if (axis.ticks) return logTickText(value);
  const mantissa = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
  const decades = Math.log10(values.at(-1)! / values[0]!);
  const wanted = decades > 2 ? [1] : [1, 2, 5];
  return wanted.some((digit) => Math.abs(mantissa - digit) < 1e-6) ? logTickText(value) : '';
}

/** Bands are drawn beside Chart.js's datasets, so their ends have to be told to the scale. */
function includeBands(scale: Scale, axis: Axis): void {
  for (const [index, dataset] of scale.chart.data.datasets.entries()) {
    const { band } = (dataset as CurveDataset).source;
    if (!band || !scale.chart.isDatasetVisible(index)) continue;
    for (const value of [...band.low, ...band.high]) {
      if (value === null) continue;
      if (axis.min === null && value < scale.min) scale.min = value;
      if (axis.max === null && value > scale.max) scale.max = value;
    }
  }
}
