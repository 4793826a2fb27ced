import type { ErrorData } from './errors';
import type { ImportChoice, OwnDataset } from './own-data';

/** What goes out of a store whole, and comes back. */
export type ArchiveRequest =
  /** A study as one file; `unfinished` is its name until it is whole. */
  | { what: 'bundle'; studyId: string; target: string; unfinished: string; version: string }
  /** Such a file into the store; `staging` is a folder of its own, inside the data folder, that does not exist yet. */
  | { what: 'import'; source: string; dataFolder: string; staging: string }
  /**
   * Data of one's own, into a folder of its own that does not exist yet, inside the data folder; `known` are the
   * identities of datasets that are there already.
   */
  | { what: 'dataset'; choice: ImportChoice; staging: string; known: string[] }
  /** Every table as CSV and JSON, into a folder that does not exist yet; `unfinished` is its name until it is whole. */
  | { what: 'tables'; folder: string; unfinished: string; version: string }
  /** Event files for TensorBoard, a folder for each run. */
  | { what: 'tensorboard'; runIds: string[]; studyId: string | null; folder: string };

/** What an import has added; all are 0 where everything was there already. */
export interface Imported {
  studyId: string;
  studyTitle: string;
  runs: number;
  generations: number;
  figures: number;
  evaluations: number;
  datasets: number;
}

export type ArchiveResult =
  | { what: 'bundle'; bytes: number; files: number }
  | { what: 'import'; imported: Imported }
  /** `dataset` is null where it is known already. */
  | { what: 'dataset'; id: string; dataset: OwnDataset | null }
  | { what: 'tables'; tables: { name: string; rows: number }[]; bytes: number }
  | { what: 'tensorboard'; files: number; bytes: number };

export type FromArchiveWorker =
  /** Bytes, or rows of an export of tables. */
  | { type: 'progress'; done: number; total: number }
  | { type: 'result'; result: ArchiveResult }
  | { type: 'done' }
  | { type: 'failed'; error: ErrorData };
