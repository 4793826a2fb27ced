import type { ArchiveRequest, FromArchiveWorker } from './archive-job';
import type { Baselines, ReadBaselines } from './baselines';
import type { ClaimRequest, ClaimResult } from './claims';
import type { DataRead, ReadDataExamples } from './dataset-examples';
import type { ErrorData } from './errors';
import type { EvaluateRequest, FromEvaluateWorker } from './evaluate-job';
import type { ExportedFile, ExportRequest } from './figure';
import type { ExportFramesRequest, WrittenFile } from './figure-frames';
import type { CopyRequest } from './figure-requests';
import type { BenchmarkMachine, GeneratorMethod, GeneratorPoint, StartGeneratorBenchmark } from './generator-benchmark';
import type { FromGenerateWorker, ToGenerateWorker } from './generate-job';
import type {
  ReadTrajectories,
  TrajectoryCurve,
  TrajectoryStatistics,
  TrajectoryStatisticsRequest,
} from './generations';
import type { MetricColumns } from './metric-columns';
import type { ReportPdfRequest } from './report';
import type { DatasetPreview, OwnViewRequest, ReadPreview } from './own-data-requests';
import type { OwnView } from './own-units';
import type { ReadValuePrompt, ValuePrompt } from './prompt-files';
import type { RunFilter } from './run-list';
import type { RunSettings } from './run-settings';
import type { RunSummary } from './runs';
import type { StoringTrouble } from './storing';
import type { TrainingEvent, TrainRequest } from './training';
import type { FigureRequest, FigureResult } from './studies';

/**
 * The jobs that run in processes of their own: utility processes under the app, child processes under the command
 * line; one entry under `worker/` for each. A job is told what to do by its first message.
 */
export interface Jobs {
  /** One training; ends by itself after `done`. */
  train: { toWorker: ToTrainWorker; fromWorker: FromTrainWorker };
  /** Stays up and answers one request after the other. */
  figure: { toWorker: Call<FigureCalls>; fromWorker: Answer };
  /** Reads the store without writing; stays up. */
  query: { toWorker: Call<QueryCalls>; fromWorker: Answer };
  /** Generates from one model, then ends. */
  generate: { toWorker: ToGenerateWorker; fromWorker: FromGenerateWorker };
  /** Classifies, completes or weighs images by one model, then ends. */
  evaluate: { toWorker: EvaluateRequest; fromWorker: FromEvaluateWorker };
  /** Checks golden cases, one after the other, then ends. */
  verify: { toWorker: VerifyRequest; fromWorker: FromVerifyWorker };
  /** Takes something whole out of the store, or into it, then ends. */
  archive: { toWorker: ArchiveRequest; fromWorker: FromArchiveWorker };
  /** Benchmarks; ends when done. */
  bench: { toWorker: BenchRequest; fromWorker: FromBenchWorker };
  /** Loads the native parts that a training and a figure need, says what they are, then ends. */
  probe: { toWorker: { type: 'start' }; fromWorker: FromProbeWorker };
}
export type JobKind = keyof Jobs;

/** `hold`: make no further steps until `go-on`; a stop is heard meanwhile. */
export type ToTrainWorker =
  { type: 'start'; request: TrainRequest } | { type: 'hold' } | { type: 'go-on' } | { type: 'stop' };
/** `trouble`: a file of the run cannot be written, which is tried again and again; null once it is. */
export type FromTrainWorker =
  | { type: 'events'; events: TrainingEvent[] }
  | { type: 'trouble'; trouble: StoringTrouble | null }
  | { type: 'failed'; error: ErrorData };

/** Request and answer over messages: `sequence` joins them, `call` names the function. */
export type Call<Functions> = {
  [Name in keyof Functions & string]: {
    sequence: number;
    call: Name;
    argument: Functions[Name] extends (argument: infer Argument) => unknown ? Argument : never;
  };
}[keyof Functions & string];
export type Answer = { sequence: number; result: unknown } | { sequence: number; error: ErrorData };

export interface FigureCalls {
  /** Draws the figure and writes the files (temporary file, then rename). */
  export: (argument: ExportRequest) => ExportedFile[];
  /** A figure for the clipboard: text, of a PNG its bytes in base64. */
  copy: (argument: CopyRequest) => string;
  /** Draws one figure after the other as an animated GIF, or as a PNG each. */
  exportFrames: (argument: ExportFramesRequest) => WrittenFile[];
  /** Writes a report as PDF. */
  reportPdf: (argument: ReportPdfRequest) => void;
}

export interface QueryCalls {
  /** Runs that are archived, or that are not. */
  listRuns: (argument: RunFilter) => RunSummary[];
  /** The settings of every configuration that some run has. */
  runSettings: (argument: null) => RunSettings;
  /** Curves of runs, down-sampled to at most maxPoints each, keeping extremes. */
  metricSeries: (argument: { runIds: string[]; keys: string[]; maxPoints: number }) => MetricColumns[];
  /** Builds the description of a study's figure from what is stored. */
  buildFigure: (argument: FigureRequest) => FigureResult;
  /** Compares two arms of a study in one metric. */
  buildClaim: (argument: ClaimRequest) => ClaimResult;
  /** Tokens of a stored generation, read from the file at `path`. */
  trajectories: (argument: ReadTrajectories & { path: string }) => TrajectoryCurve[];
  /** Statistics at each step over trajectories `first` … `first + count − 1` of the file at `path`. */
  statistics: (
    argument: TrajectoryStatisticsRequest & { path: string; first: number; count: number },
  ) => TrajectoryStatistics;
  /** Examples of data and how they are spread over levels and classes; opens the data first, which takes seconds. */
  dataExamples: (argument: ReadDataExamples) => DataRead;
  /** Shows what files would become; keeps nothing. */
  previewDataset: (argument: ReadPreview) => DatasetPreview;
  /** Simple forecasts of a run's test curves; opens the data first. */
  baselines: (argument: ReadBaselines) => Baselines;
  /** Null where the dataset is not on this machine. */
  ownView: (argument: OwnViewRequest) => OwnView | null;
  valuePrompt: (argument: ReadValuePrompt) => ValuePrompt;
  /** Looks the whole database over, which takes seconds for a large one; `damage` is null where it is sound. */
  examineStore: (argument: null) => { sqliteVersion: string; damage: string | null };
}

export interface VerifyRequest {
  folders: string[];
}
export interface GoldenRow {
  quantity: string;
  difference: number;
  tolerance: number;
  ok: boolean;
}
export type FromVerifyWorker =
  { type: 'case'; folder: string; rows: GoldenRow[] } | { type: 'done' } | { type: 'failed'; error: ErrorData };

/** Tables of timed steps, or the curves of the generators' benchmark. */
export type BenchRequest =
  | {
      what: 'training' | 'generation';
      /** Python with torch installed to time beside; null leaves PyTorch out. */
      python: string | null;
      repeats: number;
    }
  | { what: 'generators'; request: StartGeneratorBenchmark };
/** One timed configuration; times in milliseconds. */
export interface BenchRow {
  name: string;
  method: string;
  median: number;
  min: number;
  max: number;
  repeats: number;
  /** Ratio of medians of the same run that `wanted` speaks of; null without a baseline. */
  ratio: number | null;
  /** Wanted ratio or absolute bound as text, or null. */
  wanted: string | null;
  peakMemoryMb: number | null;
}
export type FromBenchWorker =
  | { type: 'row'; row: BenchRow }
  | { type: 'machine'; machine: BenchmarkMachine }
  | { type: 'measuring'; method: GeneratorMethod; dilatedLayers: number }
  | { type: 'point'; point: GeneratorPoint }
  | { type: 'notice'; message: string }
  | { type: 'done' }
  | { type: 'failed'; error: ErrorData };

/** What loaded in a worker process; an error instead of a version where a part did not load. */
export interface ProbeResult {
  tensorflow: { version: string; device: 'cpu' | 'gpu'; deviceName: string } | { error: ErrorData };
  canvas: { version: string } | { error: ErrorData };
}
export type FromProbeWorker =
  ({ type: 'probed' } & ProbeResult) | { type: 'done' } | { type: 'failed'; error: ErrorData };

/** A process that runs a job, seen from the side that started it. */
export interface Job<Kind extends JobKind> {
  readonly pid: number | undefined;
  send(message: Jobs[Kind]['toWorker']): void;
  /** Ends the process at once. */
  kill(): void;
}

export interface JobListener<Kind extends JobKind> {
  message(message: Jobs[Kind]['fromWorker']): void;
  /** The process is gone; after this nothing comes. `tail`: last lines of its error output. */
  exit(status: { code: number | null; signal: string | null; tail: string }): void;
}

export interface JobOptions {
  /** Added to the process's environment (thread counts, XLA flags, library folders). */
  environment?: Record<string, string>;
}

/** Starts processes: utility processes under Electron, child processes under the command line. */
export interface JobHost {
  start<Kind extends JobKind>(kind: Kind, listener: JobListener<Kind>, options?: JobOptions): Job<Kind>;
}
