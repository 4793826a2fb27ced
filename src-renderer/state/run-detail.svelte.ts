import type { RunDetail } from '../../src-main/contract/runs';
import type { Api } from '../api';

/** All that is known of the run in the inspector; read again when the run has changed. */
export class RunDetailState {
  readonly #api: Api;
  #detail = $state.raw<RunDetail | null>(null);
  #error = $state.raw<unknown>(null);
  #wanted: string | null = null;
  #reading = false;
  #again = false;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Null while it is read for the first time. */
  get detail(): RunDetail | null {
    return this.#detail;
  }

  get error(): unknown {
    return this.#error;
  }

  /** Shows this run; called again with the same id, reads it again. One reading at a time, the latest wish wins. */
  async show(runId: string): Promise<void> {
    if (this.#wanted !== runId) this.#detail = null;
    this.#wanted = runId;
    this.#again = true;
    if (this.#reading) return;
    this.#reading = true;
    try {
      while (this.#again) {
        this.#again = false;
        await this.#read(this.#wanted);
      }
    } finally {
      this.#reading = false;
    }
  }

  async #read(runId: string): Promise<void> {
    try {
      const detail = await this.#api.request('runs:get', { runId });
      if (runId !== this.#wanted) return;
      this.#detail = detail;
      this.#error = null;
    } catch (error) {
      if (runId === this.#wanted) this.#error = error;
    }
  }
}
