import type { Imported } from './archive-job';
import type { ImportedDataset } from './own-data-requests';

/** A study on its way into a file or out of one, or data of one's own on their way in. */
export interface Transfer {
  id: string;
  kind: 'bundle' | 'import' | 'dataset';
  /** Name of the file, or of the dataset. */
  file: string;
  status: 'running' | 'completed' | 'cancelled' | 'failed';
  /** 0 … 1. */
  progress: number;
  /** At the speed until now; null where nothing can be said yet. */
  secondsLeft: number | null;
  /** Why it failed, in words for a person, and what to do next; null otherwise. */
  reason: string | null;
  advice: string | null;
  /** What has come of it; null until then. */
  written: { path: string; bytes: number } | null;
  imported: Imported | null;
  dataset: ImportedDataset | null;
}
