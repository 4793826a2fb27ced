import type { DriftChoice, DriftEvaluation, DriftResult } from '../contract/drift';
import type { EvaluationEnvironment } from '../contract/evaluations';
import { statement, type ReadableDatabase, type WritableDatabase } from './database';

/** A measurement of a run's best model, with where it comes from. */
export interface StoredDrift extends DriftEvaluation {
  modelFile: string;
  modelSha256: string;
  environment: Pick<EvaluationEnvironment, 'tensorflow' | 'version'>;
  /** Milliseconds. */
  duration: number;
}

/** Stores a measurement; an earlier one of the same run gives way. */
export function saveDrift(db: WritableDatabase, drift: StoredDrift): void {
  statement(db, "DELETE FROM evaluations WHERE kind = 'drift' AND run_id = ?").run(drift.runId);
  statement(
    db,
    `INSERT INTO evaluations (id, kind, run_id, checkpoint, model_file, model_step, model_sha256, choice, result,
       environment, created_at, duration)
     VALUES (@id, 'drift', @runId, '"best"', @modelFile, @step, @modelSha256, @choiceJson, @resultJson,
       @environmentJson, @createdAt, @duration)`,
  ).run({
    id: drift.id,
    runId: drift.runId,
    modelFile: drift.modelFile,
    step: drift.step,
    modelSha256: drift.modelSha256,
    choiceJson: JSON.stringify(drift.choice),
    resultJson: JSON.stringify(drift.result),
    environmentJson: JSON.stringify(drift.environment),
    createdAt: drift.createdAt,
    duration: drift.duration,
  });
}

/** What was measured of a run; null where nothing was. */
export function driftOfRun(db: ReadableDatabase, runId: string): DriftEvaluation | null {
  const row = statement<[string], DriftRow>(
    db,
    `SELECT id, run_id, model_step, choice, result, created_at FROM evaluations WHERE kind = 'drift' AND run_id = ?`,
  ).get(runId);
  return row ? toDrift(row) : null;
}

/** What was measured of the runs of a study, in the order of its arms and seeds; archived runs are left out. */
export function driftOfStudy(db: ReadableDatabase, studyId: string): DriftEvaluation[] {
  const rows = statement<[string], DriftRow>(
    db,
    `SELECT evaluations.id, run_id, model_step, choice, result, evaluations.created_at
     FROM evaluations JOIN runs ON runs.id = run_id
     WHERE kind = 'drift' AND study_id = ? AND archived = 0 ORDER BY color_index, seed`,
  ).all(studyId);
  return rows.map(toDrift);
}

function toDrift(row: DriftRow): DriftEvaluation {
  return {
    id: row.id,
    runId: row.run_id,
    step: row.model_step,
    choice: JSON.parse(row.choice) as DriftChoice,
    result: JSON.parse(row.result) as DriftResult,
    createdAt: row.created_at,
  };
}

interface DriftRow {
  id: string;
  run_id: string;
  model_step: number;
  choice: string;
  result: string;
  created_at: number;
}
