import type { ArchiveResult } from '../contract/archive-job';
import type { Files } from './files';
import { newIdentifier } from './identifier';
import { runArchive, type ArchiveHost, type TransferOptions } from './run-archive';

/** Writes every table of the store into a new folder, as CSV and JSON; null when it was cancelled. */
export async function exportAll(
  host: ArchiveHost & { files: Files; version: string },
  folder: string,
  options: TransferOptions = {},
): Promise<Extract<ArchiveResult, { what: 'tables' }> | null> {
  const unfinished = `${folder}.${newIdentifier()}.part`;
  try {
    return await runArchive(host, { what: 'tables', folder, unfinished, version: host.version }, options);
  } finally {
    host.files.remove(unfinished);
  }
}

/** Writes event files for TensorBoard into a folder; null when it was cancelled. `studyId` adds its figures. */
export function exportTensorboard(
  host: ArchiveHost,
  request: { runIds: string[]; studyId: string | null; folder: string },
  options: TransferOptions = {},
): Promise<Extract<ArchiveResult, { what: 'tensorboard' }> | null> {
  return runArchive(host, { what: 'tensorboard', ...request }, options);
}
