import { z } from 'zod';
import type { ModelConfiguration } from '../architecture/configuration';
import { scanOrderNames } from '../math/scan-order';
import { inconsistency } from './consistency';
import { datasetIdSchema } from './own-data';

const positiveInteger = z.int().min(1);
const channels = z.int().min(1).max(8192);
const quantizationLevels = z.int().min(2).max(1024);
/** A fixed number, or a range [low, high] to draw from uniformly. */
const numberOrRange = z.union([z.number(), z.tuple([z.number(), z.number()])]);

export const waveNetSchema = z.strictObject({
  family: z.literal('wavenet'),
  quantizationLevels,
  dilations: z.array(z.int().min(1).max(65536)).min(1).max(256),
  kernelSize: z.int().min(1).max(4096),
  inputKernelSize: z.int().min(1).max(4096),
  residualChannels: channels,
  dilationChannels: channels,
  skipChannels: channels,
  headChannels: channels,
  bias: z.boolean(),
  conditionClasses: z.int().min(1).max(65536).nullable(),
  localConditionChannels: channels.nullable(),
  padding: z.enum(['layer', 'input']),
});

export const laggedSchema = z.strictObject({
  family: z.literal('lagged'),
  quantizationLevels,
  lags: z.int().min(1).max(65536),
  hiddenChannels: z.array(channels).max(16),
});

export const modelSchema: z.ZodType<ModelConfiguration> = z.discriminatedUnion('family', [waveNetSchema, laggedSchema]);

/**
 * Curves of a Fourier series, as in the talk:
 * x(t) = bias/2 + Σ_{n=1…terms} a_n cos(2π n t / period + phase_n) + trend·t + noise, t = start + i·sampleInterval,
 * a_n uniform in `coefficients`, times 10^(−smoothness (n−1)/(terms−1)).
 */
export const fourierDataSchema = z.strictObject({
  source: z.literal('fourier'),
  quantizationLevels,
  trainCurves: positiveInteger.max(1_000_000),
  validationCurves: positiveInteger.max(100_000),
  testCurves: positiveInteger.max(100_000),
  /** Samples of each curve. */
  samples: z.int().min(2).max(1_000_000),
  /** Seconds between samples (0.02 = 50 Hz). */
  sampleInterval: z.number().positive(),
  terms: z.union([z.int().min(1).max(256), z.tuple([z.int().min(1), z.int().min(1)])]),
  /** Seconds; a list of periods makes the period the class of the global condition. */
  period: z.union([numberOrRange, z.array(z.number().positive()).min(3).max(256)]),
  coefficients: z.tuple([z.number(), z.number()]),
  /** Radians. */
  phase: z.tuple([z.number(), z.number()]),
  bias: numberOrRange,
  trend: numberOrRange,
  start: numberOrRange,
  smoothness: z.number().min(0),
  /** Standard deviation of white noise on the training and validation curves. */
  noise: z.number().min(0),
  /** The data's own seed: the same curves for every arm and every seed of a study. */
  seed: z.int().min(0).max(0xffffffff),
});
export type FourierDataConfiguration = z.infer<typeof fourierDataSchema>;

/** Sets of images that are known by name: 10,000 digits that come along, and the whole set once it was fetched. */
export const namedImageSets = ['mnist-10k', 'mnist'] as const;

const imageSide = z.int().min(1).max(1024);

/**
 * Images unrolled to a signal: 8-bit gray values become levels ⌊value · Q / 256⌋ (with 2 levels a threshold: 1 above
 * 127), read in a scan order, with a black pixel before them.
 */
export const imageDataSchema = z.strictObject({
  source: z.literal('images'),
  quantizationLevels: z.int().min(2).max(256),
  /** A set known by name, an imported one, or a folder (absolute path) with IDX files: images and labels, gzip or not. */
  set: z.union([
    z.enum(namedImageSets),
    z.strictObject({ dataset: datasetIdSchema }),
    z.strictObject({ folder: z.string().min(1).max(4096) }),
  ]),
  /** Pixels of each image, as the files have it. */
  width: imageSide,
  height: imageSide,
  /** Labels are 0 … classes − 1; the label is the class of the global condition. */
  classes: z.int().min(1).max(256),
  /** Every class keeps its share in each split; test images come from files of their own where the set has such. */
  trainImages: positiveInteger.max(1_000_000),
  validationImages: positiveInteger.max(1_000_000),
  testImages: positiveInteger.max(1_000_000),
  scanOrder: z.enum(scanOrderNames),
  /** Decides which image falls into which split. */
  seed: z.int().min(0).max(0xffffffff),
});
export type ImageDataConfiguration = z.infer<typeof imageDataSchema>;

/** Imported series; all but the seed is as the dataset has it, so that a configuration says what it is about. */
export const ownDataSchema = z.strictObject({
  source: z.literal('own'),
  dataset: datasetIdSchema,
  quantizationLevels,
  trainCurves: positiveInteger,
  validationCurves: positiveInteger,
  testCurves: positiveInteger,
  /** Of each window. */
  samples: z.int().min(2).max(1_000_000),
  /** Between samples, in the dataset's unit of time; null where it counts samples. */
  sampleInterval: z.number().positive().nullable(),
  classes: z.int().min(1).max(65_536).nullable(),
  /** Columns of the local condition. */
  localChannels: channels.nullable(),
  /** Decides the origins of the validation. */
  seed: z.int().min(0).max(0xffffffff),
});
export type OwnDataConfiguration = z.infer<typeof ownDataSchema>;

export const dataSchema = z.discriminatedUnion('source', [fourierDataSchema, imageDataSchema, ownDataSchema]);
export type DataConfiguration = z.infer<typeof dataSchema>;

/** A value that may move over training: constant, or from → to over a number of steps, linearly or exponentially. */
export const scheduledValueSchema = z.union([
  z.number().positive(),
  z.strictObject({
    from: z.number().positive(),
    to: z.number().positive(),
    overSteps: positiveInteger,
    shape: z.enum(['linear', 'exponential']),
  }),
]);
export type ScheduledValue = z.infer<typeof scheduledValueSchema>;

const probability = z.number().min(0).max(1);

/**
 * Probability with which scheduled sampling takes the model's own sample in place of the observed one, 1 − ε of Bengio
 * et al. 2015: constant, or over steps i = 0, 1, … from → to on a line, 1 − kⁱ, or 1 − k / (k + exp(i / k)).
 */
export const mixingRateSchema = z.union([
  probability,
  z.discriminatedUnion('shape', [
    z.strictObject({ shape: z.literal('linear'), from: probability, to: probability, overSteps: positiveInteger }),
    z.strictObject({ shape: z.literal('exponential'), k: z.number().gt(0).lt(1) }),
    z.strictObject({ shape: z.literal('inverse-sigmoid'), k: z.number().min(1) }),
  ]),
]);
export type MixingRate = z.infer<typeof mixingRateSchema>;

/** The n-step unrolled loss of the talk: forecasts from many origins, differentiable through the samples. */
export const unrollingSchema = z.strictObject({
  /** Steps H of each unrolled forecast. */
  horizon: z.int().min(1).max(4096),
  /** Number of origins, drawn anew at each step; or the origins themselves. */
  origins: z.union([z.int().min(1).max(4096), z.array(z.int().min(0)).min(1).max(4096)]),
  /** λ of loss = one-step loss + λ · unrolled loss. */
  weight: z.number().min(0),
  gumbelTemperature: scheduledValueSchema,
  /** `soft`: Gumbel-softmax; `hard`: straight-through; `scheduled-sampling`: sampled tokens without gradient. */
  sampling: z.enum(['soft', 'hard', 'scheduled-sampling']),
  /** Of scheduled sampling alone; left out, every sample is the model's own. */
  mixingRate: mixingRateSchema.optional(),
  /** The horizon grows from 1 to `horizon` over so many steps; null keeps it constant. */
  curriculumSteps: positiveInteger.nullable(),
});
export type UnrollingConfiguration = z.infer<typeof unrollingSchema>;

export const learningRateScheduleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant'), warmupSteps: z.int().min(0) }),
  z.strictObject({
    kind: z.literal('plateau'),
    warmupSteps: z.int().min(0),
    factor: z.number().gt(0).lt(1),
    patienceSteps: positiveInteger,
    /** Relative improvement that counts. */
    threshold: z.number().min(0),
    minLearningRate: z.number().min(0),
  }),
  z.strictObject({
    kind: z.literal('cosine'),
    warmupSteps: z.int().min(0),
    minLearningRate: z.number().min(0),
  }),
  z.strictObject({
    kind: z.literal('steps'),
    warmupSteps: z.int().min(0),
    /** At each of these steps the rate is multiplied by `factor`. */
    at: z.array(positiveInteger).max(64),
    factor: z.number().gt(0).lt(1),
  }),
]);
export type LearningRateSchedule = z.infer<typeof learningRateScheduleSchema>;

export const trainingSchema = z.strictObject({
  batchSize: z.int().min(1).max(65536),
  /** Samples of each training window, cut at a random place; null takes the whole curve. */
  windowLength: z.int().min(2).nullable(),
  /** Ends after so many optimisation steps. */
  maxSteps: positiveInteger,
  /** Leaves the first receptiveField outputs out of the one-step loss. */
  skipPartialReceptiveField: z.boolean(),
  unrolling: unrollingSchema.nullable(),
  optimizer: z.strictObject({
    learningRate: z.number().positive().max(10),
    beta1: z.number().min(0).lt(1),
    beta2: z.number().min(0).lt(1),
    epsilon: z.number().positive(),
    /** Gradients are scaled so that their global norm is at most this; null does not clip. */
    clipNorm: z.number().positive().nullable(),
  }),
  schedule: learningRateScheduleSchema,
  /** Stops when the monitored validation accuracy has not grown by minDelta in `patience` evaluations. */
  earlyStopping: z
    .strictObject({ horizon: positiveInteger, minDelta: z.number().min(0), patience: positiveInteger })
    .nullable(),
  /** How many of the best checkpoints are kept, besides the last one; best by validation accuracy at `horizon`. */
  checkpoints: z.strictObject({
    keepBest: z.int().min(1).max(1000),
    horizon: positiveInteger,
    /** How many are kept besides these to show the course of the training, closer together early; none if left out. */
    history: z.int().min(0).max(1000).optional(),
  }),
  /** Rows of the batch processed at a time, gradients accumulated; null chooses by size. */
  microBatch: positiveInteger.nullable(),
  /** `auto` chooses by the length of the run; the choice is recorded with the run. */
  execution: z.enum(['auto', 'eager', 'graph', 'xla']),
});
export type TrainingConfiguration = z.infer<typeof trainingSchema>;

/** Greedy rolling-origin validation, and the free-running forecasts of the test curves at the end. */
export const validationSchema = z.strictObject({
  everySteps: positiveInteger,
  /** Horizons watched at once. */
  horizons: z.array(positiveInteger).min(1).max(16),
  /** Origins per validation curve, drawn from the data's seed: the same at every evaluation and in every arm. */
  numOrigins: positiveInteger.max(4096),
  /** Validation curves used, in order. */
  curves: positiveInteger,
  /** Steps of the free-running forecasts over the test curves. */
  forecastHorizon: positiveInteger,
});
export type ValidationConfiguration = z.infer<typeof validationSchema>;

export const runConfigurationSchema = z.strictObject({
  data: dataSchema,
  model: modelSchema,
  training: trainingSchema,
  validation: validationSchema,
});
/** All that decides one training besides its seed. */
export type RunConfiguration = z.infer<typeof runConfigurationSchema>;

export const scaleSchema = z.enum(['quick', 'paper']);
export type Scale = z.infer<typeof scaleSchema>;

/** Names of studies and arms; folders are named after them. */
export const identifierSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens')
  .max(64);
/** What an arm changes: dotted path in the run configuration → value. */
export const changesSchema = z.record(z.string().max(200), z.json());
export type Changes = z.infer<typeof changesSchema>;

/** A study file: `resources/studies/*.json`, or one that a person brings. */
export const studyDefinitionSchema = z.strictObject({
  name: identifierSchema,
  title: z.string().min(1).max(120),
  /** What the study asks, in a sentence or two. */
  question: z.string().max(2000),
  base: runConfigurationSchema,
  scales: z.strictObject({ quick: changesSchema, paper: changesSchema }),
  arms: z
    .array(z.strictObject({ name: identifierSchema, label: z.string().min(1).max(60), changes: changesSchema }))
    .min(1)
    .max(64),
});
export type StudyDefinition = z.infer<typeof studyDefinitionSchema>;

/**
 * The configuration of one arm at one scale: base, then the scale's changes, then the arm's.
 * Throws an Error that names the field, the value and what is allowed.
 */
export function armConfiguration(
  study: StudyDefinition,
  scale: Scale,
  armName: string,
  changes: Changes = {},
): RunConfiguration {
  const arm = study.arms.find((candidate) => candidate.name === armName);
  if (!arm) {
    const known = study.arms.map((candidate) => candidate.name).join(', ');
    throw new Error(`Study ${study.name} has no arm "${armName}"; its arms are: ${known}.`);
  }
  const configuration = structuredClone(study.base) as RunConfiguration;
  for (const change of [study.scales[scale], changes, arm.changes]) applyChanges(configuration, change);
  return parseRunConfiguration(configuration);
}

/** Validates a run configuration from outside; the error lists each field with its value and what is allowed. */
export function parseRunConfiguration(input: unknown): RunConfiguration {
  const configuration = parseWith(runConfigurationSchema, input, 'configuration');
  const problem = inconsistency(configuration);
  if (problem) throw new Error(`Invalid configuration: ${problem}`);
  return configuration;
}

/** Validates with a schema and throws one Error naming `what` and every field that does not fit, with its value. */
export function parseWith<T>(schema: z.ZodType<T>, input: unknown, what: string): T {
  const result = checked(schema, input, what);
  if (result.success) return result.data;
  const problems = result.error.issues.slice(0, 12).map((issue) => {
    const path = issue.path.map((key) => String(key).slice(0, 60)).join('.') || '(whole)';
    const given = summarize(valueAt(input, issue.path));
    return `${path}: ${issue.message} (given: ${given})`;
  });
  throw new Error(`Invalid ${what}: ${problems.join('; ')}`);
}

/** A value that contains itself, or is nested without end, exhausts the stack of what checks it. */
function checked<T>(schema: z.ZodType<T>, input: unknown, what: string): z.ZodSafeParseResult<T> {
  try {
    return schema.safeParse(input);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Error(`Invalid ${what}: (whole): it is nested too deeply, or contains itself`);
  }
}

/** Sets dotted paths in place; a path whose parent does not exist is an error. */
export function applyChanges(configuration: RunConfiguration, changes: Changes): void {
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop()!;
    let parent: unknown = configuration;
    for (const key of keys) parent = isRecord(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
    if (!isRecord(parent) || last === '__proto__') {
      throw new Error(`Invalid change: "${path}" names no field of the run configuration.`);
    }
    parent[last] = structuredClone(value);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) value = isRecord(value) ? value[String(key)] : undefined;
  return value;
}

function summarize(value: unknown): string {
  const text = textOf(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** A page may send what JSON does not know: whole numbers without end, and values that contain themselves. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'bigint') return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
