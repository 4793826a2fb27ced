import type { Sorting } from '../../src-main/contract/run-views';
import type { Field, FilterRow } from '../../src-main/filter/fields';
import { fieldText } from './field-text';

/** A row with what its run is, as tables of runs sort and group it. */
export type SortValue = number | string | null;

/** Names with numbers in them sort by the numbers. */
const collator = new Intl.Collator('en', { numeric: true });

/** What a field's column sorts by: numbers as such, all else by its text; null where there is nothing. */
export function sortValue(field: Field, row: FilterRow): SortValue {
  if (field.key === 'status') return statusOrder.indexOf(row.run.status);
  const value = field.read(row);
  if (typeof value === 'number') return Number.isNaN(value) ? null : value;
  if (value === null || value === undefined) return null;
  if (field.kind === 'text')
    return (value as readonly string[]).length > 0 ? listText(field, value as readonly string[]) : null;
  return fieldText(value);
}

/**
 * Rows in order: by the first sorting, then the next where it leaves them equal; else they stay as they are. Rows
 * without a value come last, whichever way it goes.
 */
export function sortRows(
  rows: readonly FilterRow[],
  sortings: readonly Sorting[],
  fieldOf: (key: string) => Field | null,
): FilterRow[] {
  const keys = sortings.flatMap(({ key, descending }) => {
    const field = fieldOf(key);
    return field
      ? [{ values: new Map(rows.map((row) => [row, sortValue(field, row)])), sign: descending ? -1 : 1 }]
      : [];
  });
  // Array.prototype.sort is stable.
  return [...rows].sort((a, b) => {
    for (const { values, sign } of keys) {
      const order = compare(values.get(a)!, values.get(b)!, sign);
      if (order !== 0) return order;
    }
    return 0;
  });
}

/** The sortings after a click on a column's head: alone, or beside the others when it is added. */
export function nextSorting(
  sortings: readonly Sorting[],
  key: string,
  { add, startsDescending }: { add: boolean; startsDescending: boolean },
): Sorting[] {
  const before = sortings.find((sorting) => sorting.key === key);
  const next = { key, descending: before ? !before.descending : startsDescending };
  if (!add) return [next];
  return before ? sortings.map((sorting) => (sorting.key === key ? next : sorting)) : [...sortings, next];
}

function compare(a: SortValue, b: SortValue, sign: number): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * collator.compare(String(a), String(b));
}

const statusOrder = ['running', 'queued', 'interrupted', 'failed', 'stopped', 'completed'];

/** Of names that mean the same thing the first is shown; tags are all shown. */
function listText(field: Field, texts: readonly string[]): string {
  return field.key === 'tag' ? texts.join(', ') : texts[field.key === 'study' ? 1 : 0]!;
}
