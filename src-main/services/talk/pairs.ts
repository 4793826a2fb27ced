import type { ConclusionPairs, TalkTable } from '../../contract/talk';
import type { FigureDescription, Series } from '../../contract/figure';
import { mean } from '../../math/statistics';
import type { TalkRun } from './lab';

/** The value of two arms, paired by seed. */
export function pairsBySeed(
  conclusion: string,
  valueOf: (run: TalkRun) => number,
  { runs, arm, baseline }: { runs: readonly TalkRun[]; arm: string; baseline: string },
): ConclusionPairs {
  const pairs = runs.flatMap((run) => {
    const other = runs.find((one) => one.arm === baseline && one.run.seed === run.run.seed);
    if (run.arm !== arm || !other) return [];
    return [{ label: `seed ${run.run.seed}`, arm: valueOf(run), baseline: valueOf(other) }];
  });
  return { conclusion, pairs };
}

/** A value of each single run beside another one. */
export function pairsOfRuns(
  conclusion: string,
  runs: readonly TalkRun[],
  valuesOf: (run: TalkRun) => [arm: number, baseline: number],
): ConclusionPairs {
  return {
    conclusion,
    pairs: runs.map((run) => {
      const [arm, baseline] = valuesOf(run);
      return { label: run.run.name, arm, baseline };
    }),
  };
}

export function meanOfArm(runs: readonly TalkRun[], arm: string, valueOf: (run: TalkRun) => number): number {
  return mean(runs.filter((run) => run.arm === arm).map(valueOf));
}

/** A number of our two arms, and as it was published. */
export interface BesidePublished {
  label: string;
  valueOf: (run: TalkRun) => number;
  published: { unrolled: number; oneStep: number } | null;
}

/** Our means over the seeds beside the published numbers. */
export function publishedTable(
  title: string,
  runs: readonly TalkRun[],
  { decimals, rows }: { decimals: number; rows: readonly BesidePublished[] },
): TalkTable {
  const columns = ['One-step', 'Unrolled', 'One-step, published', 'Unrolled, published'];
  return {
    title,
    columns: columns.map((column) => ({ title: column, decimals })),
    rows: rows.map(({ label, valueOf, published }) => ({
      label,
      values: [
        meanOfArm(runs, 'one-step', valueOf),
        meanOfArm(runs, 'unrolled-8', valueOf),
        published?.oneStep ?? null,
        published?.unrolled ?? null,
      ],
    })),
  };
}

/** Lays published curves, dotted, over one panel of a figure. */
export function withPublished(
  figure: FigureDescription,
  panel: number,
  curves: readonly { label: string; colorIndex: number; x: number[]; y: number[] }[],
): FigureDescription {
  const series = curves.map((curve): Series => ({
    ...curve,
    label: `${curve.label}, published`,
    runIds: [],
    band: null,
    role: 'curve',
    dash: 'dotted',
  }));
  const { provenance } = figure;
  return {
    ...figure,
    panels: figure.panels.map((one, index) => {
      return index === panel && one.kind === 'chart' ? { ...one, series: [...one.series, ...series] } : one;
    }),
    provenance: {
      ...provenance,
      remarks: [...provenance.remarks, 'Published: one training each, on another machine.'],
    },
  };
}
