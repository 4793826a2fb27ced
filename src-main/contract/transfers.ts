import type { Imported } from './archive-job';

/** A study on its way into a file or out of one. */
export interface Transfer {
  id: string;
  kind: 'bundle' | 'import';
  /** Name of the file. */
  file: string;
  status: 'running' | 'completed' | 'cancelled' | 'failed';
  /** 0 … 1. */
  progress: number;
  /** Why it failed, in words for a person, and what to do next; null otherwise. */
  reason: string | null;
  advice: string | null;
  /** What has come of it; null until then. */
  written: { path: string; bytes: number } | null;
  imported: Imported | null;
}
