import { z } from 'zod';
import { baselinesRequestSchema, type StudyBaselines } from './baselines';
import { claimRequestSchema, type ClaimResult } from './claims';
import { studyDefinitionSchema } from './configuration';
import { dataExamplesSchema, type DataExamples } from './dataset-examples';
import { startDriftSchema, type DriftEvaluation, type DriftProgress } from './drift';
import type { DoctorReport } from './environment';
import type { ErrorData } from './errors';
import {
  completeImagesSchema,
  generateByModelSchema,
  imageLikelihoodsSchema,
  imagePosteriorsSchema,
  startEvaluationSchema,
  type BundledModel,
  type EvaluationDetail,
  type EvaluationSummary,
  type ImageCompletions,
  type ImagePosterior,
} from './evaluations';
import { exportFormatSchema, figureSchema, paperSchema, type ExportedFile } from './figure';
import { exportFramesSchema, type WrittenFile } from './figure-frames';
import { figureRequestSchemas } from './figure-requests';
import {
  readTrajectoriesSchema,
  startGenerationSchema,
  trajectoryStatisticsSchema,
  type GenerationDetail,
  type GenerationStream,
  type GenerationSummary,
  type Regeneration,
  type TrajectoryCurve,
  type TrajectoryStatistics,
} from './generations';
import { startGeneratorBenchmarkSchema, type GeneratorBenchmark, type GeneratorPoint } from './generator-benchmark';
import type { SeriesLikelihood } from './likelihoods';
import type { MetricColumns } from './metric-columns';
import { metricKeySchema, type MetricPoint } from './metrics';
import type { OpenedFile } from './opened-files';
import { datasetIdSchema, type DatasetSummary } from './own-data';
import {
  deleteDatasetSchema,
  importDatasetSchema,
  ownViewSchema,
  previewDatasetSchema,
  type ChosenFiles,
  type DatasetPreview,
} from './own-data-requests';
import type { OwnStretch, OwnView } from './own-units';
import { continueRunsSchema } from './run-continuation';
import { editRunsSchema, type DeletionSize } from './run-edits';
import { runFilterSchema } from './run-list';
import { moveInQueueSchema, type QueueState } from './run-queue';
import type { RunSettings } from './run-settings';
import { renameViewSchema, saveViewSchema, type RunView } from './run-views';
import type { RunDetail, RunSummary } from './runs';
import type { SavedFigure } from './saved-figures';
import {
  figureRequestSchema,
  startStudySchema,
  type ArmResult,
  type FigureResult,
  type Preset,
  type StudySummary,
} from './studies';
import { startTalkSchema, talkChoiceSchema, type TalkState } from './talk';
import type { Forecast } from './training';
import type { Transfer } from './transfers';

const id = z.string().min(1).max(64);
const ids = z.array(id).min(1).max(10_000);

export const settingsSchema = z.strictObject({
  theme: z.enum(['light', 'dark', 'system']),
  /** Trainings that run at once; the others wait. */
  parallelRuns: z.int().min(1).max(64),
  /** Keeps the machine awake while something trains. */
  preventSleep: z.boolean(),
  /** Where trainings are logged for TensorBoard; null logs none. */
  tensorboardFolder: z.string().min(1).max(4096).nullable(),
});
/** What the page may change: a folder comes from a dialog alone. */
const changedSettingsSchema = settingsSchema.extend({ tensorboardFolder: z.null() }).partial();
export type Settings = z.infer<typeof settingsSchema>;
export const defaultSettings: Settings = {
  theme: 'system',
  parallelRuns: 1,
  preventSleep: true,
  tensorboardFolder: null,
};

/** One schema for the argument of every request from the page; main validates with these before anything happens. */
export const requestSchemas = {
  'app:about': z.undefined(),
  'app:doctor': z.undefined(),
  'app:new-window': z.undefined(),
  /** Files that the person opened from outside, since the last time. */
  'app:take-opened': z.undefined(),
  'settings:get': z.undefined(),
  'settings:set': changedSettingsSchema,
  /** The person chooses the folder in a dialog. */
  'settings:choose-tensorboard-folder': z.undefined(),
  'studies:presets': z.undefined(),
  'studies:list': z.undefined(),
  'studies:start': startStudySchema,
  /** Writes a study file where the person says. */
  'studies:write-file': z.strictObject({ definition: studyDefinitionSchema }),
  'studies:results': z.strictObject({ studyId: id }),
  'runs:list': runFilterSchema,
  'runs:get': z.strictObject({ runId: id }),
  'runs:forecasts': z.strictObject({ runId: id }),
  'runs:preview-steps': z.strictObject({ runId: id }),
  'runs:preview': z.strictObject({ runId: id, step: z.int().min(0) }),
  'runs:stop': z.strictObject({ runIds: ids }),
  'runs:resume': z.strictObject({ runIds: ids }),
  'runs:continue': continueRunsSchema,
  'runs:archive': z.strictObject({ runIds: ids, archived: z.boolean() }),
  'runs:settings': z.undefined(),
  'runs:edit': editRunsSchema,
  'runs:deletion-size': z.strictObject({ runIds: ids }),
  'runs:delete': z.strictObject({ runIds: ids }),
  'queue:get': z.undefined(),
  'queue:pause': z.strictObject({ paused: z.boolean() }),
  'queue:move': moveInQueueSchema,
  'views:list': z.undefined(),
  'views:save': saveViewSchema,
  'views:rename': renameViewSchema,
  'views:delete': z.strictObject({ viewId: id }),
  'metrics:series': z.strictObject({
    runIds: ids,
    keys: z.array(metricKeySchema).min(1).max(64),
    maxPoints: z.int().min(10).max(20_000),
  }),
  'data:examples': dataExamplesSchema,
  'datasets:list': z.undefined(),
  /** Files or a folder that the person chooses. */
  'datasets:choose': z.strictObject({ what: z.enum(['files', 'folder']) }),
  /** What the person dropped onto the window; only the preload script asks this. */
  'datasets:take-dropped': z.strictObject({ path: z.string().min(1).max(4096) }),
  'datasets:preview': previewDatasetSchema,
  'datasets:import': importDatasetSchema,
  'datasets:view': ownViewSchema,
  'studies:baselines': baselinesRequestSchema,
  'datasets:delete': deleteDatasetSchema,
  'benchmark:start': startGeneratorBenchmarkSchema,
  'benchmark:stop': z.undefined(),
  'benchmark:list': z.undefined(),
  'benchmark:delete': z.strictObject({ benchmarkId: id }),
  /** Writes a study into the file that the person chooses. */
  'bundles:write': z.strictObject({ studyId: id }),
  /** Reads the file that the person chooses. */
  'bundles:read': z.undefined(),
  /** Reads a file that the person dropped onto the window; only the preload script asks this. */
  'bundles:read-dropped': z.strictObject({ path: z.string().min(1).max(4096) }),
  'bundles:cancel': z.strictObject({ transferId: id }),
  'generations:start': startGenerationSchema,
  /** Of one run, or of all. */
  'generations:list': z.strictObject({ runId: id.nullable() }),
  'generations:get': z.strictObject({ generationId: id }),
  'generations:cancel': z.strictObject({ generationIds: ids }),
  'generations:regenerate': z.strictObject({ generationId: id }),
  'generations:delete': z.strictObject({ generationIds: ids }),
  'generations:trajectories': readTrajectoriesSchema,
  'generations:statistics': trajectoryStatisticsSchema,
  'generations:open-prompt': z.undefined(),
  'generations:open-local': z.undefined(),
  'generations:export': z.strictObject({ generationId: id }),
  /** Asks for a file of values, which are prepared as the dataset was. */
  'generations:open-values': z.strictObject({ datasetId: datasetIdSchema }),
  'evaluations:start': startEvaluationSchema,
  /** Of one run, or of all. */
  'evaluations:list': z.strictObject({ runId: id.nullable() }),
  'evaluations:get': z.strictObject({ evaluationId: id }),
  'evaluations:cancel': z.strictObject({ evaluationIds: ids }),
  'evaluations:delete': z.strictObject({ evaluationIds: ids }),
  'evaluations:open-set': z.undefined(),
  'images:posteriors': imagePosteriorsSchema,
  'images:likelihoods': imageLikelihoodsSchema,
  'images:complete': completeImagesSchema,
  'images:cancel': z.undefined(),
  'models:list': z.undefined(),
  'models:generate': generateByModelSchema,
  'studies:claim': claimRequestSchema,
  'drift:measure': startDriftSchema,
  'drift:cancel': z.undefined(),
  'drift:progress': z.undefined(),
  'drift:list': z.strictObject({ studyId: id }),
  'talk:state': talkChoiceSchema,
  'talk:start': startTalkSchema,
  'talk:stop': z.undefined(),
  /** Writes the report of what there is and opens it. */
  'talk:report': talkChoiceSchema,
  'figures:build': figureRequestSchema,
  'figures:export': z.strictObject({
    figure: figureSchema,
    paper: paperSchema,
    /** The format chosen beforehand; the dialog offers all of them. */
    format: exportFormatSchema,
    /** Written beside it, under the same name. */
    also: z.array(exportFormatSchema).max(8).optional(),
  }),
  /** One after the other, all of one size. */
  'figures:export-frames': exportFramesSchema,
  ...figureRequestSchemas,
} as const;
export type RequestName = keyof typeof requestSchemas;
export type RequestArgument<Name extends RequestName> = z.input<(typeof requestSchemas)[Name]>;

export interface RequestResults {
  'app:about': About;
  'app:doctor': DoctorReport;
  'app:new-window': void;
  'app:take-opened': OpenedFile[];
  'settings:get': Settings;
  'settings:set': Settings;
  'settings:choose-tensorboard-folder': Settings;
  'studies:presets': Preset[];
  'studies:list': StudySummary[];
  'studies:start': { studyId: string; runIds: string[] };
  /** The path; null when the dialog was cancelled. */
  'studies:write-file': string | null;
  'studies:results': ArmResult[];
  'runs:list': RunSummary[];
  'runs:get': RunDetail;
  'runs:forecasts': { step: number; horizon: number; forecasts: Forecast[]; error: number[]; curves: number } | null;
  /** Steps at which it was kept what the model made, rising. */
  'runs:preview-steps': number[];
  /** Null where there is none of this step. */
  'runs:preview': Forecast[] | null;
  'runs:stop': void;
  'runs:resume': void;
  'runs:continue': void;
  'runs:archive': void;
  /** Of every configuration that some run has. */
  'runs:settings': RunSettings;
  'runs:edit': void;
  'runs:deletion-size': DeletionSize;
  'runs:delete': void;
  'queue:get': QueueState;
  'queue:pause': void;
  'queue:move': void;
  'views:list': RunView[];
  /** The id of the view. */
  'views:save': string;
  'views:rename': void;
  'views:delete': void;
  'metrics:series': MetricColumns[];
  'data:examples': DataExamples;
  'datasets:list': DatasetSummary[];
  'datasets:choose': ChosenFiles | null;
  'datasets:take-dropped': ChosenFiles;
  'datasets:preview': DatasetPreview;
  'datasets:import': Transfer;
  /** Null where the dataset is not on this machine. */
  'datasets:view': OwnView | null;
  'studies:baselines': StudyBaselines;
  'datasets:delete': void;
  'benchmark:start': GeneratorBenchmark;
  /** Ends the one that is running here, if any; what was measured is kept. */
  'benchmark:stop': void;
  /** Newest first, the running one included. */
  'benchmark:list': GeneratorBenchmark[];
  'benchmark:delete': void;
  /** Null when the dialog was cancelled; events tell how it goes on. */
  'bundles:write': Transfer | null;
  'bundles:read': Transfer | null;
  'bundles:read-dropped': Transfer;
  'bundles:cancel': void;
  'generations:start': GenerationSummary;
  /** Newest first; those that run, failed or were cancelled since this program began among them. */
  'generations:list': GenerationSummary[];
  'generations:get': GenerationDetail;
  'generations:cancel': void;
  /** Generates again and compares with what is stored; nothing is written. */
  'generations:regenerate': Regeneration;
  'generations:delete': void;
  'generations:trajectories': TrajectoryCurve[];
  'generations:statistics': TrajectoryStatistics;
  /** Tokens of a CSV or NumPy file that the person chooses, a row for each prompt; null when the dialog was cancelled. */
  'generations:open-prompt': { name: string; rows: number[][] } | null;
  /** A local condition out of a CSV file or NumPy array, a line for each sample; null when the dialog was cancelled. */
  'generations:open-local': { name: string; rows: number[][] } | null;
  /** Writes the tokens where the person says: `.csv`, `.npy` or `.json`; null when the dialog was cancelled. */
  'generations:export': { path: string; bytes: number } | null;
  'generations:open-values': { name: string; rows: number[][]; stretches: OwnStretch[] } | null;
  'evaluations:start': EvaluationSummary;
  /** Newest first; those that run, failed or were cancelled since this program began among them. */
  'evaluations:list': EvaluationSummary[];
  'evaluations:get': EvaluationDetail;
  /** Of them nothing is kept. */
  'evaluations:cancel': void;
  'evaluations:delete': void;
  /** A folder of IDX files that the person chooses; null when the dialog was cancelled. */
  'evaluations:open-set': { folder: string } | null;
  'images:posteriors': ImagePosterior[];
  'images:likelihoods': SeriesLikelihood[];
  'images:complete': ImageCompletions;
  /** Ends what `images:` requests compute; they are answered by an error that says so. */
  'images:cancel': void;
  /** Models that come along with the program. */
  'models:list': BundledModel[];
  /** A generation as `generations:` tells of it. */
  'models:generate': GenerationSummary;
  'studies:claim': ClaimResult;
  /** Resolves at its end with the number of runs that were measured. */
  'drift:measure': number;
  'drift:cancel': void;
  'drift:progress': DriftProgress | null;
  'drift:list': DriftEvaluation[];
  'talk:state': TalkState;
  'talk:start': void;
  'talk:stop': void;
  'talk:report': { folder: string };
  'figures:build': FigureResult;
  /** Null when the person cancelled the dialog. */
  'figures:export': ExportedFile[] | null;
  /** An animated GIF, or a PNG for each frame, by the name that the person chooses; null when they cancelled. */
  'figures:export-frames': WrittenFile[] | null;
  /** In the order in which they were first kept. */
  'figures:list': SavedFigure[];
  'figures:save': SavedFigure;
  'figures:rename': SavedFigure;
  'figures:delete': void;
  /** Of what is stored now. */
  'figures:rebuild': FigureResult;
  'figures:compose': FigureResult;
  'figures:copy': void;
  /** Called while the person drags: gives the window's drag a file of the figure. */
  'figures:drag': void;
}

/** What main tells every window. */
export interface Events {
  /** Runs that were added or changed; whole rows, to be put in place by id. */
  'runs:changed': RunSummary[];
  /** New points of a run, after they were stored. */
  'runs:points': { runId: string; points: MetricPoint[] };
  /** Points after `step` are gone (resume from an earlier checkpoint): drop them. */
  'runs:cut': { runId: string; step: number };
  /** What a training run's model makes at an evaluation was stored. */
  'runs:preview': { runId: string; step: number };
  'runs:deleted': { runIds: string[] };
  'queue:changed': QueueState;
  /** All views, after one was saved, renamed or deleted. */
  'views:changed': RunView[];
  'studies:changed': { studyId: string };
  /** A dataset was imported, renamed or deleted. */
  'datasets:changed': { datasetId: string };
  /** A benchmark of the generators was begun, goes on to its next point, or has ended: the whole of it. */
  'benchmark:changed': GeneratorBenchmark;
  /** A point of the running benchmark, after it was kept. */
  'benchmark:row': { benchmarkId: string; point: GeneratorPoint };
  /** Generations that were added or changed; whole rows, to be put in place by id. */
  'generations:changed': GenerationSummary[];
  /** New samples of a running generation, some ten times a second. */
  'generations:block': GenerationStream;
  'generations:deleted': { generationIds: string[] };
  /** Evaluations that were added or changed, with their progress; whole rows, to be put in place by id. */
  'evaluations:changed': EvaluationSummary[];
  'evaluations:deleted': { evaluationIds: string[] };
  /** Figures of a study were kept, changed or deleted. */
  'figures:changed': { studyId: string };
  'settings:changed': Settings;
  /** A study on its way into a file, or out of one, has begun, got on or ended: the whole of it. */
  'bundles:changed': Transfer;
  /** How far measuring drift is; null at its end. */
  'drift:progress': { progress: DriftProgress | null };
  /** Experiments of the talk have begun, got on or ended. */
  'talk:changed': { running: boolean };
  /** A run of this study was measured. */
  'drift:measured': { studyId: string };
  /** A menu command for the page: a screen to show or an action to take. */
  'app:command': { command: Command };
  /** A study that the person wants to see: they pressed the notice of its end. */
  'app:show': { studyId: string };
  /** Files have been opened from outside: take them. */
  'app:opened': null;
}
export type EventName = keyof Events;

export const commands = [
  'show-runs',
  'show-new-study',
  'show-live',
  'show-compare',
  'show-generate',
  'show-studies',
  'show-classify',
  'show-data',
  'show-figures',
  'show-benchmark',
  'show-explain',
  'show-talk',
  'show-settings',
  'show-shortcuts',
  'new-window',
  'palette',
  'back',
  'forward',
  'toggle-rail',
  'toggle-inspector',
  'train',
  'generate',
  'stop',
  'resume',
  'edit',
  'duplicate',
  'archive',
  'delete-runs',
  'filter',
  'import',
  'export',
  'undo',
  'redo',
] as const;
export type Command = (typeof commands)[number];

export interface About {
  version: string;
  electron: string;
  chrome: string;
  node: string;
  napi: string;
  sqlite: string;
  tensorflow: string;
  device: string;
  /** Things a person should know: an old Electron in use, no GPU although there is one. */
  notices: string[];
  dataFolder: string;
  /** Cores of this machine. */
  cores: number;
}

/** The answer to a request as it crosses the bridge. */
export type Reply<Name extends RequestName> = { result: RequestResults[Name] } | { error: ErrorData };

/** What the preload script exposes as `window.wavebench`. */
export interface Bridge {
  request<Name extends RequestName>(name: Name, argument: RequestArgument<Name>): Promise<Reply<Name>>;
  /** Listens until the returned function is called. */
  listen<Name extends EventName>(name: Name, listener: (payload: Events[Name]) => void): () => void;
  /** Reads a file that was dropped onto the window; the page never sees its path. */
  importDropped(file: File): Promise<Reply<'bundles:read-dropped'>>;
  /** Chooses data that were dropped onto the window. */
  takeDropped(file: File): Promise<Reply<'datasets:take-dropped'>>;
}
