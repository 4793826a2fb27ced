import type { ClaimBlock } from '../contract/report';
import type { ConclusionPairs } from '../contract/talk';
import { numberText } from '../figures/number-text';
import type { Interval } from '../math/bootstrap';
import { comparePairs, leastSeeds, type PairedComparison } from '../math/paired-claim';
import { RandomStream } from '../math/random';
import { mean } from '../math/statistics';
import type { Conclusion } from './experiment';

type Pairs = ConclusionPairs['pairs'];

/** From this number of pairs on, Student's t says nothing that the bootstrap does not. */
const many = 30;

/**
 * A conclusion of the talk against what was measured: it holds, or does not, where both intervals of the mean paired
 * difference exclude 0; what is counted is exact, and holds where it does for every pair.
 */
export function judge(conclusion: Conclusion, pairs: Pairs): ClaimBlock {
  const { says, measure } = conclusion;
  const claim = (verdict: ClaimBlock['verdict'], sentence: string): ClaimBlock => {
    return { kind: 'claim', says, measure, verdict, sentence };
  };
  if (pairs.length === 0) return claim('not decided', 'Nothing was measured.');
  const isExpected = (difference: number) => (conclusion.expected === 'less' ? difference < 0 : difference > 0);
  if (conclusion.kind === 'counted') {
    const holds = pairs.every(({ arm, baseline }) => isExpected(arm - baseline));
    return claim(holds ? 'holds' : 'does not hold', `${countedText(conclusion, pairs)}.`);
  }
  const compared = comparePairs(
    pairs.map(({ arm }) => arm),
    pairs.map(({ baseline }) => baseline),
    // The same resamples whenever it is judged.
    { stream: RandomStream.fromSeed(1).fork(`talk/${conclusion.name}`) },
  );
  const values = valuesText(conclusion, pairs);
  const intervals = intervalsText(conclusion, compared);
  const count = countText(conclusion, pairs.length);
  if (compared.verdict === 'undecided') {
    const by = signed(conclusion, compared.difference.mean);
    return claim('not decided', `${values}: ${by}, of ${count}; at least ${leastSeeds} are needed for an interval.`);
  }
  const sentence = `${values}: ${intervals}, paired over ${count}`;
  if (compared.verdict === 'none') return claim('not decided', `${sentence}; the interval includes 0.`);
  if (compared.verdict === 'hint') {
    return claim('not decided', `${sentence}; so few leave it open: Student’s interval includes 0.`);
  }
  return claim(isExpected(compared.difference.mean) ? 'holds' : 'does not hold', `${sentence}.`);
}

/** A conclusion before anything was measured. */
export function unjudged({ says, measure }: Conclusion): ClaimBlock {
  return { kind: 'claim', says, measure, verdict: 'not decided', sentence: 'Not run.' };
}

/** The effect in short, for a table: `−4.62 levels (−5.66 … −3.08), N = 3`. */
export function effectText(conclusion: Conclusion, pairs: Pairs): string {
  if (pairs.length === 0) return '–';
  if (conclusion.kind === 'counted') return `counted, N = ${pairs.length}`;
  const { difference } = comparePairs(
    pairs.map(({ arm }) => arm),
    pairs.map(({ baseline }) => baseline),
    { stream: RandomStream.fromSeed(1).fork(`talk/${conclusion.name}`) },
  );
  const by = `${signed(conclusion, difference.mean)}${unitText(conclusion)}`;
  return pairs.length < leastSeeds
    ? `${by}, N = ${pairs.length}`
    : `${by} (${intervalText(conclusion, difference)}), N = ${pairs.length}`;
}

function countedText(conclusion: Conclusion, pairs: Pairs): string {
  const { arm, baseline } = conclusion;
  const shown = pairs.length > 2 ? [pairs[0]!, pairs.at(-1)!] : pairs;
  const texts = shown.map((pair) => {
    return `${pair.label}: ${number(conclusion, pair.arm)} against ${number(conclusion, pair.baseline)}`;
  });
  return `${arm} against ${baseline.toLowerCase()}${unitText(conclusion) && `,${unitText(conclusion)}`}; ${texts.join(' … ')}`;
}

function valuesText(conclusion: Conclusion, pairs: Pairs): string {
  const of = (side: 'arm' | 'baseline') => number(conclusion, mean(pairs.map((pair) => pair[side])));
  const { arm, baseline } = conclusion;
  return `${arm} ${of('arm')}, ${baseline.charAt(0).toLowerCase()}${baseline.slice(1)} ${of('baseline')}${unitText(conclusion)}`;
}

function intervalsText(conclusion: Conclusion, { difference, student }: PairedComparison): string {
  const bootstrap = `95 % bootstrap interval ${intervalText(conclusion, difference)}`;
  const t = student && difference.count < many ? `, Student’s t ${intervalText(conclusion, student)}` : '';
  return `${signed(conclusion, difference.mean)} (${bootstrap}${t})`;
}

function intervalText(conclusion: Conclusion, { low, high }: Interval): string {
  return `${signed(conclusion, low)} … ${signed(conclusion, high)}`;
}

function countText({ each }: Conclusion, count: number): string {
  return `${count} ${each}${count === 1 ? '' : 's'}`;
}

function signed(conclusion: Conclusion, value: number): string {
  const text = number(conclusion, value);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

function number({ decimals }: Conclusion, value: number): string {
  return numberText(value, decimals);
}

function unitText({ unit }: Conclusion): string {
  return unit === null ? '' : ` ${unit}`;
}
