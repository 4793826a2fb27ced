import { describe, expect, it } from 'vitest';
import { RunTable } from '../../src-renderer/state/run-table.svelte';
import { RunsState } from '../../src-renderer/state/runs.svelte';
import { fakeApi, run } from './samples';

async function tableOf(...runs: ReturnType<typeof run>[]) {
  const { api, publish } = fakeApi({ 'runs:list': ({ archived }) => runs.filter((one) => one.archived === archived) });
  const state = new RunsState(api);
  state.start();
  await state.load();
  return { state, publish, table: new RunTable(state) };
}

describe('the table of runs', () => {
  it('shows the newest first and leaves archived runs out', async () => {
    const { table } = await tableOf(
      run({ id: 'old', createdAt: 1 }),
      run({ id: 'new', createdAt: 2 }),
      run({ id: 'put away', createdAt: 3, archived: true }),
    );
    expect(table.order).toEqual(['new', 'old']);
    table.showArchived = true;
    expect(table.order).toEqual(['put away', 'new', 'old']);
  });

  it('keeps rows in which every word of the filter occurs', async () => {
    const { table } = await tableOf(
      run({ id: 'a', name: 'one-step · seed 1', status: 'failed' }),
      run({ id: 'b', name: 'one-step · seed 2', status: 'completed' }),
    );
    table.filter = 'ONE fail';
    expect(table.order).toEqual(['a']);
    table.filter = 'seed 2';
    expect(table.order).toEqual(['b']);
    table.filter = '';
    expect(table.order).toHaveLength(2);
  });

  it('sorts by a column, and by the same one again the other way round', async () => {
    const { table } = await tableOf(
      run({ id: 'a', best: { value: 0.5, step: 10, horizon: 8 } }),
      run({ id: 'b', best: { value: 0.7, step: 10, horizon: 8 } }),
      run({ id: 'c', best: null }),
    );
    table.sortBy('best');
    expect(table.order).toEqual(['b', 'a', 'c']);
    table.sortBy('best');
    expect(table.order).toEqual(['c', 'a', 'b']);
  });

  it('sorts names by the numbers in them, and runs without a loss last', async () => {
    const { table } = await tableOf(
      run({ id: 'ten', name: 'seed 10', latest: {} }),
      run({ id: 'nine', name: 'seed 9', latest: { oneStepLoss: 2, 'unrolledLoss@8': 3 } }),
    );
    table.sortBy('name');
    expect(table.order).toEqual(['nine', 'ten']);
    table.sortBy('loss');
    expect(table.order).toEqual(['nine', 'ten']);
    table.sortBy('unrolled');
    expect(table.order).toEqual(['nine', 'ten']);
  });

  it('puts changed rows in place by their id', async () => {
    const { table, publish } = await tableOf(run({ id: 'a', status: 'running' }));
    publish('runs:changed', [run({ id: 'a', status: 'completed' }), run({ id: 'b', createdAt: 99 })]);
    expect(table.rows.map(({ id, status }) => [id, status])).toEqual([
      ['b', 'queued'],
      ['a', 'completed'],
    ]);
  });
});
