import type { Preset, StartStudy, StudySummary } from '../../src-main/contract/studies';
import type { Api } from '../api';

/** The studies that were started, newest first, and the presets that a new one can begin from. */
export class StudiesState {
  readonly #api: Api;
  #all = $state.raw<readonly StudySummary[]>([]);
  #presets = $state.raw<readonly Preset[]>([]);
  #loaded = $state(false);

  constructor(api: Api) {
    this.#api = api;
  }

  get all(): readonly StudySummary[] {
    return this.#all;
  }

  get presets(): readonly Preset[] {
    return this.#presets;
  }

  /** False until the first answer; an empty list means nothing before. */
  get loaded(): boolean {
    return this.#loaded;
  }

  get(id: string): StudySummary | null {
    return this.#all.find((study) => study.id === id) ?? null;
  }

  /** Follows the changes until the returned function is called. */
  start(): () => void {
    return this.#api.listen('studies:changed', () => void this.load());
  }

  async load(): Promise<void> {
    const studies = await this.#api.request('studies:list');
    this.#all = studies.sort((a, b) => b.createdAt - a.createdAt);
    this.#loaded = true;
  }

  async loadPresets(): Promise<void> {
    this.#presets = await this.#api.request('studies:presets');
  }

  /** Starts the trainings of a study; returns its id. */
  async begin(study: StartStudy): Promise<string> {
    const { studyId } = await this.#api.request('studies:start', study);
    await this.load();
    return studyId;
  }
}
