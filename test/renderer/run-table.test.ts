import { describe, expect, it } from 'vitest';
import { tabulateSettings } from '../../src-main/contract/run-settings';
import { RunSettingsState } from '../../src-renderer/state/run-settings.svelte';
import { RunTable } from '../../src-renderer/state/run-table.svelte';
import { RunsState } from '../../src-renderer/state/runs.svelte';
import { configuration } from '../store/support';
import { memoryStorage } from './memory-storage';
import { fakeApi, run } from './samples';

async function tableOf(...runs: ReturnType<typeof run>[]) {
  const faster = structuredClone(configuration);
  faster.training.optimizer.learningRate = 0.5;
  const { api, publish, calls } = fakeApi({
    'runs:list': ({ archived }) => runs.filter((one) => one.archived === archived),
    'runs:settings': () =>
      tabulateSettings([
        { hash: 'hash', configuration },
        { hash: 'faster', configuration: faster },
      ]),
  });
  const state = new RunsState(api);
  state.start();
  await state.load();
  const settings = new RunSettingsState(api);
  await settings.cover(state.all);
  const storage = memoryStorage();
  return { state, settings, publish, calls, storage, table: new RunTable(state, settings, storage) };
}

function loss(value: number) {
  const mark = { step: 1, value };
  return { latest: { oneStepLoss: value }, extremes: { oneStepLoss: { lastStep: 1, min: mark, max: mark } } };
}

describe('the table of runs', () => {
  it('shows the newest first and leaves archived runs out', async () => {
    const { table } = await tableOf(
      run({ id: 'old', createdAt: 1 }),
      run({ id: 'new', createdAt: 2 }),
      run({ id: 'put away', createdAt: 3, archived: true }),
    );
    expect(table.order).toEqual(['new', 'old']);
    table.look = { ...table.look, archived: true };
    expect(table.order).toEqual(['put away', 'new', 'old']);
  });

  it('keeps the rows that fit the filter, and the last whole filter while one is being written', async () => {
    const { table } = await tableOf(
      run({ id: 'a', name: 'one-step · seed 1', status: 'failed' }),
      run({ id: 'b', name: 'one-step · seed 2', status: 'completed', seed: 2, configurationHash: 'faster' }),
    );
    table.filter = 'ONE fail';
    expect(table.order).toEqual(['a']);
    table.filter = 'lr > 0.1';
    expect(table.order).toEqual(['b']);
    table.filter = 'lr > 0.1 and (seed =';
    expect(table.order).toEqual(['b']);
    expect(table.filterProblem?.message).toContain('Column 21');
    table.filter = '';
    expect(table.order).toHaveLength(2);
  });

  it('waits for the end of a name that is being written', async () => {
    const { table } = await tableOf(run({ id: 'a' }), run({ id: 'b', seed: 2 }));
    table.writing = true;
    for (const text of ['seed = 2', 'seed = 2 a', 'seed = 2 an', 'seed = 2 and', 'seed = 2 and ar']) {
      table.filter = text;
      expect(table.order).toEqual(['b']);
    }
    table.writing = false;
    expect(table.order).toEqual([]);
  });

  it('offers the values that occur, the most frequent first', async () => {
    const { table } = await tableOf(
      run({ id: 'a', tags: ['rare', 'frequent'] }),
      run({ id: 'b', tags: ['frequent'], status: 'failed' }),
    );
    const offered = (text: string) => table.complete(text, text.length).items.map((item) => item.text);
    expect(offered('tag = ')).toEqual(['frequent', 'rare', 'none']);
    expect(offered('study = f')).toEqual(['fourier-unrolling']);
    expect(offered('training.optimizer.learningRate = ')).toEqual(['0.01', 'none']);
  });

  it('sorts by a column, by the same one again the other way round, and by several', async () => {
    const { table } = await tableOf(
      run({ id: 'a', best: { value: 0.5, step: 10, horizon: 8 }, seed: 2 }),
      run({ id: 'b', best: { value: 0.7, step: 10, horizon: 8 } }),
      run({ id: 'c', best: null }),
    );
    const sortBy = (key: string, add = false) => (table.look = { ...table.look, sorting: table.sortedBy(key, add) });
    sortBy('accuracy');
    expect(table.order).toEqual(['b', 'a', 'c']);
    sortBy('accuracy');
    // What has no value comes last either way.
    expect(table.order).toEqual(['a', 'b', 'c']);
    sortBy('seed');
    sortBy('accuracy', true);
    expect(table.look.sorting).toEqual([
      { key: 'seed', descending: false },
      { key: 'accuracy', descending: true },
    ]);
    expect(table.order).toEqual(['b', 'c', 'a']);
  });

  it('sorts names by the numbers in them, and runs without a loss last', async () => {
    const { table } = await tableOf(
      run({ id: 'ten', name: 'seed 10' }),
      run({ id: 'nine', name: 'seed 9', ...loss(2) }),
    );
    table.look = { ...table.look, sorting: [{ key: 'name', descending: false }] };
    expect(table.order).toEqual(['nine', 'ten']);
    table.look = { ...table.look, sorting: [{ key: 'last(oneStepLoss)', descending: true }] };
    expect(table.order).toEqual(['nine', 'ten']);
  });

  it('heads groups, hides what they head, and selects all runs of a selected group', async () => {
    const { table } = await tableOf(
      run({ id: 'a', createdAt: 3 }),
      run({ id: 'b', createdAt: 2, arm: 'unrolled', armLabel: 'Unrolled' }),
      run({ id: 'c', createdAt: 1 }),
    );
    table.look = { ...table.look, groupBy: 'arm' };
    expect(table.order).toEqual(['group arm One-step', 'a', 'c', 'group arm Unrolled', 'b']);
    table.selection.select('group arm One-step', table.order);
    expect(table.selected.map(({ id }) => id)).toEqual(['a', 'c']);
    table.setExpanded('group arm One-step', false);
    expect(table.order).toEqual(['group arm One-step', 'group arm Unrolled', 'b']);
    expect(table.selected.map(({ id }) => id)).toEqual(['a', 'c']);
    table.look = { ...table.look, groupBy: 'training.optimizer.learningRate' };
    expect(table.order[0]).toBe('group training.optimizer.learningRate 0.01');
  });

  it('has the columns that were chosen, pinned ones first, and keeps them', async () => {
    const { table, storage, state, settings } = await tableOf(run());
    table.look = { ...table.look, columns: table.withColumn('training.batchSize', true) };
    table.look = { ...table.look, columns: table.withPinned('training.batchSize', true) };
    table.look = { ...table.look, columns: table.withWidth('seed', 99.6) };
    table.look = { ...table.look, columns: table.withMoved('seed', 'status') };
    expect(table.columns.slice(0, 4).map(({ key }) => key)).toEqual(['name', 'training.batchSize', 'seed', 'status']);
    const again = new RunTable(state, settings, storage);
    expect(again.look).toEqual(table.look);
    expect(again.columns[2]).toMatchObject({ key: 'seed', width: 100, title: 'Seed' });
    storage.setItem('runs-table', '{"filter":3}');
    expect(new RunTable(state, settings, storage).columns[1]?.key).toBe('status');
  });

  it('puts changed rows in place by their id, and takes deleted ones out', async () => {
    const { table, publish } = await tableOf(run({ id: 'a', status: 'running' }));
    publish('runs:changed', [run({ id: 'a', status: 'completed' }), run({ id: 'b', createdAt: 99 })]);
    expect(table.rows.map(({ id, status }) => [id, status])).toEqual([
      ['b', 'queued'],
      ['a', 'completed'],
    ]);
    publish('runs:deleted', { runIds: ['b'] });
    expect(table.order).toEqual(['a']);
  });

  it('reads settings again only for runs that have others', async () => {
    const { settings, calls } = await tableOf(run());
    const asked = () => calls.filter((name) => name === 'runs:settings').length;
    await settings.cover([run({ id: 'b' }), run({ configurationHash: 'faster' })]);
    expect(asked()).toBe(1);
    await settings.cover([run({ configurationHash: 'new' })]);
    expect(asked()).toBe(2);
  });
});
