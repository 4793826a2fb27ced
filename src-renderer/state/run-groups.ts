import type { RunSummary } from '../../src-main/contract/runs';
import type { Field, FilterRow } from '../../src-main/filter/fields';
import { mean, standardDeviation } from '../../src-main/math/statistics';
import { formatDate } from '../format';
import { sortValue } from './run-order';

/** A row of the table: a run, or the head of a group of runs. */
export type RunItem = ({ kind: 'run' } & FilterRow) | RunGroup;

export interface RunGroup {
  kind: 'group';
  id: string;
  /** The value that its runs have in common. */
  label: string;
  rows: readonly FilterRow[];
  expanded: boolean;
}

/** An item as the table identifies it. */
export type TableItem = RunItem & { id: string };

/** Rows without groups. */
export function runItems(rows: readonly FilterRow[]): TableItem[] {
  return rows.map((row) => ({ ...row, kind: 'run' as const, id: row.run.id }));
}

/** Rows below the heads of their groups; groups stand in the order of their first rows, collapsed ones without rows. */
export function groupedItems(rows: readonly FilterRow[], field: Field, collapsed: ReadonlySet<string>): TableItem[] {
  const groups = new Map<string, FilterRow[]>();
  for (const row of rows) {
    const label = groupLabel(field, row);
    const known = groups.get(label);
    if (known) known.push(row);
    else groups.set(label, [row]);
  }
  return [...groups].flatMap(([label, rows]) => {
    const id = groupId(field, label);
    const expanded = !collapsed.has(id);
    const group: RunGroup = { kind: 'group', id, label, rows, expanded };
    return [group, ...(expanded ? runItems(rows) : [])];
  });
}

/** Mean and sample standard deviation (N − 1) over the runs of a group that have a number in this field. */
export interface GroupSummary {
  count: number;
  mean: number;
  /** Null for a single run. */
  deviation: number | null;
}

export function summarize(rows: readonly FilterRow[], field: Field): GroupSummary | null {
  const values = rows
    .map((row) => field.read(row))
    .filter((value) => typeof value === 'number' && Number.isFinite(value));
  if (values.length === 0) return null;
  const numbers = values as number[];
  return {
    count: numbers.length,
    mean: mean(numbers),
    deviation: numbers.length > 1 ? standardDeviation(numbers) : null,
  };
}

/** The runs of selected rows: those that are selected themselves, and all of a selected group. */
export function selectedRuns(items: readonly TableItem[], isSelected: (id: string) => boolean): RunSummary[] {
  const chosen = new Map<string, RunSummary>();
  for (const item of items) {
    if (!isSelected(item.id)) continue;
    for (const { run } of item.kind === 'group' ? item.rows : [item]) chosen.set(run.id, run);
  }
  return [...chosen.values()];
}

function groupLabel(field: Field, row: FilterRow): string {
  const value = field.key === 'status' ? row.run.status : sortValue(field, row);
  if (value === null) return 'none';
  return field.kind === 'date' ? formatDate(value as number).slice(0, 10) : String(value);
}

function groupId(field: Field, label: string): string {
  return `group ${field.key} ${label}`;
}
