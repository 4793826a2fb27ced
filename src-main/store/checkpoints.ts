import type { CheckpointInfo } from '../contract/training';
import { statement, type ReadableDatabase, type WritableDatabase } from './database';

/** Lists a checkpoint; one of the same file takes its place. */
export function saveCheckpoint(db: WritableDatabase, runId: string, checkpoint: CheckpointInfo, now: number): void {
  const { file, step, bytes, sha256, score, kind } = checkpoint;
  statement(
    db,
    `INSERT INTO checkpoints (run_id, file, step, bytes, sha256, score, kind, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (run_id, file) DO UPDATE SET step = excluded.step, bytes = excluded.bytes, sha256 = excluded.sha256,
       score = excluded.score, kind = excluded.kind, created_at = excluded.created_at`,
  ).run(runId, file, step, bytes, sha256, score, kind, now);
}

export function deleteCheckpoint(db: WritableDatabase, runId: string, file: string): void {
  statement(db, 'DELETE FROM checkpoints WHERE run_id = ? AND file = ?').run(runId, file);
}

/** Checkpoints of a run by step; of the same step, the last one written comes last. */
export function listCheckpoints(db: ReadableDatabase, runId: string): CheckpointInfo[] {
  return statement<[string], CheckpointInfo>(
    db,
    `SELECT step, file, bytes, sha256, score, kind FROM checkpoints WHERE run_id = ? ORDER BY step, kind`,
  ).all(runId);
}

/** Takes the checkpoints after a step off the list. */
export function cutCheckpoints(db: WritableDatabase, runId: string, step: number): void {
  statement(db, 'DELETE FROM checkpoints WHERE run_id = ? AND step > ?').run(runId, step);
}
