import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { parseWith } from '../contract/configuration';
import { UserError } from '../contract/errors';
import { datasetNameSchema, type DatasetSummary, type ImportChoice } from '../contract/own-data';
import type { DatasetPreview, OwnViewRequest } from '../contract/own-data-requests';
import type { OwnView } from '../contract/own-units';
import type { ValuePrompt } from '../contract/prompt-files';
import { deleteDataset, listDatasets, runsOnDataset, saveDataset } from '../store/datasets';
import { fetchedSetsFolder } from './data-folder';
import { theOne } from './identifier';
import type { JobClient } from './job-client';
import { newStagingFolder, removeImportLeftovers, removeStaged, type ImportsOptions } from './import-leftovers';
import type { Publish } from './publish';
import { runArchive, type ArchiveHost, type TransferOptions } from './run-archive';

export interface OwnDatasetsOptions extends ImportsOptions, ArchiveHost {
  publish: Publish;
  /** Reads data in a process of its own. */
  reader: Pick<JobClient<'query'>, 'call'>;
}

/** Data that people brought, each version with its preparation in a folder of its own. */
export class OwnDatasets {
  readonly #options: OwnDatasetsOptions;

  constructor(options: OwnDatasetsOptions) {
    this.#options = options;
  }

  list(): DatasetSummary[] {
    return listDatasets(this.#options.store);
  }

  /** The dataset of a name, or the one whose identity begins so; throws a UserError when there is none. */
  find(text: string): DatasetSummary {
    const all = this.list();
    const named = all.find(({ name }) => name === text);
    if (named) return named;
    if (all.length === 0)
      throw new UserError(
        `There is no dataset "${text}"; none was imported yet.`,
        'Import one: wavebench import <file>.',
      );
    const ids = all.map(({ id }) => id).filter((id) => id.startsWith(text));
    if (ids.length === 0)
      throw new UserError(`There is no dataset "${text}".`, `There are: ${all.map(({ name }) => name).join(', ')}.`);
    return all.find(({ id }) => id === theOne('dataset', text, ids))!;
  }

  /** What files would become; nothing of it is kept. */
  async preview(choice: ImportChoice): Promise<DatasetPreview> {
    const staging = newStagingFolder(this.#options);
    return this.#options.reader.call('previewDataset', { choice, staging });
  }

  /** How windows of a dataset are shown in its own unit; null where it has images. */
  view(request: OwnViewRequest): Promise<OwnView | null> {
    return this.#options.reader.call('ownView', request);
  }

  /** Values of a file as prompts, prepared as a dataset was. */
  valuePrompt(datasetId: string, path: string): Promise<ValuePrompt> {
    return this.#options.reader.call('valuePrompt', { datasetId, path, staging: newStagingFolder(this.#options) });
  }

  /**
   * Imports files as a dataset; null when it was cancelled, `isNew` false where the same was imported before. Throws a
   * UserError, and keeps nothing, where files cannot be read or the name is taken.
   */
  async import(
    choice: ImportChoice,
    name: string,
    options: TransferOptions = {},
  ): Promise<{ dataset: DatasetSummary; isNew: boolean } | null> {
    const { store, files, clock, publish, dataFolder } = this.#options;
    parseWith(datasetNameSchema, name, 'name of a dataset');
    const before = this.list();
    removeImportLeftovers(this.#options);
    const staging = newStagingFolder(this.#options);
    const known = before.map(({ id }) => id);
    try {
      const result = await runArchive(this.#options, { what: 'dataset', choice, staging, known }, options);
      if (!result) return null;
      const there = before.find(({ id }) => id === result.id);
      if (there) return { dataset: there, isNew: false };
      if (this.list().some((other) => other.name === name && other.id !== result.id))
        throw new UserError(`There is a dataset "${name}" already.`, 'Choose another name.');
      const folder = join(fetchedSetsFolder(dataFolder), result.id);
      files.makeFolder(fetchedSetsFolder(dataFolder));
      files.remove(folder);
      renameSync(staging, folder);
      saveDataset(store, { dataset: result.dataset!, name, createdAt: clock.now() });
      publish('datasets:changed', { datasetId: result.id });
      return { dataset: this.find(result.id), isNew: true };
    } finally {
      removeStaged(this.#options, staging);
    }
  }

  /** Removes a dataset with its files; throws a UserError where runs refer to it. */
  delete(id: string): void {
    const { store, files, dataFolder, publish } = this.#options;
    const runs = runsOnDataset(store, id);
    if (runs > 0)
      throw new UserError(
        `${runs === 1 ? 'A run refers' : `${runs} runs refer`} to this dataset.`,
        'Delete the runs first; without their data they could not go on.',
      );
    deleteDataset(store, id);
    files.remove(join(fetchedSetsFolder(dataFolder), id));
    publish('datasets:changed', { datasetId: id });
  }
}
