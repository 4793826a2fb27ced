import type { Api } from '../api';

export interface Notice {
  time: number;
  runName: string;
  message: string;
}

/** A run whose notices are wanted; they are read again when `occasion` is another than before. */
export interface NoticeSource {
  id: string;
  name: string;
  occasion: string;
}

/** The notices of several runs, joined. */
export class NoticesState {
  readonly #api: Api;
  readonly #read = new Map<string, { occasion: string; notices: Notice[] }>();
  #all = $state.raw<readonly Notice[]>([]);

  constructor(api: Api) {
    this.#api = api;
  }

  /** Newest first. */
  get all(): readonly Notice[] {
    return this.#all;
  }

  /** Shows those of these runs. */
  async follow(sources: readonly NoticeSource[]): Promise<void> {
    const changed = sources.filter(({ id, occasion }) => this.#read.get(id)?.occasion !== occasion);
    await Promise.allSettled(changed.map((source) => this.#readRun(source)));
    this.#all = sources.flatMap(({ id }) => this.#read.get(id)?.notices ?? []).sort((a, b) => b.time - a.time);
  }

  async #readRun({ id, name, occasion }: NoticeSource): Promise<void> {
    const { notices } = await this.#api.request('runs:get', { runId: id });
    this.#read.set(id, { occasion, notices: notices.map((notice) => ({ ...notice, runName: name })) });
  }
}
