import type { ReadableDatabase } from '../../store/database';

/** Lets `work` read the store as it is at one moment, however long it takes and whatever is written meanwhile. */
export async function inSnapshot<Result>(db: ReadableDatabase, work: () => Promise<Result>): Promise<Result> {
  db.exec('BEGIN');
  try {
    return await work();
  } finally {
    db.exec('ROLLBACK');
  }
}
