import { z } from 'zod';
import type { OwnStretch } from './own-units';
import { stretchSchema } from './prompt-files';
import { generatorMethods, type GeneratorMethod } from './generator-benchmark';

const id = z.string().min(1).max(64);
const token = z.int().min(0).max(1023);

/** `best` by the monitored validation accuracy, the `last` one, or the one that was written after a step. */
export const checkpointChoiceSchema = z.union([z.enum(['best', 'last']), z.strictObject({ step: z.int().min(0) })]);
export type CheckpointChoice = z.infer<typeof checkpointChoiceSchema>;

export const samplerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('greedy') }),
  z.strictObject({
    kind: z.literal('stochastic'),
    /** Divides the logits. */
    temperature: z.number().positive().max(1000),
    /** Only the k most likely tokens; null takes all. */
    topK: z.int().min(1).max(1024).nullable(),
    /** Only the most likely tokens that together reach this probability; null takes all. */
    topP: z.number().gt(0).max(1).nullable(),
  }),
]);

/** What the trajectories begin with; each prompt of several is continued on its own. */
export const promptSchema = z.discriminatedUnion('kind', [
  /** Nothing: samples of the model's prior, for images after the black pixel that stands before each of them. */
  z.strictObject({ kind: z.literal('none') }),
  /** Given tokens, one row for each prompt, all equally long. */
  z.strictObject({
    kind: z.literal('tokens'),
    rows: z.array(z.array(token).max(1_000_000)).min(1).max(4096),
    /** Of values that were prepared as imported series are: how each row becomes values again. */
    stretches: z.array(stretchSchema).max(4096).optional(),
  }),
  /** The first `observed` samples of series of the run's test data. */
  z.strictObject({
    kind: z.literal('dataset'),
    series: z.array(z.int().min(0)).min(1).max(4096),
    observed: z.int().min(1).max(1_000_000),
  }),
]);
export type GenerationPrompt = z.infer<typeof promptSchema>;

/** The stretch of a group's prompt, where it was values of a file; prompts come one after the other, each under its classes. */
export function promptStretch(prompt: GenerationPrompt, group: number, groups: number): OwnStretch | null {
  if (prompt.kind !== 'tokens' || !prompt.stretches) return null;
  return prompt.stretches[Math.floor((group * prompt.rows.length) / groups)] ?? null;
}

/** How to generate, whatever the model. */
export const generationChoiceSchema = z.strictObject({
  method: z.enum(generatorMethods).default('simd'),
  /** Threads of the SIMD generator; null takes all cores. What is generated does not depend on it. */
  threads: z.int().min(1).max(256).nullable().default(null),
  sampler: samplerSchema,
  /** With the number of a trajectory and the step it decides every sample: the same noise in every generation. */
  seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  /** `common`: the n-th trajectory of every prompt and class has the same noise; else each trajectory has its own. */
  noise: z.enum(['own', 'common']).optional(),
  /** Trajectories of each prompt and class. */
  count: z.int().min(1).max(65_536),
  steps: z.int().min(1).max(100_000_000),
  prompt: promptSchema,
  /**
   * Classes of the global condition; every prompt is continued under each of them. Null: the series' own classes for a
   * dataset prompt, and no class for a model without a condition.
   */
  classes: z.array(z.int().min(0).max(65_535)).min(1).max(4096).nullable().default(null),
  /** Local condition of prompt and forecast, [samples][channels], the same for all; null where the model has none. */
  local: z.array(z.array(z.number()).max(8192)).max(1_000_000).nullable().default(null),
});
export type GenerationChoice = z.infer<typeof generationChoiceSchema>;

/** What the page may ask for: a generation by a run's model. */
export const startGenerationSchema = generationChoiceSchema.extend({
  runId: id,
  checkpoint: checkpointChoiceSchema.default('best'),
});
export type StartGeneration = z.infer<typeof startGenerationSchema>;

/** completed: stored; the others live only in the process that started them. */
export type GenerationStatus = 'queued' | 'running' | 'completed' | 'cancelled' | 'failed';

/** The model that generates, by its file. */
export interface GenerationModel {
  /** Null for a model that belongs to no run. */
  runId: string | null;
  /** Name of the checkpoint in the run's folder, or the path of a model file. */
  file: string;
  /** Null for a model file. */
  step: number | null;
  /** Of that file. */
  sha256: string;
}

/** One prompt under one class: `count` trajectories follow it. */
export interface TrajectoryGroup {
  /** Number of its first trajectory. */
  first: number;
  count: number;
  class: number | null;
  /** Number of the test series, for a dataset prompt. */
  series: number | null;
  /** Number of observed samples. */
  observed: number;
}

/** A generation in lists and events. */
export interface GenerationSummary {
  id: string;
  status: GenerationStatus;
  /** Why it failed, in words for a person; null otherwise. */
  reason: string | null;
  runId: string | null;
  choice: GenerationChoice;
  checkpoint: CheckpointChoice | null;
  /** Null until the model has been read, as all that follows from it. */
  model: GenerationModel | null;
  quantizationLevels: number | null;
  receptiveField: number | null;
  /** Empty until then. */
  groups: TrajectoryGroup[];
  /** Trajectories in all; 0 until then. */
  trajectories: number;
  /** Samples are counted over all trajectories. */
  progress: { step: number; steps: number; samplesPerSecond: number; secondsLeft: number };
  /** Milliseconds since 1970. */
  createdAt: number;
  /** Milliseconds of generating. */
  duration: number;
  /** File of the tokens once they are stored: `.npy`, [trajectories, steps], one step after the other. */
  tokens: { file: string; bytes: number; sha256: string } | null;
}

/** What was observed before a group's trajectories, and how the series of a dataset really went on. */
export interface ObservedGroup extends TrajectoryGroup {
  /** The last samples before the forecast, at most 4,096. */
  prompt: number[];
  /** At most as many samples as were generated; empty where nothing is known. */
  truth: number[];
}

export interface GenerationDetail extends GenerationSummary {
  observedGroups: ObservedGroup[];
  /** What else is needed to get exactly the same: instructions of the SIMD generator, TensorFlow where it ran. */
  environment: GenerationEnvironment | null;
  /** Absolute path of the file of tokens; null until it is stored. */
  path: string | null;
}

export interface GenerationEnvironment {
  method: GeneratorMethod;
  threads: number;
  /** `relaxed` instructions may round otherwise than `plain` ones; null for the other generators. */
  simd: 'plain' | 'relaxed' | null;
  tensorflow: string | null;
  version: string;
}

/** New steps of a running generation. */
export interface GenerationStream {
  generationId: string;
  firstStep: number;
  steps: number;
  /** The first trajectories, at most `streamedTrajectories`. */
  trajectories: number;
  /** [trajectories, steps], row after row. */
  tokens: Uint16Array;
}
/** Steps from `streamedSteps` on, and later trajectories, are not streamed: read them when all is done. */
export const streamedTrajectories = 320;
export const streamedSteps = 20_000;

/** Trajectories that one request reads at most. */
export const mostReadTrajectories = 64;

export const readTrajectoriesSchema = z.strictObject({
  generationId: id,
  trajectories: z.array(z.int().min(0)).min(1).max(mostReadTrajectories),
  /** First step, and how many from there on; all where they are left out. */
  from: z.int().min(0).default(0),
  steps: z.int().min(1).optional(),
  /** Longer stretches are thinned to so many points, their least and greatest values kept. */
  maxPoints: z.int().min(10).max(20_000),
});
export type ReadTrajectories = z.infer<typeof readTrajectoriesSchema>;

export interface TrajectoryCurve {
  trajectory: number;
  /** 0 is the first generated step. */
  step: number[];
  token: number[];
}

export const trajectoryStatisticsSchema = z.strictObject({
  generationId: id,
  /** Number of the group, as in `groups`. */
  group: z.int().min(0),
  quantiles: z.array(z.number().min(0).max(1)).max(21).default([0.05, 0.25, 0.5, 0.75, 0.95]),
  from: z.int().min(0).default(0),
  steps: z.int().min(1).optional(),
  /** Of longer stretches so many steps are taken, evenly spread. */
  maxPoints: z.int().min(10).max(20_000),
});
export type TrajectoryStatisticsRequest = z.infer<typeof trajectoryStatisticsSchema>;

/** Over the trajectories of one group at each step; in levels. */
export interface TrajectoryStatistics {
  step: number[];
  mean: number[];
  standardDeviation: number[];
  /** 95 % confidence interval of the mean (Student's t); the mean itself where there is one trajectory. */
  low: number[];
  high: number[];
  /** One curve for each probability that was asked for. */
  quantiles: { probability: number; value: number[] }[];
  /** Trajectories behind each value. */
  count: number;
}

/** Whether a generation gave the same tokens again. */
export interface Regeneration {
  generationId: string;
  equal: boolean;
  /** Null where all are equal. */
  firstDifference: { trajectory: number; step: number; stored: number; now: number } | null;
  /** Milliseconds. */
  duration: number;
}
