import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { bundleExtension } from '../contract/bundle';
import { longestStudyFile, notOpenable, type OpenedFile } from '../contract/opened-files';
import type { Transfers } from '../services/transfers';

/** Files that a person opened from outside; they wait until a window that is ready takes them. */
export class OpenedFiles {
  #paths: string[] = [];
  #announce: () => void = () => {};

  /** @param announce called whenever there are more to be taken */
  onAdded(announce: () => void): void {
    this.#announce = announce;
  }

  add(paths: readonly string[]): void {
    if (paths.length === 0) return;
    this.#paths = [...this.#paths, ...paths];
    this.#announce();
  }

  /** What there is since the last time, read; of bundles the import begins. */
  take(transfers: Pick<Transfers, 'read'>): Promise<OpenedFile[]> {
    const paths = this.#paths;
    this.#paths = [];
    return Promise.all(paths.map((path) => open(path, transfers)));
  }
}

async function open(path: string, transfers: Pick<Transfers, 'read'>): Promise<OpenedFile> {
  const name = basename(path);
  const ending = path.toLowerCase();
  try {
    if (ending.endsWith(bundleExtension)) return { kind: 'bundle', transfer: transfers.read(path) };
    const { size } = await stat(path);
    if (!ending.endsWith('.json') || size > longestStudyFile) return { kind: 'problem', message: notOpenable(name) };
    return { kind: 'study', name, text: await readFile(path, 'utf8') };
  } catch (error) {
    return { kind: 'problem', message: `${name} cannot be opened: ${(error as Error).message}.` };
  }
}
