import type { ExperimentName, ExperimentState, TalkChoice, TalkState } from '../../src-main/contract/talk';
import type { Api } from '../api';

/** The talk's experiments as the screen shows them, kept in step with the main process. */
export class TalkView {
  readonly #api: Api;
  #state = $state.raw<TalkState | null>(null);
  #choice = $state.raw<TalkChoice>({ scale: 'quick', seeds: 3, retrain: false, changes: {} });
  #selected = $state<ExperimentName>('dilation');
  /** Only the answer to the last question counts. */
  #asked = 0;

  constructor(api: Api) {
    this.#api = api;
  }

  /** In the talk's order; null until they are known. */
  get experiments(): readonly ExperimentState[] | null {
    return this.#state?.experiments ?? null;
  }

  get running(): boolean {
    return this.#state?.running ?? false;
  }

  get choice(): TalkChoice {
    return this.#choice;
  }

  get selected(): ExperimentState | null {
    return this.experiments?.find(({ name }) => name === this.#selected) ?? null;
  }

  /** Experiments of the talk itself that have no result yet, and about how many seconds they take. */
  get missing(): { only: ExperimentName[]; seconds: number } {
    const missing = (this.experiments ?? []).filter(({ number, status }) => number !== '' && status !== 'done');
    return { only: missing.map(({ name }) => name), seconds: missing.reduce((sum, { seconds }) => sum + seconds, 0) };
  }

  select(name: ExperimentName): void {
    this.#selected = name;
  }

  /** Selects the experiment so many places further. */
  move(by: number): void {
    const all = this.experiments ?? [];
    const place = all.findIndex(({ name }) => name === this.#selected);
    const next = all[Math.min(all.length - 1, Math.max(0, place + by))];
    if (next) this.#selected = next.name;
  }

  async choose(change: Partial<TalkChoice>): Promise<void> {
    this.#choice = { ...this.#choice, ...change };
    await this.load();
  }

  async load(): Promise<void> {
    const asked = (this.#asked += 1);
    const state = await this.#api.request('talk:state', this.#choice);
    if (asked === this.#asked) this.#state = state;
  }

  /** Begins to make experiments; those that are made already stay as they are. */
  async begin(only: readonly ExperimentName[]): Promise<void> {
    await this.#api.request('talk:start', { ...this.#choice, only: [...only] });
    await this.load();
  }

  stop(): Promise<void> {
    return this.#api.request('talk:stop');
  }

  /** Writes the report of what there is and opens it. */
  report(): Promise<{ folder: string }> {
    return this.#api.request('talk:report', this.#choice);
  }

  /** Follows the changes until the returned function is called. */
  follow(onError: (error: unknown) => void): () => void {
    return this.#api.listen('talk:changed', () => void this.load().catch(onError));
  }
}
