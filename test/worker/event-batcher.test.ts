import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TrainingEvent } from '../../src-main/contract/training';
import { EventBatcher } from '../../src-main/worker/event-batcher';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => vi.useRealTimers());

test('the first event goes out at once, later ones together and at most four times a second', () => {
  const { batcher, posts } = collecting();
  for (let step = 1; step <= 1000; step++) {
    batcher.add(points(step));
    vi.advanceTimersByTime(1);
  }
  batcher.flush();
  expect(posts.length).toBeLessThanOrEqual(6);
  expect(posts[0]).toEqual([points(1)]);
  const steps = posts.flat().flatMap((event) => (event.type === 'points' ? event.points.map(({ step }) => step) : []));
  expect(steps).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1));
  // Points of many steps travel as one event.
  expect(posts.every((events) => events.length === 1)).toBe(true);
});

test('nothing waits longer than a quarter of a second for the next event', () => {
  const { batcher, posts } = collecting();
  batcher.add(points(1));
  batcher.add(points(2));
  expect(posts).toHaveLength(1);
  vi.advanceTimersByTime(250);
  expect(posts).toEqual([[points(1)], [points(2)]]);
});

test('of progress only the newest is posted, and the end comes last', () => {
  const { batcher, posts } = collecting();
  batcher.add(points(1));
  for (const step of [1, 2, 3]) batcher.add(progress(step));
  batcher.add(points(2));
  batcher.add({ type: 'done', step: 3, reason: 'completed' });
  batcher.flush();
  batcher.flush();
  expect(posts.slice(1)).toEqual([[points(2), progress(3), { type: 'done', step: 3, reason: 'completed' }]]);
});

function collecting() {
  const posts: TrainingEvent[][] = [];
  return {
    posts,
    batcher: new EventBatcher(
      (events) => posts.push(events),
      () => performance.now(),
    ),
  };
}

function points(step: number): TrainingEvent {
  return { type: 'points', points: [{ key: 'oneStepLoss', step, wallTime: step, value: 1 / step }] };
}

function progress(step: number): TrainingEvent {
  return { type: 'progress', step, maxSteps: 3, epoch: 0, stepsPerSecond: 1, secondsLeft: 1 };
}
