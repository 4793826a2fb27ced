import type {
  DataExample,
  DataExamples,
  DataExamplesRequest,
  DataSplit,
} from '../../src-main/contract/dataset-examples';
import type { ScanOrderName } from '../../src-main/math/scan-order';
import type { Api } from '../api';

/** What of which data is looked at, and how. */
export interface DataLook {
  /** Of a DataChoice; null takes the likely one. */
  choiceId: string | null;
  split: DataSplit;
  /** Null shows all classes. */
  class: number | null;
  /** Order in which images are read; null is that of the data. */
  order: ScanOrderName | null;
}

/** Examples of data, read from the program as a person leafs through them. */
export class DataView {
  readonly #api: Api;
  #look = $state.raw<DataLook>({ choiceId: null, split: 'train', class: null, order: null });
  /** Examples of each class that are passed over. */
  #skip = $state(0);
  #examples = $state.raw<DataExamples | null>(null);
  #problem = $state.raw<Error | null>(null);
  #reading = $state(false);
  #chosen = $state.raw<DataExample | null>(null);
  #wanted = '';

  constructor(api: Api) {
    this.#api = api;
  }

  get look(): DataLook {
    return this.#look;
  }

  /** Another split, class or set begins with its first examples. */
  set look(look: DataLook) {
    const { choiceId, split, class: one } = this.#look;
    if (look.choiceId !== choiceId || look.split !== split || look.class !== one) this.#skip = 0;
    this.#look = look;
  }

  get skip(): number {
    return this.#skip;
  }

  set skip(skip: number) {
    this.#skip = Math.max(0, skip);
  }

  /** Null until they are read; those before while others are. */
  get examples(): DataExamples | null {
    return this.#examples;
  }

  /** Why there are none; null where all is well. */
  get problem(): Error | null {
    return this.#problem;
  }

  get reading(): boolean {
    return this.#reading;
  }

  /** The example whose signal is shown; null where there is none. */
  get chosen(): DataExample | null {
    return this.#chosen;
  }

  choose(example: DataExample): void {
    this.#chosen = example;
  }

  /** Of several wishes the last one counts; the same as before is not read again. */
  async read(request: DataExamplesRequest): Promise<void> {
    const wanted = JSON.stringify(request);
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#reading = true;
    try {
      const examples = await this.#api.request('data:examples', request);
      if (this.#wanted !== wanted) return;
      this.#examples = examples;
      this.#chosen = examples.examples[0] ?? null;
      this.#problem = null;
    } catch (error) {
      if (this.#wanted !== wanted) return;
      // Asked for again, it is tried again: the set may have been fetched meanwhile.
      this.#wanted = '';
      this.#examples = null;
      this.#chosen = null;
      this.#problem = error as Error;
    }
    this.#reading = false;
  }
}
