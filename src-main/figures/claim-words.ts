import type { Claim, Estimate, SeedOutcome } from '../contract/claims';
import { metricTitle, metricUnit } from '../contract/metric-words';
import { parseMetricKey } from '../contract/metrics';
import { mean, standardDeviation } from '../math/statistics';
import { numberText } from './number-text';

/** What was measured in one sentence that claims no more than that. */
export function claimSentence(claim: Claim): string {
  const { arm, baseline, runs, difference, verdict, higherIsBetter } = claim;
  const metric = metricPhrase(claim.metric);
  const by = `${signed(claim, difference.mean)}${unitText(claim)}`;
  const seeds = `${runs.length} common ${runs.length === 1 ? 'seed' : 'seeds'}`;
  if (verdict === 'undecided') {
    return (
      `Not decided: ${arm.label} and ${baseline.label} have ${seeds}, too few for an interval (${by} in ${metric}); ` +
      'train at least 3 seeds of both.'
    );
  }
  const interval = `95 % bootstrap interval ${intervalText(claim, difference)}, paired over ${seeds}`;
  if (verdict === 'none') {
    return (
      `No difference in ${metric} is shown between ${arm.label} and ${baseline.label}: ${by} on average, ` +
      `and the ${interval}, includes 0.`
    );
  }
  const judged = difference.mean > 0 === higherIsBetter ? 'better' : 'worse';
  if (verdict === 'hint') {
    return (
      `${arm.label} seems to do ${judged} than ${baseline.label} in ${metric}: ${by} on average (${interval}); ` +
      `but so few seeds leave it open: Student’s t interval ${intervalText(claim, claim.studentDifference!)} includes 0.`
    );
  }
  return (
    `${arm.label} does ${judged} than ${baseline.label} in ${metric}: ` +
    `${by} on average (${interval})${costClause(claim)}.`
  );
}

/** A number of the claim with what it is. */
export interface ClaimFact {
  name: string;
  text: string;
}

/** The numbers behind the sentence: of either arm, then of one against the other. */
export function claimFacts(claim: Claim): ClaimFact[] {
  const { arm, baseline, runs } = claim;
  return [
    {
      name: baseline.label,
      text: spread(
        claim,
        runs.map((run) => run.baseline),
      ),
    },
    {
      name: arm.label,
      text: spread(
        claim,
        runs.map((run) => run.arm),
      ),
    },
    ...differenceFacts(claim),
  ];
}

/** The numbers of one arm against the other. */
export function differenceFacts(claim: Claim): ClaimFact[] {
  const { runs, difference, studentDifference, threshold, ratios, verdict } = claim;
  const reached = (side: 'arm' | 'baseline') => runs.filter((run) => run[side].reached !== null).length;
  const goal = threshold === null ? '' : `${claim.higherIsBetter ? '≥' : '≤'} ${number(claim, threshold)}`;
  return [
    verdict === 'undecided'
      ? { name: 'Difference', text: `${signed(claim, difference.mean)}${unitText(claim)}, N = ${difference.count}` }
      : {
          name: 'Difference, bootstrap 95 %',
          text:
            `${signed(claim, difference.mean)} (${intervalText(claim, difference)})${unitText(claim)}, ` +
            `N = ${difference.count}`,
        },
    ...(studentDifference && verdict !== 'undecided'
      ? [{ name: 'Difference, Student’s t 95 %', text: intervalText(claim, studentDifference) + unitText(claim) }]
      : []),
    { name: 'Time per step, ratio', text: ratioText(ratios.timePerStep) },
    ...(threshold === null
      ? []
      : [
          {
            name: `Seeds that reach ${goal}`,
            text: `${reached('arm')} / ${reached('baseline')} of ${runs.length}`,
          },
          { name: `Steps to ${goal}, ratio`, text: ratioText(ratios.stepsToThreshold) },
          { name: `Time to ${goal}, ratio`, text: ratioText(ratios.timeToThreshold) },
        ]),
  ];
}

/** Sentence and numbers as plain text. */
export function claimText(claim: Claim): string {
  const facts = claimFacts(claim);
  const width = Math.max(...facts.map(({ name }) => name.length));
  const lines = facts.map(({ name, text }) => `${name.padEnd(width)}  ${text}`);
  return [claimSentence(claim), '', ...lines, '', ratioRemark(claim)].join('\n');
}

/** Of what to what the ratios are. */
export function ratioRemark({ arm, baseline }: Claim): string {
  return `Ratios: ${arm.label} to ${baseline.label}, geometric mean over the seeds with its bootstrap 95 % interval.`;
}

/** Accuracies and losses are told to three decimals, errors in levels to two. */
export function claimDecimals({ metric }: Pick<Claim, 'metric'>): number {
  return parseMetricKey(metric).name === 'freeRunningError' ? 2 : 3;
}

/** What it costs or saves, as far as the intervals exclude that it is the same. */
function costClause(claim: Claim): string {
  const { timePerStep, timeToThreshold } = claim.ratios;
  const isShown = (ratio: Estimate | null): ratio is Estimate =>
    ratio !== null && ratio.count >= 3 && (ratio.low > 1 || ratio.high < 1);
  const parts = [
    ...(isShown(timePerStep) ? [`${numberText(timePerStep.mean, 2)} times the time per step`] : []),
    ...(isShown(timeToThreshold)
      ? [`${numberText(timeToThreshold.mean, 2)} times the time to reach ${number(claim, claim.threshold!)}`]
      : []),
  ];
  return parts.length === 0 ? '' : `, at ${parts.join(' and ')}`;
}

function spread(claim: Claim, outcomes: readonly SeedOutcome[]): string {
  const values = outcomes.map(({ value }) => value);
  const center = number(claim, mean(values));
  const around = values.length > 1 ? ` ± ${number(claim, standardDeviation(values))}` : '';
  return `${center}${around}${unitText(claim)}`;
}

function ratioText(ratio: Estimate | null): string {
  if (!ratio) return 'not known';
  const [center, low, high] = [ratio.mean, ratio.low, ratio.high].map((value) => numberText(value, 2));
  return ratio.count < 3 ? `× ${center}, N = ${ratio.count}` : `× ${center} (${low} … ${high}), N = ${ratio.count}`;
}

function intervalText(claim: Claim, { low, high }: Pick<Estimate, 'low' | 'high'>): string {
  return `${signed(claim, low)} … ${signed(claim, high)}`;
}

function signed(claim: Claim, value: number): string {
  const text = number(claim, value);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

function number(claim: Claim, value: number): string {
  return numberText(value, claimDecimals(claim));
}

function unitText({ metric }: Claim): string {
  const unit = metricUnit(metric);
  return unit === null ? '' : ` ${unit}`;
}

/** In the middle of a sentence: `validation accuracy over 8 steps`. */
function metricPhrase(metric: string): string {
  const title = metricTitle(metric).replace(', ', ' over ');
  return title.charAt(0).toLowerCase() + title.slice(1);
}
