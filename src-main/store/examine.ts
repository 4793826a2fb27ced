import type { ReadableDatabase } from './database';

/** The version of SQLite, and the first damage of the database, or null where it is sound. Reads the whole file. */
export function examineStore(db: ReadableDatabase): { sqliteVersion: string; damage: string | null } {
  const sqliteVersion = db.prepare('SELECT sqlite_version()').pluck().get() as string;
  const found = db.pragma('quick_check(1)', { simple: true }) as string;
  return { sqliteVersion, damage: found === 'ok' ? null : found };
}
