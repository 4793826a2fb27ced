import type { EvaluationChoice, EvaluationEnvironment, EvaluationResult } from '../contract/evaluations';
import type { CheckpointChoice, GenerationModel } from '../contract/generations';
import { statement, type ReadableDatabase, type WritableDatabase } from './database';

/** A complete evaluation of images, without its result. */
export interface StoredEvaluation {
  id: string;
  checkpoint: CheckpointChoice | null;
  model: GenerationModel;
  choice: EvaluationChoice;
  environment: EvaluationEnvironment;
  createdAt: number;
  /** Milliseconds of computing. */
  duration: number;
}

export function insertEvaluation(
  db: WritableDatabase,
  evaluation: StoredEvaluation & { result: EvaluationResult },
): void {
  const { id, checkpoint, model, choice, environment, createdAt, duration, result } = evaluation;
  statement(
    db,
    `INSERT INTO evaluations (id, kind, run_id, checkpoint, model_file, model_step, model_sha256, choice, result,
       environment, created_at, duration)
     VALUES (@id, @kind, @runId, @checkpoint, @file, @step, @sha256, @choice, @result, @environment, @createdAt,
       @duration)`,
  ).run({
    id,
    kind: choice.kind,
    ...model,
    checkpoint: checkpoint && JSON.stringify(checkpoint),
    choice: JSON.stringify(choice),
    result: JSON.stringify(result),
    environment: JSON.stringify(environment),
    createdAt,
    duration,
  });
}

/** Evaluations of a run's models, or of all and of models without a run; newest first. */
export function listEvaluations(db: ReadableDatabase, runId: string | null): StoredEvaluation[] {
  const where = `WHERE ${ofImages}${runId === null ? '' : ' AND run_id = @runId'}`;
  const sql = `SELECT ${columns} FROM evaluations ${where} ORDER BY created_at DESC, rowid DESC`;
  return statement<[{ runId: string | null }], EvaluationRow>(db, sql).all({ runId }).map(toEvaluation);
}

export function getEvaluation(db: ReadableDatabase, id: string): StoredEvaluation | null {
  const sql = `SELECT ${columns} FROM evaluations WHERE id = ? AND ${ofImages}`;
  const row = statement<[string], EvaluationRow>(db, sql).get(id);
  return row ? toEvaluation(row) : null;
}

/** What an evaluation found; null where there is none of this id. */
export function getEvaluationResult(db: ReadableDatabase, id: string): EvaluationResult | null {
  const row = statement<[string], { result: string }>(db, 'SELECT result FROM evaluations WHERE id = ?').get(id);
  return row ? (JSON.parse(row.result) as EvaluationResult) : null;
}

export function deleteEvaluation(db: WritableDatabase, id: string): void {
  statement(db, 'DELETE FROM evaluations WHERE id = ?').run(id);
}

/** Other kinds are none of images. */
const ofImages = "kind IN ('classification', 'density')";

interface EvaluationRow {
  id: string;
  run_id: string | null;
  checkpoint: string | null;
  model_file: string;
  model_step: number | null;
  model_sha256: string;
  choice: string;
  environment: string;
  created_at: number;
  duration: number;
}

const columns = `id, run_id, checkpoint, model_file, model_step, model_sha256, choice, environment, created_at,
  duration`;

function toEvaluation(row: EvaluationRow): StoredEvaluation {
  return {
    id: row.id,
    checkpoint: row.checkpoint === null ? null : (JSON.parse(row.checkpoint) as CheckpointChoice),
    model: { runId: row.run_id, file: row.model_file, step: row.model_step, sha256: row.model_sha256 },
    choice: JSON.parse(row.choice) as EvaluationChoice,
    environment: JSON.parse(row.environment) as EvaluationEnvironment,
    createdAt: row.created_at,
    duration: row.duration,
  };
}
