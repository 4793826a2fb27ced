import type { Claim, SeedOutcome } from '../contract/claims';
import type { FigureDescription, TableCell, TablePanel } from '../contract/figure';
import { metricTitle, metricUnit } from '../contract/metric-words';
import { claimDecimals, claimSentence, differenceFacts, ratioRemark } from './claim-words';
import { numberCell, tableFigure } from './describe-table';
import { provenanceOf, type StudyRun } from './study-run';

export interface ClaimTable {
  study: { name: string; title: string };
  claim: Claim;
  runs: readonly StudyRun[];
}

/** What may be claimed of two arms, in numbers: the values seed by seed, then the facts, below them the sentence. */
export function describeClaimTable({ study, claim, runs }: ClaimTable): FigureDescription {
  const { arm, baseline } = claim;
  const unit = metricUnit(claim.metric);
  const title = metricTitle(claim.metric);
  const right = 'right' as const;
  const panel: TablePanel = {
    kind: 'table',
    title: unit === null ? title : `${title} (${unit})`,
    columns: [
      { title: 'Seed', align: 'left' },
      { title: baseline.label, align: right },
      { title: arm.label, align: right },
      { title: 'Difference', align: right },
    ],
    rows: [
      ...claim.runs.map((run) => row([String(run.seed), ...pairCells(claim, [run])])),
      ...(claim.runs.length > 1 ? [row(['Mean', ...pairCells(claim, claim.runs)], true)] : []),
      ...differenceFacts(claim).map(({ name, text }, index) => row([name, '', '', text], index === 0)),
    ],
    notes: [claimSentence(claim), ratioRemark(claim)],
  };
  return tableFigure(
    `${study.name}-${arm.name}-against-${baseline.name}-claim`,
    `${study.title}: ${arm.label} against ${baseline.label}`,
    { panel, provenance: provenanceOf(study.title, runs, [claimSentence(claim), ratioRemark(claim)]) },
  );
}

function row(cells: TableCell[], ruled = false): TablePanel['rows'][number] {
  return { cells, colorIndex: null, ruled };
}

/** Mean of baseline, arm and difference over seeds, with the standard deviation where there are several. */
function pairCells(claim: Claim, runs: readonly { arm: SeedOutcome; baseline: SeedOutcome }[]): TableCell[] {
  const decimals = claimDecimals(claim);
  return [
    runs.map(({ baseline }) => baseline.value),
    runs.map(({ arm }) => arm.value),
    runs.map(({ arm, baseline }) => arm.value - baseline.value),
  ].map((values) => numberCell(values, decimals));
}
