import { expect, test } from 'vitest';
import type { ClaimResult } from '../../src-main/contract/claims';
import { claimRequestSchema } from '../../src-main/contract/claims';
import { figureSchema } from '../../src-main/contract/figure';
import type { WritableDatabase } from '../../src-main/store/database';
import { figureCsv } from '../../src-main/figures/csv';
import { insertPoints } from '../../src-main/store/metrics';
import { endRun, saveStep, saveTrainingTime } from '../../src-main/store/runs';
import { buildClaim } from '../../src-main/worker/claim';
import { addRun, addStudy, memoryStore } from '../store/support';

const key = 'validationAccuracy@8';

/** Accuracies at the steps 10, 20 … of a completed run of an arm (0 or 1) and seed; a step takes `pace` milliseconds. */
function complete(
  db: WritableDatabase,
  { arm, seed, values, pace = 5 }: { arm: number; seed: number; values: number[]; pace?: number },
): void {
  const id = `run-${arm}-${seed}`;
  addRun(db, id, seed, arm);
  insertPoints(
    db,
    id,
    values.map((value, i) => ({ key, step: 10 * (i + 1), wallTime: 10 * pace * (i + 1), value })),
  );
  saveStep(db, id, 10 * values.length);
  saveTrainingTime(db, id, 10 * pace * values.length);
  endRun(db, id, { status: 'completed', reason: null, now: 1 });
}

function store(): WritableDatabase {
  const db = memoryStore();
  addStudy(db);
  return db;
}

function build(db: WritableDatabase, request: object = {}): ClaimResult {
  const arms = { arm: 'unrolled-4', baseline: 'one-step' };
  return buildClaim(db, claimRequestSchema.parse({ studyId: 'study', metric: key, ...arms, ...request }));
}

function claimOf(db: WritableDatabase, request: object = {}) {
  const result = build(db, request);
  if ('absent' in result) throw new Error(result.absent);
  expect(() => figureSchema.parse(result.figure)).not.toThrow();
  return result;
}

test('pairs of common seeds are compared by their best values, and by what it takes to reach the worst of them', () => {
  const db = store();
  for (const seed of [1, 2, 3]) {
    complete(db, { arm: 0, seed, values: [0.1, 0.2, 0.3 + seed / 100] });
    complete(db, { arm: 1, seed, values: [0.2, 0.5 + seed / 100, 0.4], pace: 10 });
  }
  complete(db, { arm: 0, seed: 9, values: [0.9] });
  const { claim, sentence, text, latex, figure, table } = claimOf(db);
  expect(claim.runs.map(({ seed }) => seed)).toEqual([1, 2, 3]);
  expect(claim.difference).toMatchObject({ mean: expect.closeTo(0.2, 9), count: 3 });
  expect(claim.verdict).toBe('shown');
  expect(claim.threshold).toBeCloseTo(0.31, 9);
  expect(claim.ratios.timePerStep!.mean).toBeCloseTo(2, 9);
  expect(claim.ratios.stepsToThreshold!.mean).toBeCloseTo(2 / 3, 9);
  expect(claim.ratios.timeToThreshold!.mean).toBeCloseTo(4 / 3, 9);
  expect(sentence).toBe(
    'Unrolled 4 does better than One-step in validation accuracy over 8 steps: +0.200 on average ' +
      '(95 % bootstrap interval +0.200 … +0.200, paired over 3 common seeds), at 2.00 times the time per step and ' +
      '1.33 times the time to reach 0.310.',
  );
  expect(text).toContain('Seeds that reach ≥ 0.310');
  expect(latex).toContain('\\toprule');
  expect(latex.replace(/^ *%.*$/gm, '')).not.toMatch(/[^\\]%|≥|−/);
  expect(figure.panels).toHaveLength(2);
  const rows = figureCsv(figureSchema.parse(table))
    .split('\r\n')
    .map((line) => line.split(','));
  const numbers = (first: string) =>
    rows
      .find(([name]) => name === first)!
      .slice(1)
      .map(Number);
  expect(numbers('2')).toEqual([0.32, 0, 0.52, 0, expect.closeTo(0.2, 9), 0]);
  expect(numbers('Mean')).toEqual([0.32, 0.01, 0.52, 0.01, 0.2, 0].map((value) => expect.closeTo(value, 9)));
});

test('with fewer than three common seeds nothing is decided', () => {
  const db = store();
  for (const seed of [1, 2]) for (const arm of [0, 1]) complete(db, { arm, seed, values: [0.1, 0.2 + arm / 2] });
  const { claim, sentence } = claimOf(db);
  expect(claim.verdict).toBe('undecided');
  expect(sentence).toMatch(/^Not decided: Unrolled 4 and One-step have 2 common seeds/);
});

test('a threshold that is not reached is said, and counted in no ratio', () => {
  const db = store();
  for (const seed of [1, 2, 3]) for (const arm of [0, 1]) complete(db, { arm, seed, values: [0.1, 0.2 + arm / 10] });
  const { claim, text } = claimOf(db, { threshold: 0.25 });
  expect(claim.runs.map(({ arm, baseline }) => [arm.reached?.step, baseline.reached])).toEqual(
    Array(3).fill([20, null]),
  );
  expect(claim.ratios.stepsToThreshold).toBeNull();
  expect(text).toMatch(/Seeds that reach ≥ 0\.250 +3 \/ 0 of 3/);
});

test('the same claim is the same whenever it is made, and turns round with its arms', () => {
  const db = store();
  for (const seed of [1, 2, 3, 4]) {
    for (const arm of [0, 1]) complete(db, { arm, seed, values: [0.1, 0.2 + arm * Math.sin(seed)] });
  }
  expect(build(db)).toEqual(build(db));
  const [there, back] = [claimOf(db), claimOf(db, { arm: 'one-step', baseline: 'unrolled-4' })];
  expect(back.claim.difference.mean).toBeCloseTo(-there.claim.difference.mean, 12);
});

test('what cannot be compared is said in words', () => {
  const db = store();
  complete(db, { arm: 0, seed: 1, values: [0.1, 0.2] });
  expect(build(db)).toEqual({ absent: expect.stringContaining('no seed in common') });
  expect(() => build(db, { arm: 'other' })).toThrow(/no arm "other"; its arms are: one-step, unrolled-4/);
  expect(() => build(db, { arm: 'one-step' })).toThrow(/not with itself/);
  expect(() => build(db, { metric: 'learningRate' })).toThrow(/neither more nor less is better/);
});
