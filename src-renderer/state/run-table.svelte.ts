import type { RunSummary } from '../../src-main/contract/runs';
import { Selection } from './selection.svelte';
import type { RunsState } from './runs.svelte';

export const sortKeys = [
  'status',
  'name',
  'study',
  'arm',
  'seed',
  'progress',
  'best',
  'loss',
  'unrolled',
  'time',
  'created',
] as const;
export type SortKey = (typeof sortKeys)[number];
export interface Sorting {
  key: SortKey;
  descending: boolean;
}

/** What the table of runs shows: which rows, in which order, and which are selected. */
export class RunTable {
  readonly #runs: RunsState;
  readonly selection = new Selection();
  #filter = $state('');
  #sorting = $state.raw<Sorting>({ key: 'created', descending: true });
  #showArchived = $state(false);

  readonly rows: readonly RunSummary[] = $derived.by(() => {
    const words = this.#filter.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = this.#runs.all.filter(
      (run) => (this.#showArchived || !run.archived) && words.every((word) => searchText(run).includes(word)),
    );
    const compare = comparators[this.#sorting.key];
    const sign = this.#sorting.descending ? -1 : 1;
    // Array.prototype.sort is stable: rows that compare equal keep their order, newest first.
    return rows.sort((a, b) => sign * compare(a, b));
  });
  readonly order: readonly string[] = $derived(this.rows.map((run) => run.id));
  /** The selected runs that are shown. */
  readonly selected: readonly RunSummary[] = $derived(this.rows.filter((run) => this.selection.has(run.id)));

  constructor(runs: RunsState) {
    this.#runs = runs;
  }

  /** Words that must all occur in name, study, arm, status, scale or seed. */
  get filter(): string {
    return this.#filter;
  }

  set filter(text: string) {
    this.#filter = text;
  }

  get sorting(): Sorting {
    return this.#sorting;
  }

  get showArchived(): boolean {
    return this.#showArchived;
  }

  set showArchived(show: boolean) {
    this.#showArchived = show;
  }

  /** Sorts by the column; by the same one again, the other way round. */
  sortBy(key: SortKey): void {
    const { key: previous, descending } = this.#sorting;
    this.sort({ key, descending: key === previous ? !descending : startsDescending.has(key) });
  }

  sort(sorting: Sorting): void {
    this.#sorting = sorting;
  }
}

/** Where the large ones are what one looks for. */
const startsDescending: ReadonlySet<SortKey> = new Set(['progress', 'best', 'time', 'created']);

const statusOrder = ['running', 'queued', 'interrupted', 'failed', 'stopped', 'completed'];

const comparators: Record<SortKey, (a: RunSummary, b: RunSummary) => number> = {
  status: (a, b) => statusOrder.indexOf(a.status) - statusOrder.indexOf(b.status),
  name: (a, b) => compareText(a.name, b.name),
  study: (a, b) => compareText(a.studyTitle, b.studyTitle),
  arm: (a, b) => compareText(a.armLabel, b.armLabel),
  seed: (a, b) => a.seed - b.seed,
  progress: (a, b) => share(a) - share(b),
  best: (a, b) => (a.best?.value ?? -1) - (b.best?.value ?? -1),
  loss: (a, b) => compareMissingLast(a.latest.oneStepLoss, b.latest.oneStepLoss),
  unrolled: (a, b) => compareMissingLast(unrolledLoss(a), unrolledLoss(b)),
  time: (a, b) => a.trainingTime - b.trainingTime,
  created: (a, b) => a.createdAt - b.createdAt,
};

/** Names with numbers in them sort by the numbers. */
const collator = new Intl.Collator('en', { numeric: true });
function compareText(a: string, b: string): number {
  return collator.compare(a, b);
}

function compareMissingLast(a: number | undefined, b: number | undefined): number {
  return (a ?? Infinity) - (b ?? Infinity) || 0;
}

/** The latest unrolled loss, whatever its horizon; undefined where none was logged. */
export function unrolledLoss(run: RunSummary): number | undefined {
  return Object.entries(run.latest).find(([key]) => key.startsWith('unrolledLoss'))?.[1];
}

function share(run: RunSummary): number {
  return run.progress.maxSteps > 0 ? run.progress.step / run.progress.maxSteps : 0;
}

function searchText(run: RunSummary): string {
  const { name, studyName, studyTitle, arm, armLabel, status, scale, seed } = run;
  return [name, studyName, studyTitle, arm, armLabel, status, scale, `seed ${seed}`].join(' ').toLowerCase();
}
