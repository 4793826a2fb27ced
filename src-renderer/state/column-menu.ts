import type { RunActions } from './run-actions.svelte';
import type { RunTable } from './run-table.svelte';

/** What can be done with a column of the table of runs. */
export function columnMenu(
  key: string,
  table: RunTable,
  actions: RunActions,
  chooseColumns: () => void,
): { label: string; disabled?: boolean; run: () => void }[] {
  const { sorting, groupBy, columns } = table.look;
  const place = table.columns.findIndex((column) => column.key === key);
  const pinned = table.columns[place]?.pinned ?? false;
  const move = (by: number) => ({
    disabled: !table.columns[place + by] || table.columns[place + by]!.pinned !== pinned,
    run: () => actions.look({ columns: table.withMoved(key, table.columns[place + by]!.key) }, 'Moved a column'),
  });
  const sort = (descending: boolean, others: typeof sorting) =>
    actions.look({ sorting: [...others.filter((one) => one.key !== key), { key, descending }] }, 'Sorted the runs');
  return [
    { label: 'Sort ascending', run: () => sort(false, []) },
    { label: 'Sort descending', run: () => sort(true, []) },
    { label: 'Sort by this next', disabled: sorting.length === 0, run: () => sort(false, sorting) },
    groupBy === key
      ? { label: 'Do not group', run: () => actions.look({ groupBy: null }, 'Ended the groups') }
      : { label: 'Group by this', run: () => actions.look({ groupBy: key }, 'Grouped the runs') },
    {
      label: pinned ? 'Do not keep in sight' : 'Keep in sight',
      run: () => actions.look({ columns: table.withPinned(key, !pinned) }, 'Pinned a column'),
    },
    { label: 'Move left', ...move(-1) },
    { label: 'Move right', ...move(1) },
    {
      label: 'Hide',
      disabled: columns.length === 1,
      run: () => actions.look({ columns: table.withColumn(key, false) }, 'Hid a column'),
    },
    { label: 'Columns…', run: chooseColumns },
  ];
}
