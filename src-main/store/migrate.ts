import { renameSync, rmSync } from 'node:fs';
import { UserError } from '../contract/errors';
import { connectForReading, transaction, type ConnectOptions, type WritableDatabase } from './database';
import { first } from './migrations/001-first';
import { generations } from './migrations/002-generations';
import { workbench } from './migrations/003-workbench';

/** A step from schema version − 1 to version. Once released it never changes: what is to change is a new step. */
export interface Migration {
  version: number;
  sql: string;
}

/** All steps in order, numbered 1, 2, 3… */
export const migrations: readonly Migration[] = [first, generations, workbench];

/** Marks the file as one of ours (`PRAGMA application_id`): "Wave". */
const applicationId = 0x57617665;

export interface MigrateOptions extends ConnectOptions {
  steps?: readonly Migration[];
  /** File of the database, for the copy that is made before a step; null makes none (a database in memory). */
  file: string | null;
}

/**
 * Brings a database to the newest schema, all steps in one transaction that other processes wait for.
 *
 * Before an existing database is changed, a copy is left beside it as `<file>.v<version>.backup`. Throws a UserError
 * for a database of a newer program or of another one; nothing is changed then.
 */
export function migrate(db: WritableDatabase, { steps = migrations, file, ...connection }: MigrateOptions): void {
  const newest = steps.length;
  steps.forEach(({ version }, index) => {
    if (version !== index + 1)
      throw new Error(`Migration ${index + 1} is numbered ${version}; they must count 1, 2, 3….`);
  });
  // One look: between two, another process may finish making the same file.
  const found = db.transaction(() => {
    check(db, newest);
    return schemaVersion(db);
  })();
  if (found === newest) return;
  // A step that rebuilds a table drops the old one: with foreign keys on, all rows that refer to it would go along.
  db.pragma('foreign_keys = OFF');
  try {
    transaction(db, () => {
      check(db, newest);
      const version = schemaVersion(db);
      if (version > 0 && version < newest && file) backUp(file, version, connection);
      for (const step of steps.slice(version)) db.exec(step.sql);
      const orphans = db.pragma('foreign_key_check') as unknown[];
      if (orphans.length > 0) throw new Error(`Schema ${newest} leaves ${orphans.length} rows that refer to nothing.`);
      db.pragma(`application_id = ${applicationId}`);
      db.pragma(`user_version = ${newest}`);
    });
  } finally {
    db.pragma('foreign_keys = ON');
  }
}

/** Version of the schema: 0 for a new file. */
export function schemaVersion(db: WritableDatabase): number {
  return db.pragma('user_version', { simple: true }) as number;
}

function check(db: WritableDatabase, newest: number): void {
  const version = schemaVersion(db);
  const id = db.pragma('application_id', { simple: true });
  const tables = db.prepare("SELECT count(*) FROM sqlite_schema WHERE type = 'table'").pluck().get() as number;
  if (id !== applicationId && (version !== 0 || tables > 0)) {
    throw new UserError(
      `The file ${db.name} is a database of another program; nothing was changed in it.`,
      'Choose another data folder with --data-dir.',
    );
  }
  if (version > newest) {
    throw new UserError(
      `The data in ${db.name} was written by a newer Wavebench (schema ${version}; this one knows up to ${newest}).`,
      'Install the newer version again, or choose another data folder with --data-dir. Nothing was changed.',
    );
  }
}

/** Copies what is committed through a connection of its own: the writing one holds the lock and cannot. */
function backUp(file: string, version: number, connection: ConnectOptions): void {
  const backup = `${file}.v${version}.backup`;
  const partial = `${backup}.partial`;
  rmSync(partial, { force: true });
  const source = connectForReading(file, connection);
  try {
    source.pragma('query_only = OFF');
    source.prepare('VACUUM INTO ?').run(partial);
  } finally {
    source.close();
  }
  renameSync(partial, backup);
}
