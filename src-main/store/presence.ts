import { statSync } from 'node:fs';
import type { ReadableDatabase } from './database';

/**
 * Throws an error of the file system's kind where the file of a connection is no longer in its place: SQLite would go
 * on writing into a file that nobody finds again. A database in memory is always there.
 */
export function requireInPlace(db: ReadableDatabase): void {
  if (db.memory) return;
  const { ino, dev } = statSync(db.name);
  const file = `${dev}:${ino}`;
  const opened = files.get(db);
  if (opened === undefined) files.set(db, file);
  else if (opened !== file) throw Object.assign(new Error(`${db.name} is another file now`), { code: 'ESTALE' });
}

/** Which file each connection was found with. */
const files = new WeakMap<ReadableDatabase, string>();
