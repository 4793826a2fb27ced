import { availableParallelism } from 'node:os';
import type { StudyBaselines } from '../contract/baselines';
import type { RuntimeManifest } from '../contract/environment';
import type { Settings } from '../contract/ipc';
import type { JobHost } from '../contract/jobs';
import type { LikelihoodChoice, SeriesLikelihood } from '../contract/likelihoods';
import type { WritableDatabase } from '../store/database';
import { openStore, storeEnvironment } from '../store/open';
import { getSettings, setSettings } from '../store/settings';
import { studyBaselines } from './baselines';
import { BundledDatasets } from './bundled-datasets';
import { BundledModels } from './bundled-models';
import { Bundles } from './bundles';
import { systemClock } from './clock';
import { DatasetExamples } from './dataset-examples';
import { Evaluations } from './evaluations';
import { Figures } from './figures';
import { nodeFiles } from './files';
import { Drift } from './drift';
import { Generations } from './generations';
import { GeneratorBenchmarks } from './generator-benchmarks';
import { ImageTasks } from './image-tasks';
import { JobClient } from './job-client';
import { likelihoods } from './likelihoods';
import type { ModelSource } from './model-source';
import { OwnDatasets } from './own-datasets';
import { systemProcesses } from './processes';
import type { Publish } from './publish';
import type { ArchiveHost } from './run-archive';
import { Runs } from './runs';
import { Studies } from './studies';
import { Reproduction } from './talk/reproduction';
import { TensorboardLog } from './tensorboard-log';
import { Transfers } from './transfers';
import { Views } from './views';

export interface WorkbenchOptions {
  dataFolder: string;
  manifest: RuntimeManifest | null;
  jobs: JobHost;
  publish: Publish;
  /** Folders of study files, the built-in one first. */
  presetFolders: readonly string[];
  /** Folder of the models that come along. */
  modelsFolder: string;
  /** Folder of the data that come along. */
  datasetsFolder: string;
  /** Told why a study file is left out; a warning of the process where this is not given. */
  onProblem?: (message: string) => void;
  /** Version of the program. */
  version: string;
  /** Trainings at once, in place of the setting. */
  parallelRuns?: number;
  /** Where trainings are logged for TensorBoard, in place of the setting. */
  tensorboardFolder?: string;
}

/** The services on one data folder, as the app and the command line both use them. */
export interface Workbench {
  store: WritableDatabase;
  runs: Runs;
  studies: Studies;
  views: Views;
  benchmarks: GeneratorBenchmarks;
  generations: Generations;
  drift: Drift;
  evaluations: Evaluations;
  images: ImageTasks;
  models: BundledModels;
  figures: Figures;
  datasets: DatasetExamples;
  /** Data that people have imported. */
  ownDatasets: OwnDatasets;
  /** Those that come along. */
  bundledDatasets: BundledDatasets;
  /** The forecasts of a study beside simple ones. */
  baselines(studyId: string): Promise<StudyBaselines>;
  /** The likelihood of series under a model. */
  likelihoods(source: ModelSource, choice: LikelihoodChoice): Promise<SeriesLikelihood[]>;
  /** Reads curves and figures in a process of its own. */
  query: JobClient<'query'>;
  /** Draws figures into files. */
  figure: JobClient<'figure'>;
  /** The experiments of the talk. */
  talk: Reproduction;
  /** Studies as single files. */
  bundles: Bundles;
  /** The same for windows, which are told how each gets on. */
  transfers: Transfers;
  /** Event files that are written while runs train. */
  tensorboard: TensorboardLog;
  /** Runs the processes that take something whole out of the store. */
  archive: ArchiveHost;
  getSettings(): Settings;
  setSettings(changes: Partial<Settings>): Settings;
  /** Closes the store and ends the helping processes; runs have to be stopped before. */
  close(): void;
}

/** Opens a data folder and puts the services together. Throws a UserError when its database cannot be used. */
export function openWorkbench(options: WorkbenchOptions): Workbench {
  const { dataFolder, manifest, jobs, publish } = options;
  const connection = { nativeBinding: manifest?.sqlite.nativeBinding ?? null };
  const store = openStore(dataFolder, connection);
  const shared = { store, jobs, publish, files: nodeFiles, clock: systemClock };
  const processes = systemProcesses();
  const { presetFolders, modelsFolder, version, onProblem = (message) => process.emitWarning(message) } = options;
  const tensorboard = new TensorboardLog({
    ...shared,
    folder: () => options.tensorboardFolder ?? getSettings(store).tensorboardFolder,
    onProblem,
  });
  const runs = new Runs({
    ...shared,
    dataFolder,
    processes,
    onRecorded: (runId, recorded) => tensorboard.record(runId, recorded),
    cores: availableParallelism(),
    ...(options.parallelRuns ? { parallelRuns: options.parallelRuns } : {}),
  });
  const studies = new Studies({ ...shared, runs, presetFolders, version, onProblem });
  const benchmarks = new GeneratorBenchmarks({ ...shared, dataFolder, version });
  const environment = storeEnvironment(dataFolder, connection);
  const archive = { jobs, environment };
  const bundles = new Bundles({ ...shared, ...archive, processes, dataFolder, version });
  const query = new JobClient(jobs, 'query', { environment });
  // Opening data takes seconds; curves that are asked for meanwhile do not wait for it.
  const reader = new JobClient(jobs, 'query', { environment });
  const figure = new JobClient(jobs, 'figure');
  const drift = new Drift({ ...shared, dataFolder, version });
  const generations = new Generations({ ...shared, query, dataFolder, version });
  const evaluations = new Evaluations({ ...shared, dataFolder, version });
  const images = new ImageTasks({ ...shared, dataFolder, version });
  const models = new BundledModels(modelsFolder, nodeFiles);
  const ownDatasets = new OwnDatasets({ ...shared, ...archive, processes, dataFolder, reader });
  const transfers = new Transfers({ ...shared, bundles, datasets: ownDatasets });
  const bundledDatasets = new BundledDatasets({
    folder: options.datasetsFolder,
    files: nodeFiles,
    datasets: ownDatasets,
  });
  const datasets = new DatasetExamples({ studies, runs, ownDatasets, bundledDatasets, reader, dataFolder });
  const cores = availableParallelism();
  const made = { runs, studies, drift, generations, evaluations, images, models, benchmarks, datasets, query };
  const talk = new Reproduction({ ...shared, ...made, dataFolder, version, cores });
  return {
    store,
    runs,
    studies,
    views: new Views(shared),
    benchmarks,
    generations,
    drift,
    evaluations,
    images,
    models,
    figures: new Figures({ ...shared, query, drawing: figure }),
    datasets,
    ownDatasets,
    bundledDatasets,
    baselines: (studyId) => studyBaselines({ studies, runs, reader, dataFolder }, studyId),
    likelihoods: (source, choice) => likelihoods({ ...shared, dataFolder }, source, choice),
    query,
    figure,
    talk,
    bundles,
    transfers,
    tensorboard,
    archive,
    getSettings: () => getSettings(store),
    setSettings: (changes) => {
      const settings = setSettings(store, changes);
      publish('settings:changed', settings);
      runs.startQueued();
      return settings;
    },
    close: () => {
      talk.stop();
      runs.close();
      generations.close();
      transfers.close();
      drift.cancel();
      evaluations.close();
      images.cancel();
      benchmarks.stop();
      query.close();
      reader.close();
      figure.close();
      store.close();
    },
  };
}
