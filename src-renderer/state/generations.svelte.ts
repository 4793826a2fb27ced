import type { GenerationSummary } from '../../src-main/contract/generations';
import type { RunSummary } from '../../src-main/contract/runs';
import type { Api } from '../api';
import { generatingKey } from './asked-model';

/** All generations that are stored or under way, kept in step with the main process. */
export class GenerationsState {
  readonly #api: Api;
  #byId = $state.raw<ReadonlyMap<string, GenerationSummary>>(new Map());

  /** Newest first. */
  readonly all: readonly GenerationSummary[] = $derived(
    [...this.#byId.values()].sort((a, b) => b.createdAt - a.createdAt),
  );
  readonly running: readonly GenerationSummary[] = $derived(this.all.filter(isUnderWay));

  constructor(api: Api) {
    this.#api = api;
  }

  get(id: string): GenerationSummary | null {
    return this.#byId.get(id) ?? null;
  }

  /** By the keys of the models. */
  ofModels(keys: readonly string[]): GenerationSummary[] {
    return this.all.filter((generation) => keys.includes(generatingKey(generation) ?? ''));
  }

  /** Follows the changes until the returned function is called. */
  start(): () => void {
    const unlisten = [
      this.#api.listen('generations:changed', (generations) => this.put(generations)),
      this.#api.listen('generations:deleted', ({ generationIds }) => this.#drop(generationIds)),
    ];
    return () => unlisten.forEach((stop) => stop());
  }

  async load(): Promise<void> {
    this.put(await this.#api.request('generations:list', { runId: null }));
  }

  put(generations: readonly GenerationSummary[]): void {
    const next = new Map(this.#byId);
    for (const generation of generations) next.set(generation.id, generation);
    this.#byId = next;
  }

  #drop(ids: readonly string[]): void {
    this.#byId = new Map([...this.#byId].filter(([id]) => !ids.includes(id)));
  }
}

export function isUnderWay({ status }: Pick<GenerationSummary, 'status'>): boolean {
  return status === 'queued' || status === 'running';
}

/** Whether the run's model can generate. */
export function isUsable(run: Pick<RunSummary, 'archived' | 'status' | 'progress'>): boolean {
  return !run.archived && run.status !== 'queued' && run.progress.step > 0;
}
