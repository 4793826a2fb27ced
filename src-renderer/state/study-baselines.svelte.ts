import type { StudyBaselines } from '../../src-main/contract/baselines';
import type { Api } from '../api';

/** Simple forecasts beside those of the study that is looked at. */
export class StudyBaselinesState {
  readonly #api: Api;
  #read = $state.raw<{ studyId: string; baselines: StudyBaselines } | null>(null);
  #wanted: string | null = null;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Null until they are read. */
  of(studyId: string): StudyBaselines | null {
    return this.#read?.studyId === studyId ? this.#read.baselines : null;
  }

  /** Reads them anew; of several wishes the last one counts. */
  async read(studyId: string): Promise<void> {
    this.#wanted = studyId;
    const baselines = await this.#api.request('studies:baselines', { studyId });
    if (this.#wanted === studyId) this.#read = { studyId, baselines };
  }
}
