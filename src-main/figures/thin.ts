import type { Axis, ChartPanel, Series } from '../contract/figure';
import { downsampleIndices } from '../math/downsampling';

/**
 * The panel with every series thinned to about `maxPoints`, the lowest and highest point of each narrow column kept:
 * makes what no eye can tell apart bearable before anything is measured.
 */
export function thinnedPanel(panel: ChartPanel, maxPoints: number): ChartPanel {
  const series = panel.series.map((one) => {
    if (one.x.length <= maxPoints) return one;
    const logarithmic = panel.x.scale === 'log';
    const along = numbersOf(one.x);
    if (logarithmic) along.forEach((value, index) => (along[index] = Math.log10(value)));
    const curves = curvesOf(one);
    const indices = curves.map((values) => downsampleIndices(along, numbersOf(values), maxPoints));
    return picked(one, [...indices, ...curves.map(gaps)]);
  });
  return { ...panel, series };
}

/**
 * The panel with just the points that its axes, margins and names depend on: the ends and extremes of each series.
 * Measures like the panel itself, at no cost.
 */
export function outlinePanel(panel: ChartPanel): ChartPanel {
  const series = panel.series.map((one) => {
    const ends = extremeIndices(one.x, panel.x.scale);
    const extremes = curvesOf(one).flatMap((values) => extremeIndices(values, panel.y.scale));
    return picked(one, [[...ends, ...extremes].filter((index) => index >= 0)]);
  });
  return { ...panel, series };
}

function curvesOf({ y, band }: Series): Series['y'][] {
  return band ? [y, band.low, band.high] : [y];
}

function extremeIndices(values: Series['y'], scale: Axis['scale']): [lowest: number, highest: number] {
  let [lowest, highest] = [-1, -1];
  values.forEach((value, index) => {
    if (value === null || (scale === 'log' && value <= 0)) return;
    if (lowest < 0 || value < values[lowest]!) lowest = index;
    if (highest < 0 || value > values[highest]!) highest = index;
  });
  return [lowest, highest];
}

function picked(series: Series, choices: readonly number[][]): Series {
  const indices = [...new Set(choices.flat())].sort((a, b) => a - b);
  if (indices.length === series.x.length) return series;
  const pick = (values: readonly (number | null)[]) => indices.map((index) => values[index] ?? null);
  const { band } = series;
  return {
    ...series,
    x: pick(series.x),
    y: pick(series.y),
    band: band && { ...band, low: pick(band.low), high: pick(band.high) },
  };
}

/** The first place of each gap. */
function gaps(values: readonly (number | null)[]): number[] {
  const places: number[] = [];
  for (let index = 1; index < values.length; index += 1) {
    if (values[index] === null && values[index - 1] !== null) places.push(index);
  }
  return places;
}

/** NaN where there is none; by hand, because a conversion with a callback takes ten times as long. */
function numbersOf(values: readonly (number | null)[]): Float64Array {
  const numbers = new Float64Array(values.length);
  for (let index = 0; index < values.length; index += 1) numbers[index] = values[index] ?? NaN;
  return numbers;
}
