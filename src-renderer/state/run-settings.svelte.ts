import { settingReader, type SettingReader } from '../../src-main/filter/setting-reader';
import type { RunSummary } from '../../src-main/contract/runs';
import type { Api } from '../api';

/** The settings of all runs; they come after the runs themselves, and again when runs with others are added. */
export class RunSettingsState {
  readonly #api: Api;
  #reader: SettingReader = $state.raw(settingReader({ hashes: [], columns: [] }));
  #reading: Promise<void> | null = null;

  constructor(api: Api) {
    this.#api = api;
  }

  get reader(): SettingReader {
    return this.#reader;
  }

  /** Reads the settings unless all of these runs' are known. */
  async cover(runs: readonly RunSummary[]): Promise<void> {
    if (runs.every((run) => this.#reader.knows(run))) return;
    this.#reading ??= this.#read();
    await this.#reading;
  }

  async #read(): Promise<void> {
    try {
      this.#reader = settingReader(await this.#api.request('runs:settings'));
    } finally {
      this.#reading = null;
    }
  }
}
