import { statement, transaction, type ReadableDatabase, type WritableDatabase } from './database';
import { changed } from './runs';

/**
 * The process that looks after a queued or running run: its host (with the boot it runs under), its id and its start
 * time, so that a later process with the same id is not taken for it.
 */
export interface Owner {
  host: string;
  pid: number;
  start: string;
}

/** Makes a process the owner of queued runs. */
export function own(db: WritableDatabase, ids: readonly string[], owner: Owner, now: number): void {
  statement(
    db,
    `UPDATE runs SET owner_host = @host, owner_pid = @pid, owner_start = @start, heartbeat_at = @now, ${changed}
     WHERE id IN (SELECT value FROM json_each(@ids)) AND status = 'queued'`,
  ).run({ ...owner, now, ids: JSON.stringify(ids) });
}

/**
 * Makes the first queued run of an owner a running one, if fewer than `parallelRuns` run in all processes together.
 * Gives its id, or null when there is none or no room.
 */
export function claimNext(db: WritableDatabase, owner: Owner, parallelRuns: number, now: number): string | null {
  return transaction(db, () => {
    const sql = "SELECT count(*) AS count FROM runs WHERE status = 'running'";
    if (statement<[], { count: number }>(db, sql).get()!.count >= parallelRuns) return null;
    const row = statement<unknown[], { id: string }>(
      db,
      `UPDATE runs SET status = 'running', started_at = coalesce(started_at, @now), heartbeat_at = @now, ${changed}
       WHERE id = (SELECT id FROM runs WHERE status = 'queued' AND ${isOwner} ORDER BY queue_position LIMIT 1)
       RETURNING id`,
    ).get({ ...owner, now });
    return row?.id ?? null;
  });
}

/** Says that the owner of these runs lives. Not a change of the runs: their revision stays. */
export function beat(db: WritableDatabase, owner: Owner, now: number): void {
  statement(db, `UPDATE runs SET heartbeat_at = @now WHERE status IN ('queued', 'running') AND ${isOwner}`).run({
    ...owner,
    now,
  });
}

/** Asks the owners of runs to stop them. */
export function requestStop(db: WritableDatabase, ids: readonly string[]): void {
  statement(
    db,
    `UPDATE runs SET stop_requested = 1, ${changed}
     WHERE id IN (SELECT value FROM json_each(?)) AND status IN ('queued', 'running')`,
  ).run(JSON.stringify(ids));
}

/** Runs of an owner that another process has asked to stop. */
export function stopRequests(db: ReadableDatabase, owner: Owner): string[] {
  return statement<unknown[], { id: string }>(
    db,
    `SELECT id FROM runs WHERE stop_requested = 1 AND status IN ('queued', 'running') AND ${isOwner}`,
  )
    .all({ ...owner })
    .map(({ id }) => id);
}

export interface OwnedRun {
  id: string;
  status: 'queued' | 'running';
  /** Null only between the adding of a run and its owning. */
  owner: Owner | null;
  heartbeatAt: number | null;
}

/** All queued and running runs with their owners, in the order of the queue. */
export function activeRuns(db: ReadableDatabase): OwnedRun[] {
  const rows = statement<[], ActiveRow>(
    db,
    `SELECT id, status, owner_host AS host, owner_pid AS pid, owner_start AS start, heartbeat_at
     FROM runs WHERE status IN ('queued', 'running') ORDER BY queue_position`,
  ).all();
  return rows.map(({ id, status, host, pid, start, heartbeat_at }) => ({
    id,
    status,
    owner: host === null || pid === null || start === null ? null : { host, pid, start },
    heartbeatAt: heartbeat_at,
  }));
}

interface ActiveRow {
  id: string;
  status: 'queued' | 'running';
  host: string | null;
  pid: number | null;
  start: string | null;
  heartbeat_at: number | null;
}

const isOwner = 'owner_host = @host AND owner_pid = @pid AND owner_start = @start';
