import { z } from 'zod';

/** Shares of the whole that are held out. */
const heldOut = z.number().min(0.01).max(0.9);
const seriesNames = z.array(z.string().min(1).max(200)).min(1).max(100_000);

/** Which values train, which validate and which test. */
export const splitSchema = z.discriminatedUnion('by', [
  /** Every series is cut twice: its beginning trains, its end tests. No window reaches over a cut. */
  z.strictObject({ by: z.literal('time'), validation: heldOut, test: heldOut }),
  /** Whole series, drawn by the seed. */
  z.strictObject({
    by: z.literal('series'),
    validation: heldOut,
    test: heldOut,
    seed: z.int().min(0).max(0xffffffff),
  }),
  /** Whole series by name; all others train. */
  z.strictObject({ by: z.literal('given'), validation: seriesNames, test: seriesNames }),
]);
export type SeriesSplit = z.infer<typeof splitSchema>;

/** Values that become the lowest and the highest level; all but fixed ones are measured on what trains. */
export const valueRangeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('min-max') }),
  z.strictObject({ kind: z.literal('quantile'), low: z.number().min(0).max(0.5), high: z.number().min(0.5).max(1) }),
  z.strictObject({ kind: z.literal('fixed'), low: z.number(), high: z.number() }),
]);
export type ValueRange = z.infer<typeof valueRangeSchema>;

/** What is made of series before a model sees them. */
export const preparationSchema = z.strictObject({
  quantizationLevels: z.int().min(2).max(1024),
  /** `mu-law`: levels lie closer around zero (ITU-T G.711), as for sound in the WaveNet paper. */
  law: z.enum(['linear', 'mu-law']),
  range: valueRangeSchema,
  /** Takes from each series its line of least squares. */
  detrend: z.boolean(),
  /** Divides each series by its standard deviation, after taking away its mean. */
  standardise: z.boolean(),
  /**
   * Between two samples after resampling, in the unit of the interval before: of sound in seconds, of series that count
   * samples in samples; null keeps the rate.
   */
  resample: z.number().positive().nullable(),
  /** Samples of each window. */
  windowLength: z.int().min(2).max(1_000_000),
  /** Samples between the beginnings of windows. */
  stride: z.int().min(1).max(1_000_000),
  split: splitSchema,
});
export type Preparation = z.infer<typeof preparationSchema>;

/** How a column conditions the model: `lag` 0 is known in advance; else it is used so many samples late. */
export const conditionColumnSchema = z.strictObject({
  column: z.string().min(1).max(200),
  lag: z.int().min(0).max(1_000_000),
});

export const missingTreatments = ['refuse', 'interpolate', 'previous', 'skip'] as const;

/** How files are read; null is recognized. Columns are named by the header, or by their number from 1. */
export const readingSchema = z.strictObject({
  delimiter: z.enum([',', ';', '\t', '|', ' ']).nullable(),
  decimalMark: z.enum(['.', ',']).nullable(),
  header: z.boolean().nullable(),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).nullable(),
  /** Columns with values, a series each; null takes every column of numbers that has no other use. */
  columns: z.array(z.string().min(1).max(200)).min(1).max(10_000).nullable(),
  /** The column that says which series a row belongs to. */
  idColumn: z.string().min(1).max(200).nullable(),
  classColumn: z.string().min(1).max(200).nullable(),
  conditions: z.array(conditionColumnSchema).max(256),
  /** Words for a missing value besides the usual ones. */
  missing: z.array(z.string().max(40)).max(32),
  /** `refuse` says where it is; `interpolate` on a line, `previous` repeats, `skip` leaves the row out. */
  whenMissing: z.enum(missingTreatments),
  /** The class of a file's series, or of an image, from its name up to the first digit, hyphen, underscore or dot. */
  classOfFileName: z.boolean(),
  /** Arrays of an NPZ file: the values, and the class of each; null takes the usual names. */
  array: z.string().max(200).nullable(),
  labels: z.string().max(200).nullable(),
  /** Pixels that images are scaled to; null takes images of one size as they are. */
  size: z.strictObject({ width: z.int().min(1).max(1024), height: z.int().min(1).max(1024) }).nullable(),
});
export type Reading = z.infer<typeof readingSchema>;

/** Units and steps, for people. */
export const meaningSchema = z.strictObject({
  valueName: z.string().min(1).max(60),
  valueUnit: z.string().max(20).nullable(),
  /** Between two samples of the source, in `timeUnit`; null where a file says it, as sound does, or counts samples. */
  interval: z.number().positive().nullable(),
  timeUnit: z.string().max(20).nullable(),
  /** Time of the first sample. */
  start: z.number(),
});
export type Meaning = z.infer<typeof meaningSchema>;

/** What is asked of an import. */
export const importChoiceSchema = z.strictObject({
  /** Absolute paths: files, or one folder. */
  paths: z.array(z.string().min(1).max(4096)).min(1).max(10_000),
  reading: readingSchema,
  preparation: preparationSchema,
  meaning: meaningSchema,
});
export type ImportChoice = z.infer<typeof importChoiceSchema>;

/** SHA-256, hexadecimal. */
export const datasetIdSchema = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits');

export const datasetNameSchema = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[^/\\\p{Cc}]+$/u, 'without slashes and control characters');

/** A series and how its levels become values again: value = (level's value) · scale + offset + slope · place. */
export interface SeriesRecord {
  name: string;
  length: number;
  class: number | null;
  scale: number;
  offset: number;
  slope: number;
}

export interface QuantizationError {
  /** In the data's own unit, over all values of all windows. */
  rootMeanSquare: number;
  largest: number;
  /** Share of values beyond the range. */
  clamped: number;
}

export interface DatasetSource {
  files: { name: string; bytes: number }[];
  /** SHA-256 over the files. */
  sha256: string;
  /** What was recognized of them, as rows for a person. */
  facts: [name: string, value: string][];
}

interface DatasetCommon {
  id: string;
  source: DatasetSource;
  choice: Pick<ImportChoice, 'reading' | 'preparation' | 'meaning'>;
  /** Names of the classes of the global condition; null without. */
  classes: string[] | null;
  counts: { train: number; validation: number; test: number };
}

export interface SeriesDataset extends DatasetCommon {
  kind: 'series';
  /** Between two samples as the model sees them, in `meaning.timeUnit`; null where it counts samples. */
  interval: number | null;
  /** Values that became the lowest and the highest level, of series as they are after detrending and standardising. */
  range: { low: number; high: number };
  error: QuantizationError;
  series: SeriesRecord[];
  /** Columns of the local condition. */
  conditions: { name: string; lag: number; mean: number; scale: number }[];
}

export interface ImagesDataset extends DatasetCommon {
  kind: 'images';
  width: number;
  height: number;
}

/** What is known of data of one's own as they were imported: one version, never changed. */
export type OwnDataset = SeriesDataset | ImagesDataset;

/** A dataset in a list. */
export interface DatasetSummary {
  id: string;
  name: string;
  createdAt: number;
  dataset: OwnDataset;
}

export const usualReading: Reading = {
  delimiter: null,
  decimalMark: null,
  header: null,
  encoding: null,
  columns: null,
  idColumn: null,
  classColumn: null,
  conditions: [],
  missing: [],
  whenMissing: 'refuse',
  classOfFileName: false,
  array: null,
  labels: null,
  size: null,
};

export const usualMeaning: Meaning = { valueName: 'Value', valueUnit: null, interval: null, timeUnit: null, start: 0 };

export const usualPreparation: Preparation = {
  quantizationLevels: 127,
  law: 'linear',
  range: { kind: 'min-max' },
  detrend: false,
  standardise: false,
  resample: null,
  windowLength: 256,
  stride: 256,
  split: { by: 'time', validation: 0.15, test: 0.15 },
};
