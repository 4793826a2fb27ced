import { z } from 'zod';
import { dataSplits } from './dataset-examples';
import {
  datasetIdSchema,
  datasetNameSchema,
  importChoiceSchema,
  type DatasetSummary,
  type ImportChoice,
  type OwnDataset,
} from './own-data';

/** What a person chose to import: the page knows names, never paths. */
export interface ChosenFiles {
  /** Stands for the files until others are chosen. */
  id: string;
  /** Name of the file or folder, or how many there are. */
  name: string;
  /** Whether all of them are sounds. */
  areSounds: boolean;
  areArrays: boolean;
}

const chosen = importChoiceSchema.omit({ paths: true });
export const previewDatasetSchema = z.strictObject({ filesId: z.string().max(64), choice: chosen });
export const importDatasetSchema = z.strictObject({
  filesId: z.string().max(64),
  choice: chosen,
  name: datasetNameSchema,
});
/** Asks how windows of a split are shown in the data's own unit. */
export const ownViewSchema = z.strictObject({
  datasetId: datasetIdSchema,
  split: z.enum(dataSplits),
  curves: z.array(z.int().min(0)).max(4096),
});
export type OwnViewRequest = z.infer<typeof ownViewSchema>;

export const deleteDatasetSchema = z.strictObject({ datasetId: datasetIdSchema });

/** What the process that reads data is told. */
export interface ReadPreview {
  choice: ImportChoice;
  /** A folder that does not exist yet; it is removed afterwards. */
  staging: string;
}

/** A glance at what files would become: read up to some values only. */
export interface DatasetPreview {
  dataset: OwnDataset;
  /** Whether the files go on beyond what was read. */
  partial: boolean;
  /** Of the first series, in its own unit, beside what its levels say; null for images. */
  signal: { x: number[]; original: number[]; quantized: number[] } | null;
  /** How often each level occurs in what trains; null for images. */
  levels: number[] | null;
  /** Power of the first series by frequency, in cycles a sample; null for images. */
  spectrum: { frequency: number[]; power: number[] } | null;
  /** Gray values 0 … 255 of some images, [height · width] each, with the number of their class; null for series. */
  images: { pixels: number[]; class: number }[] | null;
}

export interface ImportedDataset {
  dataset: DatasetSummary;
  /** False where the same was imported before. */
  isNew: boolean;
}
