import { expect, test } from 'vitest';
import type { MetricPoint } from '../../src-main/contract/metrics';
import { cutPoints, insertPoints, pointsSince, readSeries, seriesOfRuns, valueAt } from '../../src-main/store/metrics';
import { addRun, addStudy, memoryStore } from './support';

function store() {
  const db = memoryStore();
  addStudy(db);
  addRun(db, 'a');
  addRun(db, 'b', 2);
  return db;
}

const point = (key: string, step: number, value: number): MetricPoint => ({ key, step, wallTime: step * 10, value });
const summary = (db: ReturnType<typeof store>, key: string) =>
  seriesOfRuns(db, ['a'])
    .get('a')!
    .find((s) => s.key === key);

test('what was inserted is read back in the order of steps', () => {
  const db = store();
  insertPoints(db, 'a', [point('oneStepLoss', 1, 4.5), point('oneStepLoss', 2, 4.25), point('learningRate', 1, 0.01)]);
  insertPoints(db, 'b', [point('oneStepLoss', 1, 9)]);
  expect(readSeries(db, 'a', 'oneStepLoss', 100)).toEqual({
    runId: 'a',
    key: 'oneStepLoss',
    step: [1, 2],
    wallTime: [10, 20],
    value: [4.5, 4.25],
    total: 2,
  });
  expect(readSeries(db, 'a', 'gradientNorm', 100)).toBeNull();
  expect(valueAt(db, 'a', 'oneStepLoss', 2)).toBe(4.25);
  expect(valueAt(db, 'a', 'oneStepLoss', 3)).toBeNull();
});

test('a repeated point is left out and changes no summary', () => {
  const db = store();
  expect(insertPoints(db, 'a', [point('oneStepLoss', 1, 4)])).toHaveLength(1);
  expect(insertPoints(db, 'a', [point('oneStepLoss', 1, 5), point('oneStepLoss', 2, 3)])).toEqual([
    point('oneStepLoss', 2, 3),
  ]);
  expect(summary(db, 'oneStepLoss')).toEqual({
    key: 'oneStepLoss',
    points: 2,
    lastStep: 2,
    lastValue: 3,
    min: { step: 2, value: 3 },
    max: { step: 1, value: 4 },
  });
});

test('NaN and infinities survive, and NaN is neither least nor greatest', () => {
  const db = store();
  insertPoints(
    db,
    'a',
    [1, NaN, 3, Infinity, NaN].map((value, i) => point('oneStepLoss', i, value)),
  );
  expect(readSeries(db, 'a', 'oneStepLoss', 100)!.value).toEqual([1, NaN, 3, Infinity, NaN]);
  expect(summary(db, 'oneStepLoss')).toMatchObject({
    lastValue: NaN,
    min: { step: 0 },
    max: { step: 3, value: Infinity },
  });
});

test('down-sampling keeps the extremes and tells how many points there are', () => {
  const db = store();
  const values = Array.from({ length: 5000 }, (_, i) => Math.sin(i / 300));
  values[1234] = 50;
  values[4321] = -50;
  insertPoints(
    db,
    'a',
    values.map((value, i) => point('oneStepLoss', i, value)),
  );
  const series = readSeries(db, 'a', 'oneStepLoss', 200)!;
  expect(series.total).toBe(5000);
  expect(series.step.length).toBeLessThanOrEqual(200);
  expect(Math.max(...series.value)).toBe(50);
  expect(Math.min(...series.value)).toBe(-50);
  expect(series.step[series.value.indexOf(50)]).toBe(1234);
});

test('after a cut the store is as if the later points had never come', () => {
  const points = [5, 2, 7, 1, 9, 0.5].map((value, i) => point('oneStepLoss', i + 1, value));
  const late = point('validationAccuracy@8', 6, 0.5);
  for (let step = 0; step <= 6; step++) {
    const cut = store();
    insertPoints(cut, 'a', [...points, late]);
    insertPoints(cut, 'b', points);
    cutPoints(cut, 'a', step);
    const never = store();
    insertPoints(
      never,
      'a',
      [...points, late].filter((p) => p.step <= step),
    );
    insertPoints(never, 'b', points);
    expect(seriesOfRuns(cut, ['a', 'b'])).toEqual(seriesOfRuns(never, ['a', 'b']));
    expect(pointsSince(cut, 'a', new Map())).toEqual(pointsSince(never, 'a', new Map()));
  }
});

test('points since given steps are those of each key after its step', () => {
  const db = store();
  insertPoints(db, 'a', [point('oneStepLoss', 1, 4), point('oneStepLoss', 2, 3), point('validationLoss@8', 1, 2)]);
  expect(pointsSince(db, 'a', new Map([['oneStepLoss', 1]]))).toEqual([
    point('oneStepLoss', 2, 3),
    point('validationLoss@8', 1, 2),
  ]);
});
