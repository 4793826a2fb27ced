import type { Axis, ChartPanel, Series } from '../../src-main/contract/figure';

/** What a curve says at a place. */
export interface Reading {
  series: Series;
  x: number;
  y: number;
  band: { low: number; high: number } | null;
}

/** The axis by which charts share a crosshair. */
export function axisName({ title, unit }: Pick<Axis, 'title' | 'unit'>): string {
  return unit ? `${title} (${unit})` : title;
}

/**
 * The points nearest to `x`, one for each curve that reaches there; raw curves are read through their smoothed ones.
 * Nothing is interpolated: every number is one that was measured.
 */
export function readings(panel: ChartPanel, x: number): Reading[] {
  return panel.series.flatMap((series) => {
    if (series.role === 'raw') return [];
    const index = nearestIndex(series.x, x);
    const at = series.x[index];
    const y = series.y[index];
    if (at == null || y == null || Number.isNaN(y) || !reaches(series, x)) return [];
    const low = series.band?.low[index];
    const high = series.band?.high[index];
    return [{ series, x: at, y, band: low != null && high != null ? { low, high } : null }];
  });
}

/** All x values of the curves of a panel, ascending, each once. */
export function abscissas(panel: ChartPanel): number[] {
  const values = new Set<number>();
  for (const { x, role } of panel.series) if (role !== 'raw') for (const at of x) if (at !== null) values.add(at);
  return [...values].sort((a, b) => a - b);
}

/** Index of the value nearest to `x` in ascending values; −1 of nothing. */
export function nearestIndex(values: readonly (number | null)[], x: number): number {
  let low = 0;
  let high = values.length - 1;
  if (high < 0) return -1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? -Infinity) < x) low = middle + 1;
    else high = middle;
  }
  const before = low - 1;
  return before >= 0 && x - (values[before] ?? -Infinity) < (values[low] ?? Infinity) - x ? before : low;
}

/** Within the curve's ends, or less than half a step beyond them. */
function reaches({ x }: Series, at: number): boolean {
  const first = x[0];
  const last = x[x.length - 1];
  if (first == null || last == null) return false;
  const margin = x.length > 1 ? (last - first) / (x.length - 1) / 2 : Infinity;
  return at >= first - margin && at <= last + margin;
}
