import type { Series } from '../contract/figure';
import type { FigureRequest } from '../contract/studies';
import { extent, mean, standardDeviation, standardError } from '../math/statistics';

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

/** 97.5 % quantile of Student's t distribution; degrees of freedom ≥ 1. Within 0.001 of the exact value. */
export function studentQuantile(degreesOfFreedom: number): number {
  const exact = smallQuantiles[degreesOfFreedom - 1];
  if (exact !== undefined) return exact;
  // Abramowitz and Stegun (1964), 26.7.5: expansion around the normal quantile.
  const z = 1.959964;
  const n = degreesOfFreedom;
  return z + (z ** 3 + z) / (4 * n) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * n ** 2);
}

const smallQuantiles = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281];

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
