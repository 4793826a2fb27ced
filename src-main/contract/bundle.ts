import { z } from 'zod';
import { identifierSchema, runConfigurationSchema, scaleSchema, studyDefinitionSchema } from './configuration';
import { checkpointChoiceSchema, generationChoiceSchema } from './generations';
import { metricKeySchema } from './metrics';
import { datasetIdSchema, datasetNameSchema } from './own-data';
import { figureDefinitionSchema } from './saved-figures';

/**
 * A study as one file, a ZIP archive: `manifest.json`, a file of rows for each table (`tables/<table>.jsonl`, a JSON
 * object a line), the files of its runs (`runs/<run>/<file>`, `runs/<run>/generations/<file>`), and those of imported
 * data that they saw (`datasets/<dataset>/<file>`).
 */
export const bundleFormat = 'wavebench-study';
export const bundleVersion = 1;
export const bundleExtension = '.wavebench';

/** Entries that an archive may have besides its manifest. */
export const maxParts = 100_000;
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal');
const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters and digits');
/** Names in a folder, never a path out of it. */
const weightsName = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,180}\.safetensors$/, 'must be a plain name of a .safetensors file');
const tokensName = z.string().regex(/^[A-Za-z0-9_-]{1,180}\.npy$/, 'must be a plain name of a .npy file');
const count = z.int().min(0);
const time = z.int().min(0);
const text = z.string().max(100_000);
/** JSON has no infinities. */
const metricValue = z.union([z.number(), z.enum(['Infinity', '-Infinity']), z.null()]);
const tokens = z.array(z.int().min(0).max(1023)).max(1_000_000);

export const bundleManifestSchema = z.strictObject({
  format: z.literal(bundleFormat),
  version: z.int().min(1),
  /** Version of Wavebench that wrote it. */
  program: z.string().max(64),
  /** Version of the store's schema that the rows follow. */
  schema: z.int().min(1),
  study: z.strictObject({ id, name: text, title: text }),
  /** Every other entry of the archive. */
  parts: z.array(z.strictObject({ path: z.string().max(400), bytes: count, sha256 })).max(maxParts),
});
export type BundleManifest = z.infer<typeof bundleManifestSchema>;

/** The rows of each table, in the order in which they can be inserted; columns that belong to a machine are left out. */
export const bundleRows = {
  datasets: z.strictObject({
    id: datasetIdSchema,
    name: datasetNameSchema,
    kind: z.enum(['series', 'images']),
    definition: z.record(z.string(), z.json()),
    created_at: time,
  }),
  studies: z.strictObject({
    id,
    name: identifierSchema,
    title: text,
    question: text,
    scale: scaleSchema,
    seeds: z.array(z.int().min(0).max(0xffffffff)).max(10_000),
    arms: z.array(z.strictObject({ name: identifierSchema, label: text })).max(1000),
    definition: studyDefinitionSchema,
    changes: z.record(z.string(), z.json()),
    created_at: time,
  }),
  runs: z.strictObject({
    id,
    study_id: id,
    name: text,
    arm: identifierSchema,
    arm_label: text,
    color_index: count,
    seed: count,
    configuration: runConfigurationSchema,
    configuration_hash: text,
    monitored_horizon: z.int().min(1),
    program_version: text,
    status: z.enum(['completed', 'stopped', 'failed', 'interrupted']),
    reason: text.nullable(),
    archived: z.int().min(0).max(1),
    created_at: time,
    started_at: time.nullable(),
    ended_at: time.nullable(),
    training_time: z.number(),
    step: count,
    max_steps: count,
    epoch: z.number(),
    parameters: count.nullable(),
    receptive_field: count.nullable(),
    data_hash: text.nullable(),
    environment: z.record(z.string(), z.json()).nullable(),
    title: text.nullable(),
    tags: z.array(text).max(1000),
    notes: text,
  }),
  /** Up to some thousand points of one series a line, ascending by step: [step, wall time, value]. */
  points: z.strictObject({
    run_id: id,
    key: metricKeySchema,
    points: z
      .array(z.tuple([count, z.number(), metricValue]))
      .min(1)
      .max(10_000),
  }),
  checkpoints: z.strictObject({
    run_id: id,
    file: weightsName,
    step: count,
    bytes: count,
    sha256,
    score: z.number().nullable(),
    kind: z.string().max(16),
    created_at: time,
  }),
  forecasts: z.strictObject({
    run_id: id,
    step: count,
    horizon: count,
    curves: count,
    error: z.array(z.number().nullable()).max(1_000_000),
  }),
  forecast_curves: z.strictObject({
    run_id: id,
    step: count,
    curve: count,
    origin: count,
    observed: tokens,
    truth: tokens,
    forecast: tokens,
  }),
  generations: z.strictObject({
    id,
    run_id: id,
    checkpoint: checkpointChoiceSchema.nullable(),
    model_file: weightsName,
    model_step: count.nullable(),
    model_sha256: sha256,
    weights_file: weightsName,
    weights_sha256: sha256,
    quantization_levels: z.int().min(2).max(1024),
    receptive_field: z.int().min(1),
    choice: generationChoiceSchema,
    groups: z.array(
      z.strictObject({
        first: count,
        count,
        class: count.nullable(),
        series: count.nullable(),
        observed: count,
      }),
    ),
    prompts: z.array(z.strictObject({ tokens, class: count.nullable(), series: count.nullable(), truth: tokens })),
    environment: z.record(z.string(), z.json()),
    tokens_file: tokensName,
    tokens_bytes: count,
    tokens_sha256: sha256,
    created_at: time,
    duration: z.number(),
  }),
  notices: z.strictObject({ run_id: id, time, message: text }),
  figures: z.strictObject({
    id,
    study_id: id,
    title: text,
    definition: figureDefinitionSchema,
    created_at: time,
    changed_at: time,
  }),
  evaluations: z.strictObject({
    id,
    kind: z.string().max(32),
    run_id: id,
    checkpoint: checkpointChoiceSchema.nullable(),
    model_file: weightsName,
    model_step: count.nullable(),
    model_sha256: sha256,
    choice: z.record(z.string(), z.json()),
    result: z.record(z.string(), z.json()),
    environment: z.record(z.string(), z.json()),
    created_at: time,
    duration: z.number(),
  }),
} as const;
export type BundleTable = keyof typeof bundleRows;
export const bundleTables = Object.keys(bundleRows) as BundleTable[];

/** Where a table's rows lie. */
export function tablePath(table: BundleTable): string {
  return `tables/${table}.jsonl`;
}

/** Where a checkpoint of a run lies; in the data folder as well. */
export function checkpointPath(runId: string, file: string): string {
  return `runs/${runId}/${file}`;
}

/** Where the tokens or weights of a generation lie; in the data folder as well. */
export function generationPath(runId: string, file: string): string {
  return `runs/${runId}/generations/${file}`;
}

/** Where a file of imported data lies; in the data folder as well. */
export function datasetPath(datasetId: string, file: string): string {
  return `datasets/${datasetId}/${file}`;
}

/** The names that files of imported data have; the first describes the others. */
export const datasetFileName =
  /^(dataset\.json|(train|validation|test)\.(tokens|windows|classes|local)|train-(images-idx3|labels-idx1)-ubyte)$/;
