import type { ModelConfiguration } from '../architecture/configuration';
import type { DataConfiguration } from './configuration';
import type { DriftRequest, DriftResult } from './drift';
import type { ErrorData } from './errors';
import type { GenerationChoice, GenerationEnvironment, Regeneration, TrajectoryGroup } from './generations';
import type { OwnStretch } from './own-units';
import type { LikelihoodRequest, SeriesLikelihood } from './likelihoods';

/** A prompt with the class that it is continued under, `count` times. */
export interface ResolvedPrompt {
  tokens: number[];
  class: number | null;
  /** Number of the test series that it is the beginning of, or null. */
  series: number | null;
  /** How that series goes on, at most as long as what is generated; empty without one. */
  truth: number[];
}

export interface GenerateRequest {
  choice: GenerationChoice;
  /** The model: a checkpoint of a training, or weights with or without their configuration. */
  model: {
    path: string;
    /** SHA-256 that the file must have; null takes any. */
    sha256: string | null;
    /** What the file must hold; null takes what it says of itself. */
    configuration: ModelConfiguration | null;
  };
  /** What a dataset prompt is taken from; null where it comes with the checkpoint or is not needed. */
  data: DataConfiguration | null;
  /** Folder with a folder for each image set that was fetched. */
  fetchedSets: string;
  /** Prompts as they were resolved before, to generate the same again; null resolves those of the choice. */
  prompts: ResolvedPrompt[] | null;
  /** Instructions that the SIMD generator must use; null takes the best of this machine. */
  simd: GenerationEnvironment['simd'];
  /** Writes the tokens and the weights into a folder, or compares with a file of tokens and writes nothing. */
  target: { kind: 'write'; folder: string; name: string } | { kind: 'compare'; path: string };
  /** Version of the program. */
  version: string;
}

/** What is known as soon as the model has been read and the prompts are there. */
export interface GenerationStart {
  /** Of the model's file. */
  sha256: string;
  configuration: ModelConfiguration;
  receptiveField: number;
  /** One for each group of trajectories. */
  prompts: ResolvedPrompt[];
  environment: GenerationEnvironment;
}

/** What was written. */
export interface GeneratedFiles {
  /** `<name>.npy` in the folder. */
  tokens: { file: string; bytes: number; sha256: string };
  /** The weights alone, under their own hash: generations by the same model share them. */
  weights: { file: string; sha256: string };
}

/** What tokens of a model of imported series stand for. */
export interface OwnSamples {
  /** Folder with imported datasets. */
  fetchedSets: string;
  datasetId: string;
  /** `stretch`: of a prompt that was values of a file. */
  groups: (Pick<TrajectoryGroup, 'first' | 'count' | 'series' | 'observed'> & { stretch: OwnStretch | null })[];
}

/**
 * Copies stored tokens into a file for people or other programs: `.csv`, `.npy`, `.json` or `.wav`, by the target's
 * name. Of several trajectories each is a sound of its own, numbered from 1.
 */
export interface ExportTokensRequest {
  /** File of the tokens. */
  source: string;
  target: string;
  /** What a JSON file says besides the tokens. */
  about: Readonly<Record<string, unknown>>;
  /** Null of models of other data. */
  own: OwnSamples | null;
}

export type ToGenerateWorker =
  | { type: 'start'; request: GenerateRequest }
  | { type: 'export'; request: ExportTokensRequest }
  | { type: 'likelihood'; request: LikelihoodRequest }
  | { type: 'drift'; request: DriftRequest }
  | { type: 'cancel' };
export type FromGenerateWorker =
  | { type: 'started'; start: GenerationStart }
  | { type: 'block'; firstStep: number; steps: number; trajectories: number; tokens: Uint16Array }
  | { type: 'progress'; step: number; samplesPerSecond: number; secondsLeft: number; duration: number }
  | { type: 'written'; files: GeneratedFiles; duration: number }
  | { type: 'compared'; firstDifference: Regeneration['firstDifference']; duration: number }
  | { type: 'exported'; paths: string[]; bytes: number }
  | { type: 'likelihoods'; series: SeriesLikelihood[] }
  /** Share of the measurement that is done. */
  | { type: 'drift-share'; share: number }
  | { type: 'drift'; result: DriftResult; sha256: string; tensorflow: string; duration: number }
  | { type: 'cancelled' }
  | { type: 'failed'; error: ErrorData };
