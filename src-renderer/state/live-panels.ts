import type { ChartPanel, Series } from '../../src-main/contract/figure';
import type { RunSummary } from '../../src-main/contract/runs';
import { armLook } from '../../src-main/figures/study-run';
import { downsampleIndices } from '../../src-main/math/downsampling';
import { smooth } from '../../src-main/math/smoothing';
import type { Curve } from './curve';

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

/**
 * Makes the panels of one place on the screen; a curve that has not changed gives the same series as before, which
 * nobody draws anew.
 */
export class LivePanels {
  readonly #made = new WeakMap<Curve, Made>();

  /**
   * A chart of one metric over the steps, a curve for each run; smoothed curves have their raw values faint behind.
   * Each is drawn by at most `maxPoints` points, its extremes among them.
   */
  panel(chart: LiveChart, runs: readonly LiveRun[], maxPoints: number): ChartPanel {
    return { ...emptyPanel(chart), series: runs.flatMap((one) => this.#series(chart, one, maxPoints)) };
  }

  #series(chart: LiveChart, { run, curve }: LiveRun, maxPoints: number): readonly Series[] {
    const made = this.#made.get(curve);
    const { revision } = curve;
    const isSame = made?.chart === chart && made.run === run && made.maxPoints === maxPoints;
    if (isSame && made.revision === revision) return made.series;
    const series = seriesOf(chart, { run, curve }, maxPoints);
    this.#made.set(curve, { chart, run, maxPoints, revision, series });
    return series;
  }
}

interface Made {
  chart: LiveChart;
  run: LiveRun['run'];
  maxPoints: number;
  revision: number;
  series: readonly Series[];
}

function emptyPanel(chart: LiveChart): ChartPanel {
  return {
    kind: 'chart',
    title: '',
    x: { title: 'Step', unit: null, scale: 'linear', min: 0, max: null },
    y: { title: chart.yTitle, unit: chart.unit, scale: chart.logarithmic ? 'log' : 'linear', min: null, max: null },
    series: [],
    marks: [],
  };
}

/** Named by its arm, as the legend names all seeds of one arm once. */
function seriesOf(chart: LiveChart, { run, curve }: LiveRun, maxPoints: number): Series[] {
  const divided = chart.divisor ? curve.value.map((value) => value / chart.divisor!) : curve.value;
  const base = { label: run.armLabel, runIds: [run.id], band: null, colorIndex: run.colorIndex };
  // Smoothed before it is thinned, so the curve does not depend on how many points are drawn.
  const drawn = chart.halfLife > 0 ? smooth(curve.step, divided, chart.halfLife) : divided;
  const { dash } = armLook(run);
  const main: Series = { ...base, ...points(chart, { x: curve.step, y: drawn, maxPoints }), role: 'curve', dash };
  if (chart.halfLife === 0) return [main];
  const raw = points(chart, { x: curve.step, y: divided, maxPoints });
  return [{ ...base, ...raw, role: 'raw', dash: 'solid' }, main];
}

/** As many points as are seen; what has no place on the axis is a gap. */
function points(
  { logarithmic }: LiveChart,
  { x, y, maxPoints }: { x: readonly number[]; y: readonly number[]; maxPoints: number },
): { x: number[]; y: (number | null)[] } {
  const least = logarithmic ? Number.MIN_VALUE : -Infinity;
  const shown = (value: number) => (Number.isFinite(value) && value >= least ? value : null);
  if (x.length <= maxPoints) return { x: [...x], y: y.map(shown) };
  const indices = downsampleIndices(x, y, maxPoints);
  return { x: indices.map((i) => x[i]!), y: indices.map((i) => shown(y[i]!)) };
}
