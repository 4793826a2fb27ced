import { expect, test } from 'vitest';
import type { RunStatus, RunSummary } from '../../src-main/contract/runs';
import { ActivityTracker, describeFinished } from '../../src-main/electron/activity';

function run(id: string, status: RunStatus, step = 0, studyId = 'study'): RunSummary {
  return {
    id,
    name: id,
    studyId,
    studyName: studyId,
    studyTitle: `Title of ${studyId}`,
    arm: 'one-step',
    armLabel: 'One step',
    scale: 'quick',
    seed: 1,
    status,
    reason: null,
    archived: false,
    createdAt: 0,
    startedAt: null,
    endedAt: null,
    trainingTime: 0,
    progress: { step, maxSteps: 100, epoch: 0, stepsPerSecond: 0, secondsLeft: 0 },
    best: null,
    latest: {},
    extremes: {},
    title: null,
    tags: [],
    notes: '',
    configurationHash: 'hash',
    device: null,
    queuePosition: null,
    colorIndex: 0,
    canResume: false,
  };
}

test('nothing is going on before anything started', () => {
  expect(new ActivityTracker().activity()).toEqual({ running: 0, queued: 0, progress: null });
});

test('progress counts all runs of the studies that are under way', () => {
  const tracker = new ActivityTracker();
  tracker.update([run('old', 'completed', 100, 'before'), run('a', 'completed', 40), run('b', 'running', 50)]);
  tracker.update([run('c', 'queued')]);
  expect(tracker.activity()).toEqual({ running: 1, queued: 1, progress: (1 + 0.5 + 0) / 3 });
});

test('a study is finished once, when its last active run has ended', () => {
  const tracker = new ActivityTracker();
  expect(tracker.update([run('a', 'running'), run('b', 'queued'), run('x', 'running', 0, 'other')])).toEqual([]);
  expect(tracker.update([run('a', 'completed', 100), run('b', 'running')])).toEqual([]);
  const finished = tracker.update([run('b', 'failed', 3)]);
  expect(finished).toEqual([
    { studyId: 'study', title: 'Title of study', counts: { completed: 1, failed: 1, stopped: 0 } },
  ]);
  expect(describeFinished(finished[0]!)).toBe('1 completed, 1 failed.');
  expect(tracker.update([run('b', 'failed', 3)])).toEqual([]);
  expect(tracker.activity().running).toBe(1);
});
