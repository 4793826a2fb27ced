import type { ChartPanel, Series } from '../../src-main/contract/figure';
import type { RunSummary } from '../../src-main/contract/runs';
import { downsampleIndices } from '../../src-main/math/downsampling';
import { smooth, type Curve } from './curve';
import { dashOf } from './dash';

/** What is drawn of a curve; more would not be seen on a screen. */
const MAX_DRAWN = 1500;

export interface LiveChart {
  /** Metric keys drawn together; each run has at most one curve for each. */
  key: string;
  title: string;
  yTitle: string;
  unit: string | null;
  logarithmic: boolean;
  /** Steps in which the weight of a point fades by half; 0 draws the values as they are. */
  halfLife: number;
  /** Divides the values for display (bytes into gigabytes). */
  divisor?: number;
}

export interface LiveRun {
  run: Pick<RunSummary, 'id' | 'name' | 'armLabel' | 'seed' | 'colorIndex'>;
  curve: Curve;
}

/** A chart of one metric over the steps, a curve for each run; smoothed curves have their raw values faint behind. */
export function livePanel(chart: LiveChart, runs: readonly LiveRun[]): ChartPanel {
  return {
    kind: 'chart',
    title: '',
    x: { title: 'Step', unit: null, scale: 'linear', min: 0, max: null },
    y: { title: chart.yTitle, unit: chart.unit, scale: chart.logarithmic ? 'log' : 'linear', min: null, max: null },
    series: runs.flatMap((one) => seriesOf(chart, one)),
    marks: [],
  };
}

/** Named by its arm, as the legend names all seeds of one arm once. */
function seriesOf(chart: LiveChart, { run, curve }: LiveRun): Series[] {
  const divided = chart.divisor ? curve.value.map((value) => value / chart.divisor!) : curve.value;
  const base = { label: run.armLabel, runIds: [run.id], band: null, colorIndex: run.colorIndex };
  // Smoothed before it is thinned, so the curve does not depend on how many points are drawn.
  const drawn = chart.halfLife > 0 ? smooth(curve.step, divided, chart.halfLife) : divided;
  const main: Series = { ...base, ...points(chart, curve.step, drawn), role: 'curve', dash: dashOf(run.colorIndex) };
  if (chart.halfLife === 0) return [main];
  return [{ ...base, ...points(chart, curve.step, divided), role: 'raw', dash: 'solid' }, main];
}

/** At most as many points as are seen; what has no place on the axis is a gap. */
function points(
  chart: LiveChart,
  step: readonly number[],
  value: readonly number[],
): { x: number[]; y: (number | null)[] } {
  const indices = downsampleIndices(step, value, MAX_DRAWN);
  const fits = (y: number) => Number.isFinite(y) && (!chart.logarithmic || y > 0);
  return { x: indices.map((i) => step[i]!), y: indices.map((i) => (fits(value[i]!) ? value[i]! : null)) };
}
