import type { Series } from '../contract/figure';
import type { FigureRequest } from '../contract/studies';
import { extent, mean, standardDeviation, standardError, studentQuantile } from '../math/statistics';

export type BandKind = FigureRequest['band'];

/** One curve of one run; x ascends. */
export interface SeedCurve {
  x: readonly number[];
  /** NaN where there is no value. */
  y: readonly number[];
}

/** Mean over seeds and the band around it, at the places where every seed has a value. */
export interface SeedMean {
  x: number[];
  y: number[];
  band: Series['band'];
}

/**
 * Averages the curves of several seeds. Only places x at which all of them have a finite value count: a mean over
 * changing seeds would jump where one ends.
 */
export function meanOverSeeds(curves: readonly SeedCurve[], kind: BandKind): SeedMean {
  const [first, ...others] = curves.map(finitePoints);
  const x = [...first!.keys()].filter((at) => others.every((points) => points.has(at)));
  const values = x.map((at) => [first!.get(at)!, ...others.map((points) => points.get(at)!)]);
  const limits = values.map((ys) => bandLimits(ys, kind));
  return {
    x,
    y: values.map(mean),
    band:
      kind === 'none'
        ? null
        : { low: limits.map(({ low }) => low), high: limits.map(({ high }) => high), kind, n: curves.length },
  };
}

/** What a band is, in words. */
export function bandText(kind: Exclude<BandKind, 'none'>): string {
  return {
    range: 'least to greatest value',
    std: 'mean ± standard deviation',
    sem: 'mean ± standard error of the mean',
    ci95: '95 % confidence interval of the mean (Student’s t)',
  }[kind];
}

function bandLimits(values: number[], kind: BandKind): { low: number; high: number } {
  if (kind === 'range' || kind === 'none') return extent(values);
  const center = mean(values);
  const half = {
    std: () => standardDeviation(values),
    sem: () => standardError(values),
    ci95: () => studentQuantile(values.length - 1) * standardError(values),
  }[kind]();
  return { low: center - half, high: center + half };
}

function finitePoints({ x, y }: SeedCurve): Map<number, number> {
  const points = new Map<number, number>();
  x.forEach((at, index) => {
    if (Number.isFinite(y[index])) points.set(at, y[index]!);
  });
  return points;
}
