import type { Imported } from '../contract/archive-job';
import { newIdentifier } from './identifier';
import { newStagingFolder, removeImportLeftovers, removeStaged, type ImportsOptions } from './import-leftovers';
import { runArchive, type ArchiveHost, type TransferOptions } from './run-archive';

export interface BundlesOptions extends ImportsOptions, ArchiveHost {
  /** Version of the program. */
  version: string;
}

/** Studies as single files: written, and read into the store, each by a process of its own. */
export class Bundles {
  readonly #options: BundlesOptions;

  constructor(options: BundlesOptions) {
    this.#options = options;
    removeImportLeftovers(options);
  }

  /** Writes a study into a file; null when it was cancelled. Throws a UserError where that is not possible. */
  async write(studyId: string, target: string, options: TransferOptions = {}): Promise<{ bytes: number } | null> {
    const { version, files } = this.#options;
    const unfinished = `${target}.${newIdentifier()}.part`;
    try {
      return await runArchive(this.#options, { what: 'bundle', studyId, target, unfinished, version }, options);
    } finally {
      files.remove(unfinished);
    }
  }

  /** Adds the study of a file; null when it was cancelled. Throws a UserError, and adds nothing, where it is refused. */
  async read(source: string, options: TransferOptions = {}): Promise<Imported | null> {
    const { dataFolder } = this.#options;
    removeImportLeftovers(this.#options);
    const staging = newStagingFolder(this.#options);
    try {
      const result = await runArchive(this.#options, { what: 'import', source, dataFolder, staging }, options);
      return result?.imported ?? null;
    } finally {
      removeStaged(this.#options, staging);
    }
  }
}
