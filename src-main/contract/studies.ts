import { z } from 'zod';
import { claimRequestSchema } from './claims';
import { changesSchema, scaleSchema, studyDefinitionSchema, type Scale, type StudyDefinition } from './configuration';
import { curvesLookSchema } from './curves';
import type { FigureDescription } from './figure';

/** A study as stored: a definition at a scale with its seeds. */
export interface StudySummary {
  id: string;
  name: string;
  title: string;
  question: string;
  scale: Scale;
  seeds: number[];
  arms: { name: string; label: string }[];
  createdAt: number;
  runIds: string[];
  counts: Record<string, number>;
}

export const startStudySchema = z.strictObject({
  /** Name of a preset, or of the definition. */
  preset: z.string().max(64),
  /** What a person brings in place of a preset. */
  definition: studyDefinitionSchema.optional(),
  scale: scaleSchema,
  seeds: z.array(z.int().min(0).max(0xffffffff)).min(1).max(100),
  /** Arms to run; all when left out. */
  arms: z.array(z.string().max(64)).min(1).optional(),
  /** Changes to the preset, for every arm. */
  changes: changesSchema.default({}),
});
export type StartStudy = z.infer<typeof startStudySchema>;

/** A preset with what is needed to fill a form. */
export interface Preset {
  definition: StudyDefinition;
}

export const figureNames = [
  'validation',
  'forecasts',
  'error',
  'curves',
  'drift',
  'spectra',
  'table',
  'settings',
  'claim',
  'claim-curves',
] as const;
export const figureRequestSchema = z.strictObject({
  studyId: z.string().max(64),
  /**
   * validation: accuracy by step for each arm; forecasts: free-running over the truth; error: by forecast step; curves:
   * any metric, looked at as `look` says; drift and spectra: of what was measured by drift evaluations; table: the
   * results of every arm; settings: those in which arms differ; claim and claim-curves: what may be said of two arms,
   * in numbers and over the training.
   */
  figure: z.enum(figureNames),
  /** Horizons of the validation figure; the monitored one when left out. */
  horizon: z.int().min(1).optional(),
  /** Seed whose forecasts are drawn; the first when left out. */
  seed: z.int().min(0).optional(),
  /** Band over seeds; drawn where there are at least two. */
  band: z.enum(['none', 'std', 'sem', 'ci95', 'range']).default('range'),
  /** Of the figures `error` and `drift` of imported series: false leaves out the simple forecasts beside the study's. */
  baselines: z.boolean().optional(),
  /** Of the figure `curves`. */
  look: curvesLookSchema.optional(),
  /** Of the figures `claim` and `claim-curves`. */
  claim: claimRequestSchema.omit({ studyId: true }).optional(),
});
export type FigureRequest = z.infer<typeof figureRequestSchema>;

/** A figure, or why there is none yet, in words for a person. */
export type FigureResult = { figure: FigureDescription } | { absent: string };

/** A row of a study's table: one arm, over its finished seeds. */
export interface ArmResult {
  arm: string;
  label: string;
  seeds: number[];
  /** Metric key → value for each seed of `seeds` (best checkpoint's value for accuracies, last for the rest). */
  metrics: Record<string, number[]>;
  /** Milliseconds of training for each seed. */
  trainingTime: number[];
}
