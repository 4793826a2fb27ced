import type { DeletionSize, RunEdit } from '../../src-main/contract/run-edits';
import type { QueueMove } from '../../src-main/contract/run-queue';
import type { ViewDefinition } from '../../src-main/contract/run-views';
import type { RunSummary } from '../../src-main/contract/runs';
import { formatBytes, formatPlural } from '../format';
import type { Place } from './navigation.svelte';
import { canStop } from './runs.svelte';
import type { Workbench } from './workbench.svelte';

/** Where the table is. */
const place: Place = { screen: 'runs' };

/** What a person does to runs and to the look of their table, with the way back where there is one. */
export class RunActions {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  /** Changes how the table of runs is looked at; can be undone, together with those before of the same gesture. */
  look(change: Partial<ViewDefinition>, label = 'Looked at the runs otherwise', gesture?: string): void {
    const { runTable, undo } = this.#workbench;
    const before = runTable.look;
    const after = { ...before, ...change };
    const set = (look: ViewDefinition) => void (runTable.look = look);
    undo.add({ label, undo: () => set(before), redo: () => set(after), place, ...(gesture && { gesture }) });
    set(after);
  }

  resize(key: string, width: number): void {
    const columns = this.#workbench.runTable.withWidth(key, width);
    this.look({ columns }, 'Made a column wider or narrower', `width of ${key}`);
  }

  /** A filter was written, in place of the one from before; can be undone. */
  filtered(before: string): void {
    const { runTable, undo } = this.#workbench;
    const after = runTable.filter;
    const set = (filter: string) => void (runTable.filter = filter);
    undo.add({ label: 'Filtered the runs', undo: () => set(before), redo: () => set(after), place });
  }

  /** Writes title, tags or notes of runs; can be undone. */
  async edit(edits: RunEdit[], label: string): Promise<boolean> {
    const { runs, undo, messages } = this.#workbench;
    const before = edits.flatMap((edit) => {
      const run = runs.get(edit.runId);
      return run ? [contrary(edit, run)] : [];
    });
    if (edits.length === 0 || !(await this.#workbench.attempt(() => runs.edit(edits)))) return false;
    undo.add({ label, undo: () => runs.edit(before), redo: () => runs.edit(edits) });
    messages.note(`${label}.`, { label: 'Undo', run: () => void this.#workbench.undoLast() });
    return true;
  }

  /** Adds a tag to runs, or takes it from them. */
  tag(runs: readonly RunSummary[], tag: string, added: boolean): Promise<boolean> {
    const edits = runs
      .filter((run) => run.tags.includes(tag) !== added)
      .map((run) => ({ runId: run.id, tags: added ? [...run.tags, tag] : run.tags.filter((one) => one !== tag) }));
    const count = formatPlural(edits.length, 'run');
    return this.edit(edits, added ? `Tagged ${count} “${tag}”` : `Took “${tag}” from ${count}`);
  }

  /** Moves waiting runs in the queue; can be undone. */
  async moveInQueue(runs: readonly RunSummary[], to: QueueMove): Promise<void> {
    const { queue, undo } = this.#workbench;
    const ids = runs.filter((run) => run.status === 'queued').map((run) => run.id);
    if (ids.length === 0) return;
    const before = queue.waiting.map(({ id }) => id);
    if (!(await this.#workbench.attempt(() => queue.move(ids, to)))) return;
    undo.add({ label: 'Moved runs in the queue', undo: () => queue.restore(before), redo: () => queue.move(ids, to) });
  }

  /** What deleting these runs would take away, in words; null when it cannot be said. */
  async deletionWords(runs: readonly RunSummary[]): Promise<string | null> {
    let size: DeletionSize | null = null;
    await this.#workbench.attempt(
      async () => (size = await this.#workbench.runs.deletionSize(runs.map(({ id }) => id))),
    );
    return size && sizeWords(size);
  }

  /** Deletes runs that have ended, for good. */
  remove(runs: readonly RunSummary[]): Promise<void> {
    return this.#workbench.runs.remove(runs.filter((run) => !canStop(run)).map((run) => run.id));
  }

  /** Opens New study with the configuration of a run, to be changed. */
  async duplicate(run: RunSummary): Promise<void> {
    const { api, newStudy, navigation } = this.#workbench;
    await this.#workbench.attempt(async () => {
      const { configuration } = await api.request('runs:get', { runId: run.id });
      newStudy.bringRun(run, configuration);
      navigation.go({ screen: 'new-study', preset: newStudy.definition?.name ?? null });
    });
  }
}

/** The edit that brings back what a run says now. */
function contrary(edit: RunEdit, run: RunSummary): RunEdit {
  return {
    runId: run.id,
    ...(edit.title === undefined ? {} : { title: run.title }),
    ...(edit.tags === undefined ? {} : { tags: [...run.tags] }),
    ...(edit.notes === undefined ? {} : { notes: run.notes }),
  };
}

function sizeWords({ bytes, points, generations }: DeletionSize): string {
  const parts = [
    `${formatBytes(bytes)} of files`,
    formatPlural(points, 'metric point'),
    ...(generations > 0 ? [formatPlural(generations, 'generation')] : []),
  ];
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)} will be gone.`;
}
