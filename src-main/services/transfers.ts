import { basename } from 'node:path';
import type { Imported } from '../contract/archive-job';
import { toErrorData } from '../contract/errors';
import type { Transfer } from '../contract/transfers';
import type { Bundles } from './bundles';
import { newIdentifier } from './identifier';
import type { Publish } from './publish';
import type { TransferOptions } from './run-archive';

/** The studies that are being written or read for the windows, which are told how each gets on. */
export class Transfers {
  readonly #bundles: Bundles;
  readonly #publish: Publish;
  readonly #running = new Map<string, AbortController>();

  constructor(bundles: Bundles, publish: Publish) {
    this.#bundles = bundles;
    this.#publish = publish;
  }

  get unfinished(): number {
    return this.#running.size;
  }

  write(studyId: string, path: string): Transfer {
    return this.#start({ kind: 'bundle', path }, async (options) => {
      const written = await this.#bundles.write(studyId, path, options);
      return written && { written: { path, ...written } };
    });
  }

  read(path: string): Transfer {
    return this.#start({ kind: 'import', path }, async (options) => {
      const imported = await this.#bundles.read(path, options);
      return imported && { imported };
    });
  }

  cancel(id: string): void {
    this.#running.get(id)?.abort();
  }

  close(): void {
    for (const abort of this.#running.values()) abort.abort();
  }

  #start(
    { kind, path }: { kind: Transfer['kind']; path: string },
    work: (options: TransferOptions) => Promise<{ written: Transfer['written'] } | { imported: Imported } | null>,
  ): Transfer {
    const abort = new AbortController();
    const transfer: Transfer = {
      id: newIdentifier(),
      kind,
      file: basename(path),
      status: 'running',
      progress: 0,
      reason: null,
      advice: null,
      written: null,
      imported: null,
    };
    const change = (changes: Partial<Transfer>) => {
      Object.assign(transfer, changes);
      this.#publish('bundles:changed', { ...transfer });
    };
    const onProgress = (done: number, total: number) => change({ progress: total > 0 ? done / total : 0 });
    this.#running.set(transfer.id, abort);
    void work({ onProgress, signal: abort.signal })
      .then(
        (result) => change(result ? { ...result, status: 'completed', progress: 1 } : { status: 'cancelled' }),
        (error: unknown) => {
          const { message, advice } = toErrorData(error);
          change({ status: 'failed', reason: message, advice });
        },
      )
      .finally(() => this.#running.delete(transfer.id));
    return { ...transfer };
  }
}
