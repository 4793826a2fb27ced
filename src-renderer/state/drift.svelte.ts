import type { DriftProgress } from '../../src-main/contract/drift';
import type { Api } from '../api';

/** Measuring drift, as this window sees it: what goes on may have been begun in another. */
export class DriftState {
  readonly #api: Api;
  #progress = $state.raw<DriftProgress | null>(null);

  constructor(api: Api) {
    this.#api = api;
  }

  /** Null where nothing is measured. */
  get progress(): DriftProgress | null {
    return this.#progress;
  }

  /** Share of all that is to be measured, 0 … 1; null where nothing is. */
  get share(): number | null {
    const progress = this.#progress;
    return progress && (progress.done + progress.share) / progress.all;
  }

  /** Follows until the returned function is called; `measured` is told when something of a study is new. */
  start(measured: (studyId: string) => void): () => void {
    const stops = [
      this.#api.listen('drift:progress', ({ progress }) => (this.#progress = progress)),
      this.#api.listen('drift:measured', ({ studyId }) => measured(studyId)),
    ];
    void this.#api.request('drift:progress').then((progress) => (this.#progress = progress));
    return () => stops.forEach((stop) => stop());
  }

  async measure(studyId: string): Promise<void> {
    await this.#api.request('drift:measure', { studyId, choice: {} });
  }

  async cancel(): Promise<void> {
    await this.#api.request('drift:cancel');
  }
}
