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
  const places = commonPlaces(curves);
  const count = places[0]!.length;
  const [y, low, high] = [new Array<number>(count), new Array<number>(count), new Array<number>(count)];
  const values = new Array<number>(curves.length);
  for (let place = 0; place < count; place += 1) {
    for (let c = 0; c < curves.length; c += 1) values[c] = curves[c]!.y[places[c]![place]!]!;
    y[place] = mean(values);
    const limits = bandLimits(values, kind);
    low[place] = limits.low;
    high[place] = limits.high;
  }
  return {
    x: places[0]!.map((index) => curves[0]!.x[index]!),
    y,
    band: kind === 'none' ? null : { low, high, kind, n: curves.length },
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

/** For each curve the indices of the places x at which all have a finite value. */
function commonPlaces(curves: readonly SeedCurve[]): number[][] {
  const places: number[][] = curves.map(() => []);
  const at = curves.map(() => 0);
  const [first] = curves;
  for (let index = 0; index < first!.x.length; index += 1) {
    const x = first!.x[index]!;
    at[0] = index;
    let isCommon = true;
    for (let c = 0; c < curves.length && isCommon; c += 1) {
      const own = curves[c]!;
      while (own.x[at[c]!]! < x) at[c]! += 1;
      isCommon = own.x[at[c]!] === x && Number.isFinite(own.y[at[c]!]);
    }
    if (isCommon) for (let c = 0; c < curves.length; c += 1) places[c]!.push(at[c]!);
  }
  return places;
}
