import { z } from 'zod';
import { scaleSchema, type DataConfiguration } from './configuration';
import type { Provenance } from './figure';
import { datasetIdSchema } from './own-data';
import type { OwnView } from './own-units';

/** Whose data: those of an arm of a preset at a scale, of a run, or an imported dataset. */
export const dataSourceSchema = z.union([
  z.strictObject({ preset: z.string().max(64), scale: scaleSchema, arm: z.string().max(64) }),
  z.strictObject({ runId: z.string().min(1).max(64) }),
  z.strictObject({ dataset: datasetIdSchema }),
]);
export type DataSource = z.infer<typeof dataSourceSchema>;

export const dataSplits = ['train', 'validation', 'test'] as const;
export type DataSplit = (typeof dataSplits)[number];

const choice = {
  split: z.enum(dataSplits),
  /** Examples of this class alone; null takes as many of every class, or of all where the data have none. */
  class: z.int().min(0).max(65_535).nullable(),
  /** How many examples of a class are passed over, and how many are read at most. */
  skip: z.int().min(0).max(1_000_000),
  each: z.int().min(1).max(400),
};
export const dataExamplesSchema = z.strictObject({ source: dataSourceSchema, ...choice });
export type DataExamplesRequest = z.infer<typeof dataExamplesSchema>;
export type DataExamplesChoice = Omit<DataExamplesRequest, 'source'>;

/** What the process that reads data is told. */
export interface ReadDataExamples extends DataExamplesChoice {
  configuration: DataConfiguration;
  /** Folder with a folder for each image set that a person fetched. */
  fetchedSets: string;
}

export interface DataExample {
  /** Place in its split. */
  index: number;
  class: number | null;
  tokens: number[];
}

export interface DataRead {
  /** How many examples each split has, altogether and of each class (null without classes). */
  splits: Record<DataSplit, { count: number; classes: number[] | null }>;
  /** Values that became the lowest and the highest level. */
  range: { low: number; high: number };
  /** How often each level occurs in the split; black pixels that stand before images are left out. */
  levels: number[];
  /** SHA-256 of all three splits, as runs record it. */
  dataHash: string;
  /** Class after class, in the order of the split. */
  examples: DataExample[];
  /** How imported series are shown in their own unit, a stretch for each example; null for all other data. */
  view: OwnView | null;
}

export interface DataExamples extends DataRead {
  configuration: DataConfiguration;
  /** Samples that one prediction of the model of the same configuration sees; null where there is no model yet. */
  receptiveField: number | null;
  /** The run whose data they are; null where they are a preset's. */
  run: Provenance['runs'][number] | null;
}
