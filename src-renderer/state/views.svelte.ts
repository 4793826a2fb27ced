import type { RunView, ViewDefinition } from '../../src-main/contract/run-views';
import type { Api } from '../api';

/** The views of the table of runs that a person keeps. */
export class ViewsState {
  readonly #api: Api;
  #all = $state.raw<readonly RunView[]>([]);

  constructor(api: Api) {
    this.#api = api;
  }

  get all(): readonly RunView[] {
    return this.#all;
  }

  /** Follows the changes until the returned function is called. */
  start(): () => void {
    return this.#api.listen('views:changed', (views) => (this.#all = views));
  }

  async load(): Promise<void> {
    this.#all = await this.#api.request('views:list');
  }

  save(name: string, definition: ViewDefinition): Promise<string> {
    return this.#api.request('views:save', { name, definition });
  }

  rename(viewId: string, name: string): Promise<void> {
    return this.#api.request('views:rename', { viewId, name });
  }

  remove(viewId: string): Promise<void> {
    return this.#api.request('views:delete', { viewId });
  }
}
