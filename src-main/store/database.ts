import Database from 'better-sqlite3';

declare const access: unique symbol;

/** A connection that functions may read from. */
export type ReadableDatabase = Database.Database & { readonly [access]: 'read' | 'write' };
/** A connection that functions may write to as well. */
export type WritableDatabase = Database.Database & { readonly [access]: 'write' };

/** How long a connection waits for another process's write before it gives up, in milliseconds. */
const busyTimeout = 10_000;

export interface ConnectOptions {
  /** Path of the compiled addon, or null for the one inside the package. */
  nativeBinding?: string | null;
}

/**
 * Connects for reading and writing; makes the file when it is missing.
 *
 * Write-ahead log with `synchronous = NORMAL`: what is committed survives the death of the process at any moment; only
 * a power cut may lose the last transactions, and never the database.
 */
export function connectForWriting(file: string, options: ConnectOptions = {}): WritableDatabase {
  const db = connect(file, false, options) as WritableDatabase;
  writeAhead(db);
  db.pragma('synchronous = NORMAL');
  db.pragma('foreign_keys = ON');
  return db;
}

/** Connects for reading an existing file; every write through this connection fails. */
export function connectForReading(file: string, options: ConnectOptions = {}): ReadableDatabase {
  const db = connect(file, true, options) as ReadableDatabase;
  db.pragma('query_only = ON');
  return db;
}

/**
 * Runs `work` as one transaction that holds the write lock from its start, so that what it reads stays true until it
 * has written; an error undoes all of it.
 */
export function transaction<Result>(db: WritableDatabase, work: () => Result): Result {
  return db.inTransaction ? work() : db.transaction(work).immediate();
}

/**
 * Lets what `work` writes wait no longer than so many milliseconds for another process, in place of ten seconds: for
 * what is tried again anyway, and must not hold up everything else meanwhile.
 */
export function impatiently<Result>(db: WritableDatabase, milliseconds: number, work: () => Result): Result {
  db.pragma(`busy_timeout = ${milliseconds}`);
  try {
    return work();
  } finally {
    db.pragma(`busy_timeout = ${busyTimeout}`);
  }
}

/** The prepared statement of a text, prepared once for each connection. */
export function statement<Parameters extends unknown[], Row>(
  db: ReadableDatabase,
  sql: string,
): Database.Statement<Parameters, Row> {
  let known = statements.get(db);
  if (!known) statements.set(db, (known = new Map()));
  let prepared = known.get(sql);
  if (!prepared) known.set(sql, (prepared = db.prepare(sql)));
  return prepared as unknown as Database.Statement<Parameters, Row>;
}

/**
 * Switches to the write-ahead log. SQLite does not wait here for another process, whatever the timeout: of two that
 * switch the same new file at the same moment it refuses one at once, to avoid a deadlock. The refused one tries again.
 */
function writeAhead(db: WritableDatabase): void {
  const pause = 20;
  for (let waited = 0; ; waited += pause) {
    try {
      db.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      const code = String((error as { code?: unknown }).code);
      if (!code.startsWith('SQLITE_BUSY') || waited >= busyTimeout) {
        db.close();
        throw error;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
}

const statements = new WeakMap<ReadableDatabase, Map<string, Database.Statement>>();

function connect(file: string, readonly: boolean, { nativeBinding }: ConnectOptions): Database.Database {
  return new Database(file, {
    readonly,
    fileMustExist: readonly,
    timeout: busyTimeout,
    ...(nativeBinding ? { nativeBinding } : {}),
  });
}
