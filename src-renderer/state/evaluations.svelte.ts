import type { EvaluationSummary } from '../../src-main/contract/evaluations';
import type { Api } from '../api';
import { isUnderWay } from './generations.svelte';

/** All evaluations that are stored or under way, kept in step with the main process. */
export class EvaluationsState {
  readonly #api: Api;
  #byId = $state.raw<ReadonlyMap<string, EvaluationSummary>>(new Map());
  #loaded = $state(false);

  /** Newest first. */
  readonly all: readonly EvaluationSummary[] = $derived(
    [...this.#byId.values()].sort((a, b) => b.createdAt - a.createdAt),
  );
  readonly underWay: readonly EvaluationSummary[] = $derived(this.all.filter(isUnderWay));

  constructor(api: Api) {
    this.#api = api;
  }

  /** False until the first answer; an empty list means nothing before. */
  get loaded(): boolean {
    return this.#loaded;
  }

  get(id: string): EvaluationSummary | null {
    return this.#byId.get(id) ?? null;
  }

  /** Follows the changes until the returned function is called. */
  start(): () => void {
    const stops = [
      this.#api.listen('evaluations:changed', (evaluations) => this.put(evaluations)),
      this.#api.listen('evaluations:deleted', ({ evaluationIds }) => this.#drop(evaluationIds)),
    ];
    return () => stops.forEach((stop) => stop());
  }

  async load(): Promise<void> {
    this.put(await this.#api.request('evaluations:list', { runId: null }));
    this.#loaded = true;
  }

  put(evaluations: readonly EvaluationSummary[]): void {
    const next = new Map(this.#byId);
    for (const evaluation of evaluations) next.set(evaluation.id, evaluation);
    this.#byId = next;
  }

  #drop(ids: readonly string[]): void {
    this.#byId = new Map([...this.#byId].filter(([id]) => !ids.includes(id)));
  }
}
