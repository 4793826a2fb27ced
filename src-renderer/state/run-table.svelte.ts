import type { Sorting, ViewColumn, ViewDefinition } from '../../src-main/contract/run-views';
import { viewDefinitionSchema } from '../../src-main/contract/run-views';
import type { RunSummary } from '../../src-main/contract/runs';
import {
  applyCompletion,
  completeFilter,
  endsInName,
  type Completion,
  type Completions,
} from '../../src-main/filter/complete';
import { fieldOfKey, type Field, type FilterRow } from '../../src-main/filter/fields';
import { predicateOf } from '../../src-main/filter/matches';
import { parseFilter, type Expression, type FilterProblem } from '../../src-main/filter/parse';
import { groupedItems, runItems, selectedRuns, type TableItem } from './run-groups';
import { defaultView, newColumn, runColumn, type RunColumn } from './run-columns';
import { nextSorting, sortRows, sortValue } from './run-order';
import type { RunSettingsState } from './run-settings.svelte';
import { Selection } from './selection.svelte';
import type { RunsState } from './runs.svelte';

const STORAGE_KEY = 'runs-table';
const SELECTION_KEY = 'runs-selection';

/** A column with the width that a person gave it. */
export type ShownColumn = RunColumn & Pick<ViewColumn, 'pinned'>;

/** What the table of runs shows: which rows and columns, in which order and groups, and which rows are selected. */
export class RunTable {
  readonly #runs: RunsState;
  readonly #settings: RunSettingsState;
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly selection: Selection;
  #look: ViewDefinition = $state.raw(defaultView);
  #collapsed = $state.raw<ReadonlySet<string>>(new Set());
  /** While a filter is being written it may be unfinished: the last whole one holds. */
  #lastWhole: Expression | null = null;
  #writing = $state(false);

  readonly #parsed = $derived.by(() => parseFilter(this.#look.filter, this.paths));
  readonly #fits = $derived.by(() => {
    const unfinished = this.#writing && endsInName(this.#look.filter, this.paths);
    if (!this.#parsed.problem && !unfinished) this.#lastWhole = this.#parsed.expression;
    return predicateOf(this.#lastWhole);
  });

  readonly columns: readonly ShownColumn[] = $derived.by(() => {
    const shown = this.#look.columns.flatMap(({ key, width, pinned }) => {
      const column = runColumn(key, this.paths);
      return column ? [{ ...column, width, pinned }] : [];
    });
    return [...shown.filter(({ pinned }) => pinned), ...shown.filter(({ pinned }) => !pinned)];
  });

  /** The runs that fit, in order. */
  readonly #rows: readonly FilterRow[] = $derived.by(() => {
    const fits = this.#fits;
    const { archived, sorting } = this.#look;
    const { reader } = this.#settings;
    const rows = this.#runs.all
      .filter((run) => archived || !run.archived)
      .map((run) => reader.row(run))
      .filter(fits);
    return sortRows(rows, sorting, (key) => this.field(key));
  });

  readonly items: readonly TableItem[] = $derived.by(() => {
    const field = this.#look.groupBy === null ? null : this.field(this.#look.groupBy);
    return field ? groupedItems(this.#rows, field, this.#collapsed) : runItems(this.#rows);
  });

  readonly rows: readonly RunSummary[] = $derived(this.#rows.map(({ run }) => run));
  /** Ids of everything that is shown, from top to bottom. */
  readonly order: readonly string[] = $derived(this.items.map(({ id }) => id));
  /** The selected runs that are shown; of a selected group all. */
  readonly selected: readonly RunSummary[] = $derived(selectedRuns(this.items, (id) => this.selection.has(id)));
  /** Keys of all metrics that some run logged. */
  readonly metrics: readonly string[] = $derived.by(() => {
    const keys = new Set(this.#runs.all.flatMap((run) => Object.keys(run.extremes)));
    return [...keys].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  });

  constructor(runs: RunsState, settings: RunSettingsState, storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#runs = runs;
    this.#settings = settings;
    this.#storage = storage;
    this.selection = new Selection({ storage, key: SELECTION_KEY });
    this.#look = stored(storage);
  }

  get look(): ViewDefinition {
    return this.#look;
  }

  /** Remembered by this window's page. */
  set look(look: ViewDefinition) {
    this.#look = look;
    this.#storage.setItem(STORAGE_KEY, JSON.stringify(look));
  }

  get paths(): readonly string[] {
    return this.#settings.reader.paths;
  }

  /** A filter expression; while it cannot be read, the last one that could holds. */
  get filter(): string {
    return this.#look.filter;
  }

  set filter(filter: string) {
    this.look = { ...this.#look, filter };
  }

  /** While a filter is being written, a name at its end that may go on does not count yet. */
  set writing(writing: boolean) {
    this.#writing = writing;
  }

  get filterProblem(): FilterProblem | null {
    return this.#parsed.problem;
  }

  field(key: string): Field | null {
    return fieldOfKey(key, this.paths);
  }

  complete(text: string, caret: number): Completions {
    const { paths, metrics } = this;
    return completeFilter(text, caret, { paths, metrics, values: (field) => this.#valuesOf(field) });
  }

  /** Takes a completion; gives where the caret is then. */
  take(completions: Completions, completion: Completion): number {
    const { text, caret } = applyCompletion(this.filter, completions, completion);
    this.filter = text;
    return caret;
  }

  isExpanded(id: string): boolean {
    return !this.#collapsed.has(id);
  }

  setExpanded(id: string, expanded: boolean): void {
    const next = new Set(this.#collapsed);
    if (expanded) next.delete(id);
    else next.add(id);
    this.#collapsed = next;
  }

  /** The sortings after a click on a column's head. */
  sortedBy(key: string, add: boolean): Sorting[] {
    const startsDescending = runColumn(key, this.paths)?.startsDescending ?? false;
    return nextSorting(this.#look.sorting, key, { add, startsDescending });
  }

  /** The columns with one of them at another width, in pixels. */
  withWidth(key: string, width: number): ViewColumn[] {
    const fitting = Math.round(Math.min(1200, Math.max(40, width)));
    return this.#look.columns.map((column) => (column.key === key ? { ...column, width: fitting } : column));
  }

  /** The columns with one more at the end, or without it. */
  withColumn(key: string, shown: boolean): ViewColumn[] {
    const others = this.#look.columns.filter((column) => column.key !== key);
    return shown ? [...others, newColumn(key, this.paths)] : others;
  }

  /** The columns with one of them moved to the place of another. */
  withMoved(key: string, to: string): ViewColumn[] {
    const { columns } = this.#look;
    const [moved, target] = [columns.findIndex((one) => one.key === key), columns.findIndex((one) => one.key === to)];
    if (moved < 0 || target < 0) return columns;
    const next = columns.filter((_, place) => place !== moved);
    next.splice(target, 0, columns[moved]!);
    return next;
  }

  withPinned(key: string, pinned: boolean): ViewColumn[] {
    return this.#look.columns.map((column) => (column.key === key ? { ...column, pinned } : column));
  }

  #valuesOf(field: Field): string[] {
    if (field.kind === 'date' || field.kind === 'duration' || field.key.includes('(')) return [];
    const counts = new Map<string, number>();
    for (const run of this.#runs.all) {
      const row = this.#settings.reader.row(run);
      const texts =
        field.key === 'tag' ? run.tags : [field.kind === 'text' ? plainText(field, row) : sortValue(field, row)];
      for (const text of texts)
        if (text !== null && text !== '') counts.set(String(text), (counts.get(String(text)) ?? 0) + 1);
    }
    return [...counts].sort(([, a], [, b]) => b - a).map(([text]) => text);
  }
}

/** The name of a study, not its title: it is what one writes. */
function plainText(field: Field, row: FilterRow): string | null {
  return (field.read(row) as readonly string[])[0] ?? null;
}

/** The look as it was left, as far as it can be read. */
function stored(storage: Pick<Storage, 'getItem'>): ViewDefinition {
  try {
    return viewDefinitionSchema.parse(JSON.parse(storage.getItem(STORAGE_KEY) ?? 'null'));
  } catch {
    return defaultView;
  }
}
