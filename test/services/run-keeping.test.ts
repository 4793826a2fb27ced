import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reorder } from '../../src-main/contract/run-queue';
import { defaultView } from '../../src-renderer/state/run-columns';
import { systemClock } from '../../src-main/services/clock';
import { Views } from '../../src-main/services/views';
import { insertGeneration } from '../../src-main/store/generations';
import { insertPoints } from '../../src-main/store/metrics';
import { endRun } from '../../src-main/store/runs';
import { addRun, addStudy, storedGeneration } from '../store/support';
import { openServices, startTinyStudy, type Services } from './support';

/** Two runs that have ended, the first with points, a file and a generation. */
function withEndedRuns(): Services {
  const services = openServices();
  const { store, dataFolder } = services;
  addStudy(store);
  for (const [id, seed] of [
    ['a', 1],
    ['b', 2],
  ] as const) {
    addRun(store, id, seed);
    endRun(store, id, { status: 'completed', reason: null, now: 5 });
  }
  const points = Array.from({ length: 12_000 }, (_, step) => ({ key: 'oneStepLoss', step, wallTime: step, value: 1 }));
  insertPoints(store, 'a', [...points, ...points.map((point) => ({ ...point, key: 'gradientNorm' }))]);
  insertGeneration(store, storedGeneration('g', 'a'));
  mkdirSync(join(dataFolder, 'runs', 'a'), { recursive: true });
  writeFileSync(join(dataFolder, 'runs', 'a', 'last.safetensors'), 'x'.repeat(1000));
  return services;
}

function count({ store }: Services, table: string): number {
  return store.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
}

describe('what people write on runs', () => {
  test('is kept as given, tags in order; what an edit leaves out stays', () => {
    const services = withEndedRuns();
    services.runs.edit([{ runId: 'a', title: 'The good one', tags: ['z', 'a', 'z'], notes: 'Look again.' }]);
    expect(services.runs.get('a')).toMatchObject({ title: 'The good one', tags: ['a', 'z'], notes: 'Look again.' });
    services.runs.edit([{ runId: 'a', title: null }]);
    expect(services.runs.get('a')).toMatchObject({ title: null, tags: ['a', 'z'], notes: 'Look again.' });
    expect(
      services.published
        .of('runs:changed')
        .at(-1)
        ?.map(({ id }) => id),
    ).toEqual(['a']);
  });

  test('is written for all runs or none', () => {
    const services = withEndedRuns();
    const edits = [
      { runId: 'a', notes: 'x' },
      { runId: 'gone', notes: 'x' },
    ];
    expect(() => services.runs.edit(edits)).toThrow('There is no run "gone" any more.');
    expect(services.runs.get('a').notes).toBe('');
  });
});

describe('deleting runs', () => {
  test('says beforehand what will be gone, and leaves nothing of it', async () => {
    const services = withEndedRuns();
    expect(await services.runs.deletionSize(['a'])).toEqual({ runs: 1, bytes: 1000, points: 24_000, generations: 1 });
    await services.runs.delete(['a']);
    expect(services.runs.list({ archived: false }).map(({ id }) => id)).toEqual(['b']);
    for (const table of ['points', 'series', 'generations']) expect(count(services, table)).toBe(0);
    expect(existsSync(join(services.dataFolder, 'runs', 'a'))).toBe(false);
    expect(services.published.of('runs:deleted')).toEqual([{ runIds: ['a'] }]);
    expect(services.published.of('generations:deleted')).toEqual([{ generationIds: ['g'] }]);
    expect(count(services, 'studies')).toBe(1);
    await services.runs.delete(['b']);
    expect(count(services, 'studies')).toBe(0);
  });

  test('never keeps the event loop for long', async () => {
    const services = withEndedRuns();
    let turns = 0;
    const count = setInterval(() => (turns += 1), 1);
    await services.runs.delete(['a', 'b']);
    clearInterval(count);
    expect(turns).toBeGreaterThan(0);
  });

  test('refuses runs that wait or train, and then deletes none', async () => {
    const services = openServices('slow');
    const { runIds } = startTinyStudy(services, [1]);
    await expect(services.runs.delete(runIds)).rejects.toThrow('queued or running cannot be deleted');
    expect(services.runs.list({ archived: false })).toHaveLength(2);
  });
});

describe('the queue', () => {
  test('moves runs past those that do not move along', () => {
    const queue = ['a', 'b', 'c', 'd'];
    expect(reorder(queue, new Set(['c', 'd']), 'front')).toEqual(['c', 'd', 'a', 'b']);
    expect(reorder(queue, new Set(['a']), 'back')).toEqual(['b', 'c', 'd', 'a']);
    expect(reorder(queue, new Set(['b', 'c']), 'up')).toEqual(['b', 'c', 'a', 'd']);
    expect(reorder(queue, new Set(['b', 'c']), 'down')).toEqual(['a', 'd', 'b', 'c']);
    expect(reorder(queue, new Set(['a', 'c']), 'up')).toEqual(['a', 'c', 'b', 'd']);
    expect(reorder(queue, new Set(['gone']), 'front')).toEqual(queue);
  });

  test('starts runs in the order that was given', () => {
    const services = openServices('slow');
    const { runIds } = startTinyStudy(services, [1, 2]);
    services.runs.moveInQueue([runIds[3]!], 'front');
    const places = runIds.slice(1).map((id) => services.runs.get(id).queuePosition!);
    expect(places[2]).toBeLessThan(Math.min(places[0]!, places[1]!));
    expect(services.runs.get(runIds[0]!).queuePosition).toBeNull();
  });

  test('begins nothing while it is paused, and goes on afterwards', async () => {
    const services = openServices();
    services.runs.pauseQueue(true);
    const { runIds } = startTinyStudy(services, [1]);
    expect(runIds.map((id) => services.runs.get(id).status)).toEqual(['queued', 'queued']);
    services.runs.pauseQueue(false);
    await services.runs.idle();
    expect(runIds.map((id) => services.runs.get(id).status)).toEqual(['completed', 'completed']);
    expect(services.published.of('queue:changed')).toMatchObject([{ paused: true }, { paused: false }]);
  });
});

describe('views', () => {
  test('are kept by name, renamed and deleted', () => {
    const { store, published } = openServices();
    const views = new Views({ store, clock: systemClock, publish: published.publish });
    const id = views.save('Mine', defaultView);
    expect(views.save('Mine', { ...defaultView, filter: 'seed = 1' })).toBe(id);
    views.save('Other', defaultView);
    expect(() => views.rename(id, 'Other')).toThrow('There is another view named "Other".');
    views.rename(id, 'Yours');
    expect(views.list().map(({ name, definition }) => [name, definition.filter])).toEqual([
      ['Other', ''],
      ['Yours', 'seed = 1'],
    ]);
    views.delete(id);
    expect(() => views.rename(id, 'Again')).toThrow('This view is gone.');
    expect(published.of('views:changed').at(-1)).toHaveLength(1);
  });
});
