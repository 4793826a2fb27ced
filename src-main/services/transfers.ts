import { basename } from 'node:path';
import { toErrorData } from '../contract/errors';
import type { ImportChoice } from '../contract/own-data';
import type { Transfer } from '../contract/transfers';
import type { Bundles } from './bundles';
import type { Clock } from './clock';
import { newIdentifier } from './identifier';
import type { OwnDatasets } from './own-datasets';
import type { Publish } from './publish';
import type { TransferOptions } from './run-archive';

export interface TransfersOptions {
  bundles: Pick<Bundles, 'read' | 'write'>;
  datasets: Pick<OwnDatasets, 'import'>;
  clock: Clock;
  publish: Publish;
}

/** What of a transfer is known once it has ended well. */
type Outcome = Partial<Pick<Transfer, 'written' | 'imported' | 'dataset'>>;

/** Of a share that is smaller than this nobody can say how long the rest takes. */
const tellingShare = 0.02;

/** The studies and data that are being written or read for the windows, which are told how each gets on. */
export class Transfers {
  readonly #options: TransfersOptions;
  readonly #running = new Map<string, AbortController>();

  constructor(options: TransfersOptions) {
    this.#options = options;
  }

  get unfinished(): number {
    return this.#running.size;
  }

  write(studyId: string, path: string): Transfer {
    return this.#start({ kind: 'bundle', file: basename(path) }, async (options) => {
      const written = await this.#options.bundles.write(studyId, path, options);
      return written && { written: { path, ...written } };
    });
  }

  read(path: string): Transfer {
    return this.#start({ kind: 'import', file: basename(path) }, async (options) => {
      const imported = await this.#options.bundles.read(path, options);
      return imported && { imported };
    });
  }

  /** Imports data of one's own under a name. */
  importData(choice: ImportChoice, name: string): Transfer {
    return this.#start({ kind: 'dataset', file: name }, async (options) => {
      const dataset = await this.#options.datasets.import(choice, name, options);
      return dataset && { dataset };
    });
  }

  cancel(id: string): void {
    this.#running.get(id)?.abort();
  }

  close(): void {
    for (const abort of this.#running.values()) abort.abort();
  }

  #start(
    { kind, file }: Pick<Transfer, 'kind' | 'file'>,
    work: (options: TransferOptions) => Promise<Outcome | null>,
  ): Transfer {
    const { clock, publish } = this.#options;
    const begun = clock.now();
    const abort = new AbortController();
    const transfer: Transfer = {
      id: newIdentifier(),
      kind,
      file,
      status: 'running',
      progress: 0,
      secondsLeft: null,
      reason: null,
      advice: null,
      written: null,
      imported: null,
      dataset: null,
    };
    const change = (changes: Partial<Transfer>) => {
      Object.assign(transfer, changes);
      publish('bundles:changed', { ...transfer });
    };
    const onProgress = (done: number, total: number) => {
      const progress = total > 0 ? done / total : 0;
      const seconds = (clock.now() - begun) / 1000;
      change({ progress, secondsLeft: progress < tellingShare ? null : (seconds * (1 - progress)) / progress });
    };
    this.#running.set(transfer.id, abort);
    void work({ onProgress, signal: abort.signal })
      .then(
        (result) =>
          change(result ? { ...result, status: 'completed', progress: 1, secondsLeft: 0 } : { status: 'cancelled' }),
        (error: unknown) => {
          const { message, advice } = toErrorData(error);
          change({ status: 'failed', reason: message, advice });
        },
      )
      .finally(() => this.#running.delete(transfer.id));
    return { ...transfer };
  }
}
