import type { DeletionSize } from '../contract/run-edits';
import { statement, type ReadableDatabase, type WritableDatabase } from './database';
import { changed } from './runs';

/** What of these runs lies in the database, files left out. */
export function storedSize(db: ReadableDatabase, ids: readonly string[]): Omit<DeletionSize, 'bytes'> {
  return statement<[{ ids: string }], Omit<DeletionSize, 'bytes'>>(
    db,
    `WITH chosen AS (SELECT value AS id FROM json_each(@ids))
     SELECT (SELECT count(*) FROM runs WHERE id IN chosen) AS runs,
       (SELECT coalesce(sum(points), 0) FROM series WHERE run_id IN chosen) AS points,
       (SELECT count(*) FROM generations WHERE run_id IN chosen) AS generations`,
  ).get({ ids: JSON.stringify(ids) })!;
}

/**
 * Marks runs that are neither queued nor running as given up, before their parts go one by one: if the program ends
 * meanwhile, nobody takes what is left for a result. Gives how many were marked.
 */
export function beginDeletion(db: WritableDatabase, ids: readonly string[]): number {
  const { changes } = statement(
    db,
    `UPDATE runs SET status = 'failed', archived = 1, reason = 'Its deletion was not finished; delete it again.',
       ${changed}
     WHERE id IN (SELECT value FROM json_each(?)) AND status NOT IN ('queued', 'running')`,
  ).run(JSON.stringify(ids));
  return changes;
}

/** Deletes at most `most` points of a run; gives how many, so that fewer than `most` means that none is left. */
export function deletePoints(db: WritableDatabase, id: string, most: number): number {
  const series = statement<[string], { id: number }>(
    db,
    'SELECT id FROM series WHERE run_id = ? AND EXISTS (SELECT 1 FROM points WHERE series_id = series.id)',
  ).all(id);
  let deleted = 0;
  for (const one of series) {
    const { changes } = statement(
      db,
      `DELETE FROM points WHERE series_id = @id
         AND step <= (SELECT max(step) FROM (SELECT step FROM points WHERE series_id = @id ORDER BY step LIMIT @most))`,
    ).run({ id: one.id, most: most - deleted });
    deleted += changes;
    if (deleted >= most) break;
  }
  return deleted;
}

/** Deletes a run with all that belongs to it, and its study when it was the last of it. */
export function deleteRun(db: WritableDatabase, id: string): { studyId: string | null; generationIds: string[] } {
  const generations = statement<[string], { id: string }>(db, 'SELECT id FROM generations WHERE run_id = ?').all(id);
  const run = statement<[string], { study_id: string }>(db, 'DELETE FROM runs WHERE id = ? RETURNING study_id').get(id);
  if (run)
    statement(
      db,
      'DELETE FROM studies WHERE id = ? AND NOT EXISTS (SELECT 1 FROM runs WHERE study_id = studies.id)',
    ).run(run.study_id);
  return { studyId: run?.study_id ?? null, generationIds: generations.map((generation) => generation.id) };
}
