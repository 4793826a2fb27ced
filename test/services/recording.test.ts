import { expect, test } from 'vitest';
import { passingFault } from '../../src-main/contract/passing-faults';
import type { StoringTrouble } from '../../src-main/contract/storing';
import type { Clock } from '../../src-main/services/clock';
import { Recording } from '../../src-main/services/recording';
import { StoringTroubles } from '../../src-main/services/storing-troubles';
import { readSeries } from '../../src-main/store/metrics';
import { getRunDetail } from '../../src-main/store/run-rows';
import { claimNext, own } from '../../src-main/store/ownership';
import { addRun, addStudy, memoryStore } from '../store/support';

/** A store with one running run, and a clock that goes on by hand. */
function recording() {
  const store = memoryStore();
  addStudy(store);
  addRun(store, 'run');
  const self = { host: 'host', pid: 1, start: '1' };
  own(store, ['run'], self, 0);
  claimNext(store, self, 1, 0);
  let now = 0;
  let next: (() => void) | null = null;
  const clock: Clock = {
    now: () => now,
    every: () => () => {},
    after: (milliseconds, work) => {
      next = () => {
        now += milliseconds;
        next = null;
        work();
      };
      return () => (next = null);
    },
  };
  const troubles: (StoringTrouble | null)[] = [];
  const told: number[] = [];
  let ends = 0;
  const made = new Recording({
    ...{ store, clock, runId: 'run' },
    onRecorded: ({ points }) => told.push(...points.map(({ step }) => step)),
    onEnd: () => (ends += 1),
    onTrouble: (trouble) => troubles.push(trouble),
    onError: (error) => expect.fail(String(error)),
  });
  const add = (step: number) => {
    made.add([{ type: 'points', points: [{ key: 'oneStepLoss', step, wallTime: step, value: 1 / step }] }]);
  };
  return { store, made, add, troubles, told, ends: () => ends, tick: () => next?.() };
}

test('what cannot be stored is kept, in its order, and stored when it can be; a short fault is no trouble', () => {
  const { store, add, troubles, told, tick } = recording();
  add(1);
  store.pragma('query_only = ON');
  add(2);
  add(3);
  tick();
  expect(told).toEqual([1]);
  store.pragma('query_only = OFF');
  tick();
  add(4);
  expect(told).toEqual([1, 2, 3, 4]);
  expect(readSeries(store, 'run', 'oneStepLoss', 10)!.step).toEqual([1, 2, 3, 4]);
  expect(troubles).toEqual([]);
  expect(getRunDetail(store, 'run')!.notices).toEqual([]);
});

test('a fault that lasts is a trouble until it is over, and the log says how long', () => {
  const { store, made, add, troubles, tick, ends } = recording();
  store.pragma('query_only = ON');
  add(1);
  for (let second = 0; second < 5; second += 1) tick();
  expect(troubles.at(-1)).toMatchObject({ advice: 'Allow writing to it again.' });
  made.end({ status: 'failed', reason: 'It ended meanwhile.' });
  expect(ends()).toBe(0);
  store.pragma('query_only = OFF');
  tick();
  expect(troubles.at(-1)).toBeNull();
  expect(ends()).toBe(1);
  expect(getRunDetail(store, 'run')).toMatchObject({
    status: 'failed',
    reason: 'It ended meanwhile.',
    notices: [{ message: 'For 6 s nothing could be stored; the training waited meanwhile, and nothing was lost.' }],
  });
});

test('what is closed tries no more', () => {
  const { store, made, add, told, tick } = recording();
  store.pragma('query_only = ON');
  add(1);
  made.close();
  store.pragma('query_only = OFF');
  tick();
  expect(told).toEqual([]);
});

test('faults that pass are told from those that do not', () => {
  expect(passingFault({ code: 'SQLITE_BUSY_SNAPSHOT' })?.what).toContain('another process');
  expect(passingFault({ code: 'ENOSPC' })?.what).toBe('the disk is full');
  expect(passingFault({ code: 'SQLITE_IOERR_WRITE' })?.advice).toContain('Check the disk');
  for (const error of [
    { code: 'SQLITE_CORRUPT' },
    { code: 'SQLITE_CONSTRAINT_CHECK' },
    new Error('x'),
    null,
    undefined,
  ])
    expect(passingFault(error)).toBeNull();
});

test('of many runs that wait for the same disk one trouble is told, once', () => {
  let changes = 0;
  const troubles = new StoringTroubles(() => (changes += 1));
  const trouble = { message: 'The disk is full.', advice: 'Free some space.' };
  troubles.set('a', trouble);
  troubles.set('b', { ...trouble });
  troubles.set('a', null);
  expect([changes, troubles.first]).toEqual([1, trouble]);
  troubles.set('b', null);
  expect([changes, troubles.first]).toEqual([2, null]);
});
