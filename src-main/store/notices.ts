import { statement, type ReadableDatabase, type WritableDatabase } from './database';

export interface Notice {
  /** Milliseconds since 1970. */
  time: number;
  message: string;
}

export function insertNotice(db: WritableDatabase, runId: string, { time, message }: Notice): void {
  statement(db, 'INSERT INTO notices (run_id, time, message) VALUES (?, ?, ?)').run(runId, time, message);
}

/** Notices of a run in the order they came. */
export function listNotices(db: ReadableDatabase, runId: string): Notice[] {
  return statement<[string], Notice>(db, 'SELECT time, message FROM notices WHERE run_id = ? ORDER BY id').all(runId);
}
