import type { CurveAxis, CurvesLook, CurveWindow } from '../contract/curves';
import type { Axis, ChartPanel, FigureDescription, Series } from '../contract/figure';
import { metricTitle, metricUnit } from '../contract/metric-words';
import { smooth } from '../math/smoothing';
import { curveLines, valuesOf, type CurveLine, type LoggedCurve } from './curve-lines';
import { bandText, meanOverSeeds, type BandKind } from './seed-band';
import { provenanceOf } from './study-run';
import { thinnedPanel } from './thin';

export interface CurvesFigure {
  study: { name: string; title: string };
  /** All points that are stored: statistics are of them, whatever is drawn. */
  curves: readonly LoggedCurve[];
  look: CurvesLook;
  band: BandKind;
}

/** Points of a line that are drawn, about; of all raw curves together, which stand faint behind the lines. */
const drawnPoints = 2000;
const drawnRaw = 20_000;
/** More raw curves than this hide what stands before them. */
const mostRaw = 60;

/** One metric of the runs of a study: a line for each arm or run, in one panel or in one for each value of a setting. */
export function describeCurves({ study, curves, look, band }: CurvesFigure): FigureDescription {
  const lines = curveLines(curves, look);
  const facets = look.facet === 'none' ? [''] : valuesOf(curves, look.facet);
  const withRaw = curves.length <= mostRaw;
  const drawn = facets.map((facet) => ({
    facet,
    series: lines.filter((line) => line.facet === facet).flatMap((line) => lineSeries(line, { look, band, withRaw })),
  }));
  const rawPoints = Math.max(100, Math.min(drawnPoints, Math.floor(drawnRaw / curves.length)));
  const { x, y } = axes(look, facets.length > 1 ? drawn.flatMap(({ series }) => series) : []);
  const panels = drawn.map(({ facet, series }): ChartPanel => {
    const title = facet === '' ? '' : `${shortPath(look.facet)} = ${facet}`;
    const panel: ChartPanel = { kind: 'chart', title, x, y, series: [], marks: [] };
    return { ...panel, series: series.map((one) => thinned(panel, one, one.role === 'raw' ? rawPoints : drawnPoints)) };
  });
  const columns = Math.min(4, Math.ceil(Math.sqrt(panels.length)));
  return {
    name: `${study.name}-${look.metric.replace('@', '-')}`,
    title: `${study.title}: ${lowerFirst(metricTitle(look.metric))}`,
    panels,
    columns,
    sharedX: panels.length > 1,
    // Beyond the ends of a window there is nothing to put a name beside.
    legend: look.window ? 'top' : 'direct',
    provenance: provenanceOf(
      study.title,
      curves.map(({ run }) => run),
      remarks(lines, { look, band, withRaw }),
    ),
  };
}

interface Drawing {
  look: CurvesLook;
  band: BandKind;
  withRaw: boolean;
}

/** The line of an arm with its band, and behind it what it is made of: every seed as it was logged. */
function lineSeries({ label, curves, look: own }: CurveLine, { look, band, withRaw }: Drawing): Series[] {
  const smoothed = curves.map(({ step, value }) => ({
    x: step,
    y: look.halfLife > 0 ? smooth(step, value, look.halfLife) : value,
  }));
  const several = curves.length > 1;
  const mean = several ? meanOverSeeds(smoothed, band) : { ...smoothed[0]!, band: null };
  const line: Series = {
    label: several ? `${label} (n = ${curves.length})` : label,
    runIds: curves.map(({ run }) => run.id),
    x: places(mean.x, curves, look.x),
    y: mean.y.map(finiteOrNull),
    band: mean.band,
    role: 'curve',
    ...own,
  };
  const raw = curves.map((curve): Series => ({
    label: `${curve.run.armLabel} · seed ${curve.run.seed}`,
    runIds: [curve.run.id],
    x: places(curve.step, [curve], look.x),
    y: curve.value.map(finiteOrNull),
    band: null,
    role: 'raw',
    colorIndex: own.colorIndex,
    dash: 'solid',
  }));
  const behind = withRaw && (several || look.halfLife > 0) ? raw : [];
  return [...behind, line].map((series) => within(series, look.window));
}

/** Where steps lie on the axis; of several runs the wall time is their mean at each step. */
function places(steps: readonly number[], curves: readonly LoggedCurve[], axis: CurveAxis): number[] {
  if (axis === 'step') return [...steps];
  if (axis !== 'wallTime') return steps.map((step) => step * curves[0]!.perStep[axis]);
  if (curves.length === 1) return curves[0]!.wallTime.map((time) => time / 60_000);
  const mean = meanOverSeeds(
    curves.map(({ step, wallTime }) => ({ x: step, y: wallTime })),
    'none',
  );
  const at = new Map(mean.x.map((step, index) => [step, mean.y[index]!]));
  return steps.map((step) => at.get(step)! / 60_000);
}

function thinned(panel: ChartPanel, series: Series, points: number): Series {
  return thinnedPanel({ ...panel, series: [series] }, points).series[0]!;
}

/** The points within the window, and one beyond each end, so that lines run to the edge. */
function within(series: Series, window: CurveWindow | null): Series {
  if (!window) return series;
  const [low, high] = window.x;
  let [first, end] = [series.x.findIndex((at) => at! >= low), series.x.findIndex((at) => at! > high)];
  if (first < 0) first = series.x.length;
  if (end < 0) end = series.x.length;
  const cut = <Value>(values: readonly Value[]) => values.slice(Math.max(0, first - 1), end + 1);
  const { band } = series;
  return {
    ...series,
    x: cut(series.x),
    y: cut(series.y),
    band: band && { ...band, low: cut(band.low), high: cut(band.high) },
  };
}

/** Axes that show the window; else, where several panels share them, all that `shared` holds. */
function axes(look: CurvesLook, shared: readonly Series[]): { x: Axis; y: Axis } {
  const xs = range(
    shared.map(({ x }) => x),
    look.logX,
  );
  const ys = range(
    shared.flatMap(({ y, band }) => [y, band?.low ?? [], band?.high ?? []]),
    look.logY,
  );
  const [xMin, xMax] = look.window?.x ?? xs ?? [null, null];
  const [yMin, yMax] = look.window?.y ?? ys ?? [null, null];
  return {
    x: { ...axisTitles[look.x], scale: look.logX ? 'log' : 'linear', min: xMin, max: xMax },
    y: {
      title: metricTitle(look.metric),
      unit: metricUnit(look.metric),
      scale: look.logY ? 'log' : 'linear',
      min: yMin,
      max: yMax,
    },
  };
}

const axisTitles: Record<CurveAxis, Pick<Axis, 'title' | 'unit'>> = {
  step: { title: 'Training step', unit: null },
  epoch: { title: 'Epoch', unit: null },
  samples: { title: 'Samples seen', unit: null },
  wallTime: { title: 'Time of training', unit: 'min' },
};

function range(all: readonly Series['y'][], logarithmic: boolean): [number, number] | null {
  let [low, high] = [Infinity, -Infinity];
  for (const values of all) {
    for (const value of values) {
      if (value === null || (logarithmic && value <= 0)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low < high ? [low, high] : null;
}

function remarks(lines: readonly CurveLine[], { look, band, withRaw }: Drawing): string[] {
  const counts = [...new Set(lines.map(({ curves }) => curves.length))].sort((a, b) => a - b);
  const several = counts.some((count) => count > 1);
  const faint = withRaw ? ' Faint: single seeds as they were logged.' : '';
  return [
    ...(several
      ? [`Bold: mean over ${counts.join(' or ')} seeds, at the steps where all of them have a value.${faint}`]
      : []),
    ...(several && band !== 'none' ? [`Band: ${bandText(band)} over the seeds.`] : []),
    look.halfLife > 0
      ? `Smoothed over all stored points: two-sided exponential mean, weights halve every ${look.halfLife} steps` +
        `${several ? '; each seed by itself, before the mean' : '; raw values faint'}.`
      : 'No smoothing.',
    ...(look.x === 'wallTime' && several ? ['Time of training: mean over the seeds at each step.'] : []),
    ...(look.color === 'arm' ? [] : [`Colour by ${look.color}.`]),
    ...(look.dash === 'arm' ? [] : [`Dashes by ${look.dash}.`]),
  ];
}

/** The last word of a path, which tells settings apart well enough above a panel. */
function shortPath(path: string): string {
  return path.split('.').at(-1)!;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
