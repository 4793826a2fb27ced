import { z } from 'zod';
import { changesSchema, scaleSchema } from './configuration';
import { figureSchema, type FigureDescription } from './figure';
import type { ClaimBlock } from './report';

/** The experiments of the talk that can be reproduced, in its order; `beyond` asks what the talk did not. */
export const experimentNames = [
  'dilation',
  'fourier-data',
  'forecasts-clean',
  'forecasts-noisy',
  'validation',
  'spectra',
  'prior-samples',
  'period-samples',
  'generators',
  'mnist-examples',
  'mnist-samples',
  'mnist-completion',
  'scan-orders',
  'mnist-classification',
  'price',
  'beyond',
] as const;
export type ExperimentName = (typeof experimentNames)[number];

const value = z.number().nullable();

/** Pairs that decide a conclusion: two numbers of the same seed, image or layer each. */
export const conclusionPairsSchema = z.strictObject({
  conclusion: z.string().max(64),
  pairs: z.array(z.strictObject({ label: z.string().max(120), arm: z.number(), baseline: z.number() })).max(100_000),
});
export type ConclusionPairs = z.infer<typeof conclusionPairsSchema>;

/** Numbers of a table as they were measured; how they are printed is for the report. */
export const talkTableSchema = z.strictObject({
  title: z.string().max(300),
  columns: z.array(z.strictObject({ title: z.string().max(120), decimals: z.int().min(0).max(8) })).max(20),
  rows: z.array(z.strictObject({ label: z.string().max(200), values: z.array(value).max(20) })).max(500),
});
export type TalkTable = z.infer<typeof talkTableSchema>;

/** What an experiment came to. All numbers of the report come from these. */
export const experimentResultSchema = z.strictObject({
  experiment: z.enum(experimentNames),
  scale: scaleSchema,
  seeds: z.array(z.int().min(0)).max(100),
  retrain: z.boolean(),
  changes: changesSchema,
  /** `2026-11-24`. */
  date: z.string().max(10),
  /** Milliseconds: training of the runs that it rests on, and what else was measured or generated. */
  cost: z.strictObject({ training: z.number().min(0), measuring: z.number().min(0) }),
  /** Runs that it rests on; experiments may share them. */
  runs: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      seed: z.int(),
      configurationHash: z.string(),
      trainingTime: z.number(),
    }),
  ),
  conclusions: z.array(conclusionPairsSchema),
  tables: z.array(talkTableSchema),
  figures: z.array(figureSchema),
  remarks: z.array(z.string().max(2000)),
});
export type ExperimentResult = z.infer<typeof experimentResultSchema>;

/** `results.json` of a report: all that it says can be computed from it again. */
export const talkResultsSchema = z.strictObject({
  program: z.literal('wavebench'),
  format: z.literal(1),
  scale: scaleSchema,
  /** `2026-11-24`. */
  date: z.string().max(10),
  machine: z.string().max(300),
  /** Program and library → version. */
  versions: z.record(z.string().max(64), z.string().max(200)),
  results: z.array(experimentResultSchema),
  /** Experiments that were not run, and why. */
  notRun: z.array(z.strictObject({ experiment: z.enum(experimentNames), reason: z.string().max(2000) })),
});
export type TalkResults = z.infer<typeof talkResultsSchema>;

export const talkChoiceSchema = z.strictObject({
  scale: scaleSchema.default('quick'),
  /** Seeds 1 … count of every arm. */
  seeds: z.int().min(1).max(100).default(3),
  /** Models are trained here, in place of those that come along. */
  retrain: z.boolean().default(false),
  /** Changes to every study, for a smaller or larger one than the scale says. */
  changes: changesSchema.default({}),
});
export type TalkChoice = z.infer<typeof talkChoiceSchema>;

export const startTalkSchema = talkChoiceSchema.extend({ only: z.array(z.enum(experimentNames)).min(1) });
export type StartTalk = z.infer<typeof startTalkSchema>;

/** `done`: measured by this choice; `failed` until it is begun again. */
export type ExperimentStatus = 'not-run' | 'waiting' | 'running' | 'done' | 'failed';

/** An experiment as it stands in lists. */
export interface ExperimentState {
  name: ExperimentName;
  /** Of the talk's experiments; empty beyond them. */
  number: string;
  title: string;
  question: string;
  status: ExperimentStatus;
  /** What is being done, or why it failed, in words; null otherwise. */
  detail: string | null;
  /**
   * Estimate of what is still to do, in seconds; runs that it shares with an experiment before it are counted there, and
   * here only where it is made alone.
   */
  seconds: number;
  secondsAlone: number;
  /** Day of the result, or null. */
  date: string | null;
  /** Conclusions of the talk as far as they are judged; before that what they say and how they are measured. */
  claims: ClaimBlock[];
  figures: FigureDescription[];
}

export interface TalkState {
  running: boolean;
  experiments: ExperimentState[];
}
