import type { Place } from './navigation.svelte';

/** A change that can be taken back. */
export interface UndoableChange {
  /** What was done, as a sentence for the status line: `Archived 2 runs`. */
  label: string;
  undo(): void | Promise<void>;
  redo(): void | Promise<void>;
  /** Where the change can be seen: there the window goes to take it back. */
  place?: Place;
  /** Changes that follow each other with the same text here are one: a drag is. */
  gesture?: string;
}

const MOST_REMEMBERED = 200;

/** What was changed in this window, in order, with the way back. */
export class UndoState {
  #done = $state.raw<UndoableChange[]>([]);
  #undone = $state.raw<UndoableChange[]>([]);

  /** What undo would take back; null when there is nothing. */
  get next(): UndoableChange | null {
    return this.#done.at(-1) ?? null;
  }

  get nextRedo(): UndoableChange | null {
    return this.#undone.at(-1) ?? null;
  }

  /** Remembers a change that has been made; what had been undone before is forgotten. */
  add(change: UndoableChange): void {
    const last = this.next;
    const goesOn = last?.gesture !== undefined && last.gesture === change.gesture;
    const done = goesOn
      ? [...this.#done.slice(0, -1), { ...change, undo: () => last.undo() }]
      : [...this.#done, change];
    this.#done = done.slice(-MOST_REMEMBERED);
    this.#undone = [];
  }

  /** Takes back the last change and returns it, or null when there is nothing; one that fails is dropped. */
  async undo(): Promise<UndoableChange | null> {
    const change = this.next;
    if (!change) return null;
    this.#done = this.#done.slice(0, -1);
    await change.undo();
    this.#undone = [...this.#undone, change];
    return change;
  }

  async redo(): Promise<UndoableChange | null> {
    const change = this.nextRedo;
    if (!change) return null;
    this.#undone = this.#undone.slice(0, -1);
    await change.redo();
    this.#done = [...this.#done, change];
    return change;
  }
}
