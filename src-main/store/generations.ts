import type { GeneratedFiles, ResolvedPrompt } from '../contract/generate-job';
import type {
  CheckpointChoice,
  GenerationChoice,
  GenerationEnvironment,
  GenerationModel,
  TrajectoryGroup,
} from '../contract/generations';
import { statement, type ReadableDatabase, type WritableDatabase } from './database';

/** A complete generation, without its prompts. */
export interface StoredGeneration {
  id: string;
  checkpoint: CheckpointChoice | null;
  model: GenerationModel;
  quantizationLevels: number;
  receptiveField: number;
  choice: GenerationChoice;
  groups: TrajectoryGroup[];
  environment: GenerationEnvironment;
  files: GeneratedFiles;
  createdAt: number;
  /** Milliseconds of generating. */
  duration: number;
}

export function insertGeneration(
  db: WritableDatabase,
  generation: StoredGeneration & { prompts: ResolvedPrompt[] },
): void {
  const { checkpoint, model, files, choice, groups, prompts, environment, ...plain } = generation;
  statement(
    db,
    `INSERT INTO generations (id, run_id, checkpoint, model_file, model_step, model_sha256, weights_file,
       weights_sha256, quantization_levels, receptive_field, choice, groups, prompts, environment, tokens_file,
       tokens_bytes, tokens_sha256, created_at, duration)
     VALUES (@id, @runId, @checkpoint, @file, @step, @sha256, @weightsFile, @weightsHash, @quantizationLevels,
       @receptiveField, @choice, @groups, @prompts, @environment, @tokensFile, @bytes, @tokensHash, @createdAt,
       @duration)`,
  ).run({
    ...plain,
    ...model,
    checkpoint: checkpoint && JSON.stringify(checkpoint),
    choice: JSON.stringify(choice),
    groups: JSON.stringify(groups),
    prompts: JSON.stringify(prompts),
    environment: JSON.stringify(environment),
    weightsFile: files.weights.file,
    weightsHash: files.weights.sha256,
    tokensFile: files.tokens.file,
    bytes: files.tokens.bytes,
    tokensHash: files.tokens.sha256,
  });
}

/** Generations of a run, or of all and of models without one; newest first. */
export function listGenerations(db: ReadableDatabase, runId: string | null): StoredGeneration[] {
  const where = runId === null ? '' : 'WHERE run_id = @runId';
  const sql = `SELECT ${columns} FROM generations ${where} ORDER BY created_at DESC, rowid DESC`;
  return statement<[{ runId: string | null }], GenerationRow>(db, sql).all({ runId }).map(toGeneration);
}

export function getGeneration(db: ReadableDatabase, id: string): StoredGeneration | null {
  const row = statement<[string], GenerationRow>(db, `SELECT ${columns} FROM generations WHERE id = ?`).get(id);
  return row ? toGeneration(row) : null;
}

/** The prompts of a generation, one for each group. */
export function getPrompts(db: ReadableDatabase, id: string): ResolvedPrompt[] {
  const row = statement<[string], { prompts: string }>(db, 'SELECT prompts FROM generations WHERE id = ?').get(id);
  return row ? (JSON.parse(row.prompts) as ResolvedPrompt[]) : [];
}

/** Ids of all generations whose id begins so. */
export function findGenerations(db: ReadableDatabase, prefix: string): string[] {
  const sql = 'SELECT id FROM generations WHERE substr(id, 1, ?) = ? ORDER BY created_at';
  return statement<[number, string], { id: string }>(db, sql)
    .all(prefix.length, prefix)
    .map(({ id }) => id);
}

/** Takes a generation off the list; gives whether another one of the same run needs its weights. */
export function deleteGeneration(db: WritableDatabase, id: string): { weightsInUse: boolean } {
  const sql = 'DELETE FROM generations WHERE id = ? RETURNING run_id, weights_file';
  const gone = statement<[string], { run_id: string | null; weights_file: string }>(db, sql).get(id);
  if (!gone) return { weightsInUse: true };
  const others = statement<[string | null, string], { count: number }>(
    db,
    'SELECT count(*) AS count FROM generations WHERE run_id IS ? AND weights_file = ?',
  ).get(gone.run_id, gone.weights_file)!;
  return { weightsInUse: others.count > 0 };
}

interface GenerationRow {
  id: string;
  run_id: string | null;
  checkpoint: string | null;
  model_file: string;
  model_step: number | null;
  model_sha256: string;
  weights_file: string;
  weights_sha256: string;
  quantization_levels: number;
  receptive_field: number;
  choice: string;
  groups: string;
  environment: string;
  tokens_file: string;
  tokens_bytes: number;
  tokens_sha256: string;
  created_at: number;
  duration: number;
}

const columns = `id, run_id, checkpoint, model_file, model_step, model_sha256, weights_file, weights_sha256,
  quantization_levels, receptive_field, choice, groups, environment, tokens_file, tokens_bytes, tokens_sha256,
  created_at, duration`;

function toGeneration(row: GenerationRow): StoredGeneration {
  return {
    id: row.id,
    checkpoint: row.checkpoint === null ? null : (JSON.parse(row.checkpoint) as CheckpointChoice),
    model: { runId: row.run_id, file: row.model_file, step: row.model_step, sha256: row.model_sha256 },
    quantizationLevels: row.quantization_levels,
    receptiveField: row.receptive_field,
    choice: JSON.parse(row.choice) as GenerationChoice,
    groups: JSON.parse(row.groups) as TrajectoryGroup[],
    environment: JSON.parse(row.environment) as GenerationEnvironment,
    files: {
      tokens: { file: row.tokens_file, bytes: row.tokens_bytes, sha256: row.tokens_sha256 },
      weights: { file: row.weights_file, sha256: row.weights_sha256 },
    },
    createdAt: row.created_at,
    duration: row.duration,
  };
}
