import type { QueueMove, QueueState as Contract } from '../../src-main/contract/run-queue';
import type { RunSummary } from '../../src-main/contract/runs';
import type { StoringTrouble } from '../../src-main/contract/storing';
import type { Api } from '../api';
import type { RunsState } from './runs.svelte';

/** The runs that wait, and whether they may begin. */
export class QueueState {
  readonly #api: Api;
  readonly #runs: RunsState;
  #paused = $state(false);
  #trouble = $state.raw<StoringTrouble | null>(null);

  /** The next one first. */
  readonly waiting: readonly RunSummary[] = $derived.by(() =>
    [...this.#runs.queued].sort((a, b) => (a.queuePosition ?? 0) - (b.queuePosition ?? 0)),
  );

  constructor(api: Api, runs: RunsState) {
    this.#api = api;
    this.#runs = runs;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** Why runs that train have to wait; null where they need not. */
  get trouble(): StoringTrouble | null {
    return this.#trouble;
  }

  /** Follows the changes until the returned function is called. */
  start(): () => void {
    return this.#api.listen('queue:changed', (state) => this.#take(state));
  }

  async load(): Promise<void> {
    this.#take(await this.#api.request('queue:get'));
  }

  pause(paused: boolean): Promise<void> {
    return this.#api.request('queue:pause', { paused });
  }

  move(runIds: string[], to: QueueMove): Promise<void> {
    return this.#api.request('queue:move', { runIds, to });
  }

  #take({ paused, trouble }: Contract): void {
    this.#paused = paused;
    this.#trouble = trouble;
  }

  /** Puts waiting runs into this order, by as few moves as a person would make: each to the end, one after the other. */
  async restore(order: readonly string[]): Promise<void> {
    const waiting = new Set(this.waiting.map(({ id }) => id));
    const runIds = order.filter((id) => waiting.has(id));
    for (const id of runIds) await this.move([id], 'back');
  }
}
