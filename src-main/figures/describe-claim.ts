import type { Claim } from '../contract/claims';
import type { ChartPanel, FigureDescription } from '../contract/figure';
import { metricTitle, metricUnit } from '../contract/metric-words';
import { leastSeeds } from '../math/paired-claim';
import { claimSentence } from './claim-words';
import { meanOverSeeds } from './seed-band';
import { armLook, armSeries, provenanceOf, seedRemarks, type StudyCurve } from './study-run';

export interface ClaimFigure {
  study: { name: string; title: string };
  claim: Claim;
  /** The metric of both arms over the training steps, of the common seeds alone. */
  curves: readonly StudyCurve[];
}

/** Both arms over the training, and below it their paired difference at every step. */
export function describeClaim({ study, claim, curves }: ClaimFigure): FigureDescription {
  const { arm, baseline, runs, threshold } = claim;
  // Of two seeds a confidence interval would fill the chart and say nothing.
  const band = runs.length >= leastSeeds ? 'ci95' : runs.length > 1 ? 'range' : 'none';
  const title = metricTitle(claim.metric);
  const axis = { unit: metricUnit(claim.metric), scale: 'linear', min: null, max: null } as const;
  const x: ChartPanel['x'] = { title: 'Training step', unit: null, scale: 'linear', min: null, max: null };
  const difference = meanOverSeeds(differences(claim, curves), band);
  return {
    name: `${study.name}-${arm.name}-against-${baseline.name}`,
    title: `${study.title}: ${arm.label} against ${baseline.label}`,
    panels: [
      {
        kind: 'chart',
        title: '',
        x,
        y: { title, ...axis },
        series: armSeries(curves, band),
        marks: threshold === null ? [] : [{ axis: 'y', at: threshold, label: 'threshold' }],
      },
      {
        kind: 'chart',
        title: '',
        x,
        y: { title: `Difference to ${baseline.label}`, ...axis },
        series: [
          {
            label: `${arm.label} − ${baseline.label}`,
            runIds: runs.flatMap((run) => [run.arm.runId, run.baseline.runId]),
            ...difference,
            role: 'curve',
            ...armLook(arm),
          },
        ],
        marks: [{ axis: 'y', at: 0, label: 'no difference' }],
      },
    ],
    columns: 1,
    sharedX: true,
    legend: 'direct',
    provenance: provenanceOf(
      study.title,
      curves.map(({ run }) => run),
      [
        claimSentence(claim),
        ...seedRemarks(curves, band),
        'Difference: mean over the common seeds of the difference at the same step and seed; its band at each step alone.',
        'No smoothing.',
      ],
    ),
  };
}

/** Arm − baseline of each seed, at the steps that both have. */
function differences({ runs }: Claim, curves: readonly StudyCurve[]): { x: number[]; y: number[] }[] {
  const of = (runId: string) => curves.find(({ run }) => run.id === runId)!;
  return runs.map(({ arm, baseline }) => {
    const [own, other] = [of(arm.runId), of(baseline.runId)];
    const base = new Map(Array.from(other.x, (step, index) => [step, other.y[index]!]));
    const points = Array.from(own.x, (step, index) => ({ x: step, y: own.y[index]! - (base.get(step) ?? NaN) }));
    const common = points.filter(({ x }) => base.has(x));
    return { x: common.map(({ x }) => x), y: common.map(({ y }) => y) };
  });
}
