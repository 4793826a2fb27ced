import type { DataConfiguration } from '../../src-main/contract/configuration';
import type { DatasetSummary } from '../../src-main/contract/own-data';
import type { ChosenFiles } from '../../src-main/contract/own-data-requests';
import type { Api } from '../api';

/** The data that were imported, the newest first, and the files that are about to be. */
export class DatasetsState {
  readonly #api: Api;
  #all = $state.raw<readonly DatasetSummary[]>([]);
  #chosen = $state.raw<ChosenFiles | null>(null);

  constructor(api: Api) {
    this.#api = api;
  }

  get all(): readonly DatasetSummary[] {
    return this.#all;
  }

  get(id: string): DatasetSummary | null {
    return this.#all.find((dataset) => dataset.id === id) ?? null;
  }

  /** What imported data call their classes; null for other data, and where there are none. */
  classNames(data: DataConfiguration): readonly string[] | null {
    const set = data.source === 'images' && typeof data.set === 'object' && 'dataset' in data.set ? data.set : data;
    return ('dataset' in set && this.get(set.dataset)?.dataset.classes) || null;
  }

  /** What the dialog of the import is about; null while it is closed. */
  get chosen(): ChosenFiles | null {
    return this.#chosen;
  }

  /** Follows the changes until the returned function is called. */
  start(): () => void {
    const stops = [
      this.#api.listen('datasets:changed', () => void this.load()),
      // A study may bring the data along that its runs saw.
      this.#api.listen('bundles:changed', ({ imported }) => {
        if (imported && imported.datasets > 0) void this.load();
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }

  async load(): Promise<void> {
    this.#all = await this.#api.request('datasets:list');
  }

  /** Asks for files, or for a folder of images. */
  async choose(what: 'files' | 'folder'): Promise<void> {
    this.#chosen = (await this.#api.request('datasets:choose', { what })) ?? this.#chosen;
  }

  async takeDropped(file: File): Promise<void> {
    this.#chosen = await this.#api.takeDropped(file);
  }

  leave(): void {
    this.#chosen = null;
  }
}
