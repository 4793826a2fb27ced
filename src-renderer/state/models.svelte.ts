import type { DataConfiguration } from '../../src-main/contract/configuration';
import type { BundledModel } from '../../src-main/contract/evaluations';
import type { RunDetail } from '../../src-main/contract/runs';
import type { Api } from '../api';
import { bundledAsAsked, bundledName, type AskedModel } from './asked-model';

/** What is known of models that can be asked: those of runs, once they were read, and those that come along. */
export class ModelsState {
  readonly #api: Api;
  readonly #classNames: (data: DataConfiguration) => readonly string[] | null;
  #bundled = $state.raw<readonly BundledModel[] | null>(null);
  #runs = $state.raw<ReadonlyMap<string, RunDetail>>(new Map());

  constructor(api: Api, classNames: (data: DataConfiguration) => readonly string[] | null) {
    this.#api = api;
    this.#classNames = classNames;
  }

  /** Those that come along with the program; null until they are known. */
  get bundled(): readonly BundledModel[] | null {
    return this.#bundled;
  }

  run(runId: string | null): RunDetail | null {
    return (runId !== null && this.#runs.get(runId)) || null;
  }

  /** By its key. */
  get(key: string | null): AskedModel | null {
    const name = key === null ? null : bundledName(key);
    if (name === null) {
      const run = this.run(key);
      return run && { ...run, classNames: this.#classNames(run.configuration.data) };
    }
    const all = this.#bundled ?? [];
    const place = all.findIndex((model) => model.name === name);
    return place < 0 ? null : bundledAsAsked(all[place]!, place);
  }

  /** Reads which models come along, once. */
  async load(): Promise<readonly BundledModel[]> {
    return (this.#bundled ??= await this.#api.request('models:list'));
  }

  /** Reads what is to be known of these runs; again when they have changed. */
  async readRuns(runIds: readonly string[]): Promise<void> {
    if (runIds.length === 0) return;
    const details = await Promise.all(runIds.map((runId) => this.#api.request('runs:get', { runId })));
    this.#runs = new Map([...this.#runs, ...details.map((detail) => [detail.id, detail] as const)]);
  }
}
