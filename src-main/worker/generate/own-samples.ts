import type { OwnSamples } from '../../contract/generate-job';
import { fullScale, soundRate, type OwnStretch, type OwnUnits } from '../../contract/own-units';
import { ownScale, type CurveScale } from '../../figures/curve-scale';
import { OwnViews } from '../own-views';

/** How generated samples become values of imported series. */
export interface ValueWriter {
  /** Name and unit of values and of time. */
  units: OwnUnits;
  /** Of a trajectory; its steps are counted from the first one that was generated. */
  of: (trajectory: number) => Pick<CurveScale, 'time' | 'value'>;
  /** Samples a second; null where it is no sound. */
  rate: number | null;
  /** Greatest value of a trajectory that is as loud as can be. */
  fullScale: (trajectory: number) => number;
}

/** Null where the dataset is not on this machine, or what is put back of a series is not known. */
export function valueWriter({ fetchedSets, datasetId, groups }: OwnSamples): ValueWriter | null {
  const series = [...new Set(groups.flatMap((group) => group.series ?? []))];
  const view = new OwnViews(fetchedSets).read({ datasetId, split: 'test', curves: series });
  if (!view) return null;
  const { units, stretches, common } = view;
  const stretchOf = ({ series: own, stretch }: OwnSamples['groups'][number]): OwnStretch | null =>
    stretch ?? (own === null ? common : stretches[series.indexOf(own)]!);
  const known = groups.map((group) => ({ ...group, stretch: stretchOf(group) }));
  if (known.some(({ stretch }) => stretch === null)) return null;
  const groupOf = (trajectory: number) =>
    known.find(({ first, count }) => trajectory >= first && trajectory < first + count)!;
  return {
    units,
    of: (trajectory) => {
      const { observed, stretch } = groupOf(trajectory);
      const { time, value } = ownScale(units, stretch!);
      return { time: (step) => time(observed + step), value: (level, step) => value(level, observed + step) };
    },
    rate: soundRate(units),
    fullScale: (trajectory) => fullScale(units, groupOf(trajectory).stretch!),
  };
}
