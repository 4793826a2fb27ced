import type { Imported } from '../../src-main/contract/archive-job';
import { UserError } from '../../src-main/contract/errors';
import type { Transfer } from '../../src-main/contract/transfers';
import type { Api } from '../api';
import { formatBytes, formatPlural } from '../format';
import type { Messages } from './messages.svelte';

/** Studies on their way into files, or out of them, and data that are being imported. */
export class TransfersState {
  readonly #api: Api;
  readonly #messages: Pick<Messages, 'note' | 'error'>;
  readonly #show: (studyId: string) => void;
  readonly #ended = new Map<string, Transfer>();
  readonly #waiting = new Map<string, (transfer: Transfer) => void>();
  #running = $state.raw<readonly Transfer[]>([]);

  /** @param show what the message of an import leads to */
  constructor(api: Api, messages: Pick<Messages, 'note' | 'error'>, show: (studyId: string) => void) {
    this.#api = api;
    this.#messages = messages;
    this.#show = show;
  }

  get running(): readonly Transfer[] {
    return this.#running;
  }

  /** Follows the changes until the returned function is called. */
  start(): () => void {
    return this.#api.listen('bundles:changed', (transfer) => this.#change(transfer));
  }

  /** Writes a study into a file that the person chooses. */
  async write(studyId: string): Promise<void> {
    this.begin(await this.#api.request('bundles:write', { studyId }));
  }

  /** Reads a file that the person chooses. */
  async read(): Promise<void> {
    this.begin(await this.#api.request('bundles:read'));
  }

  /** Reads a file that was dropped onto the window. */
  async readDropped(file: File): Promise<void> {
    this.begin(await this.#api.importDropped(file));
  }

  cancel(transferId: string): Promise<void> {
    return this.#api.request('bundles:cancel', { transferId });
  }

  /** Follows one that has begun. An event may have come before, also that of its end. */
  begin(transfer: Transfer | null): void {
    if (!transfer || this.#ended.has(transfer.id) || this.#running.some(({ id }) => id === transfer.id)) return;
    this.#running = [...this.#running, transfer];
  }

  /** Follows one that has begun to its end. */
  finish(transfer: Transfer): Promise<Transfer> {
    this.begin(transfer);
    const there = this.#ended.get(transfer.id);
    return there ? Promise.resolve(there) : new Promise((resolve) => this.#waiting.set(transfer.id, resolve));
  }

  #change(transfer: Transfer): void {
    const others = this.#running.filter(({ id }) => id !== transfer.id);
    this.#running = transfer.status === 'running' ? [...others, transfer] : others;
    if (transfer.status === 'running') return;
    this.#ended.set(transfer.id, transfer);
    this.#tell(transfer);
    this.#waiting.get(transfer.id)?.(transfer);
    this.#waiting.delete(transfer.id);
  }

  #tell({ file, status, reason, advice, written, imported, dataset }: Transfer): void {
    if (status === 'failed') this.#messages.error(new UserError(reason ?? '', advice));
    else if (status === 'cancelled') this.#messages.note(`Cancelled; nothing of ${file} was kept.`);
    else if (written) this.#messages.note(`Exported ${file}, ${formatBytes(written.bytes)}.`);
    else if (dataset) {
      const { name } = dataset.dataset;
      this.#messages.note(dataset.isNew ? `Imported ${name}.` : `It was imported before, as ${name}.`);
    } else if (imported) {
      const run = () => this.#show(imported.studyId);
      this.#messages.note(importedText(imported), { label: 'Compare', run });
    }
  }
}

/** What an import has brought, in a sentence. */
export function importedText({ studyTitle, runs, generations, figures, evaluations, datasets }: Imported): string {
  const parts = [
    runs > 0 && formatPlural(runs, 'run'),
    generations > 0 && formatPlural(generations, 'generation'),
    figures > 0 && formatPlural(figures, 'figure'),
    evaluations > 0 && formatPlural(evaluations, 'evaluation'),
    datasets > 0 && formatPlural(datasets, 'dataset'),
  ].filter((part) => part !== false);
  if (parts.length === 0) return `All of “${studyTitle}” was there already.`;
  return `Imported “${studyTitle}”: ${parts.join(', ')}.`;
}
