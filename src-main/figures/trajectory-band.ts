import type { Series } from '../contract/figure';
import type { TrajectoryStatistics } from '../contract/generations';
import { bandText } from './seed-band';

/** Bands over the trajectories of one prompt. */
export const trajectoryBands = ['quantiles90', 'quantiles50', 'std', 'ci95'] as const;
export type TrajectoryBand = (typeof trajectoryBands)[number];

/** The probabilities that the quantile bands are made of. */
export const bandQuantiles = [0.05, 0.25, 0.75, 0.95];

export function trajectoryBand(statistics: TrajectoryStatistics, band: TrajectoryBand): Series['band'] {
  const { mean, standardDeviation, low, high, count } = statistics;
  const quantile = (probability: number) => statistics.quantiles.find((one) => one.probability === probability)!.value;
  const limits = {
    quantiles90: () => ({ low: quantile(0.05), high: quantile(0.95), kind: 'quantiles' as const }),
    quantiles50: () => ({ low: quantile(0.25), high: quantile(0.75), kind: 'quantiles' as const }),
    std: () => ({
      low: mean.map((value, i) => value - standardDeviation[i]!),
      high: mean.map((value, i) => value + standardDeviation[i]!),
      kind: 'std' as const,
    }),
    ci95: () => ({ low, high, kind: 'ci95' as const }),
  }[band]();
  return { ...limits, n: count };
}

/** What a band is, in words. */
export function trajectoryBandText(band: TrajectoryBand): string {
  if (band === 'quantiles90') return '5 % to 95 % quantile of the samples';
  if (band === 'quantiles50') return '25 % to 75 % quantile of the samples';
  return bandText(band);
}
