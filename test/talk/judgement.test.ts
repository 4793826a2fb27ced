import { expect, test } from 'vitest';
import type { Conclusion } from '../../src-main/talk/experiment';
import { experiments } from '../../src-main/talk/experiments';
import { effectText, judge } from '../../src-main/talk/judgement';

const drift = experiments
  .find(({ name }) => name === 'forecasts-clean')!
  .conclusions.find(({ name }) => name === 'drift')!;

function pairs(differences: readonly number[]) {
  return differences.map((difference, i) => ({ label: `seed ${i + 1}`, arm: 10 + i + difference, baseline: 10 + i }));
}

test('a conclusion holds where the difference is shown on its side, and does not on the other', () => {
  expect(judge(drift, pairs([-4, -4.2, -3.9, -4.1])).verdict).toBe('holds');
  expect(judge(drift, pairs([4, 4.2, 3.9, 4.1])).verdict).toBe('does not hold');
  const more: Conclusion = { ...drift, expected: 'more' };
  expect(judge(more, pairs([4, 4.2, 3.9, 4.1])).verdict).toBe('holds');
});

test('it is not decided with fewer than three pairs, where the interval includes 0, or where chance alone does as well', () => {
  expect(judge(drift, pairs([-4, -4])).verdict).toBe('not decided');
  expect(judge(drift, pairs([-4, 3, 2, -1])).verdict).toBe('not decided');
  const hint = judge(drift, pairs([-0.1, -4, -9]));
  expect(hint.verdict).toBe('not decided');
  expect(hint.sentence).toContain('Student’s interval includes 0');
  expect(judge(drift, []).sentence).toBe('Nothing was measured.');
});

test('the sentence gives both values, the difference with its intervals and the number of pairs', () => {
  expect(judge(drift, pairs([-4, -4.2, -3.9])).sentence).toMatch(
    /^Unrolled, 8 steps 6\.97, one-step 11\.00 levels: −4\.03 \(95 % bootstrap interval −4\.20 … −3\.90, Student’s t −4\.\d\d … −3\.\d\d\), paired over 3 seeds\.$/,
  );
  expect(effectText(drift, pairs([-4, -4.2, -3.9]))).toBe('−4.03 levels (−4.20 … −3.90), N = 3');
});

test('what is counted is exact: it holds where it does for every pair', () => {
  const [weights] = experiments.find(({ name }) => name === 'dilation')!.conclusions;
  const counted = [
    { label: 'R = 8', arm: 6, baseline: 8 },
    { label: 'R = 512', arm: 18, baseline: 512 },
  ];
  expect(judge(weights!, counted).verdict).toBe('holds');
  expect(judge(weights!, [...counted, { label: 'R = 2', arm: 2, baseline: 2 }]).verdict).toBe('does not hold');
});
