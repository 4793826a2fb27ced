import { homedir } from 'node:os';
import { join } from 'node:path';
import type { RuntimeManifest } from '../contract/environment';
import { dataFolder } from '../services/data-folder';
import { nodeFiles } from '../services/files';
import type { Publish } from '../services/publish';
import { jobEnvironment, manifestFile, readManifest } from '../services/runtime';
import { openWorkbench, type Workbench } from '../services/workbench';
import { ChildProcessHost } from './job-host';

/** What every command works with. */
export interface Context {
  version: string;
  /** Folder of the program: it holds `out/`, `resources/` and `package.json`. */
  root: string;
  manifest: RuntimeManifest | null;
  jobs: ChildProcessHost;
  /** Folder of the built-in study files. */
  studiesFolder: string;
  /** Folder of the models that come along. */
  modelsFolder: string;
  /** Folder of the data that come along. */
  datasetsFolder: string;
  dataFolder(given: string | undefined): string;
}

/** Options that all commands on stored data have. */
export interface DataOptions {
  dataDir?: string;
  json?: boolean;
}

/** @param root the folder of the program: it holds `out/`, `resources/` and `package.json` */
export function createContext(root: string): Context {
  const { version } = JSON.parse(nodeFiles.readText(join(root, 'package.json'))) as { version: string };
  const manifest = readManifest(manifestFile(root, process.env), nodeFiles);
  return {
    version,
    root,
    manifest,
    jobs: new ChildProcessHost(join(root, 'out', 'main'), jobEnvironment(manifest, process.env)),
    studiesFolder: join(root, 'resources', 'studies'),
    modelsFolder: join(root, 'resources', 'models'),
    datasetsFolder: join(root, 'resources', 'datasets'),
    dataFolder: (given) =>
      dataFolder({
        given: given ?? null,
        environment: process.env,
        platform: process.platform,
        homeFolder: homedir(),
        workingFolder: process.cwd(),
      }),
  };
}

export interface OpenOptions {
  dataDir?: string | undefined;
  publish?: Publish;
  parallelRuns?: number | undefined;
  /** Where trainings are logged for TensorBoard, in place of the setting. */
  tensorboardFolder?: string | undefined;
}

/** Opens the data folder, lets `work` use it, and closes it whatever happens. */
export async function withWorkbench<Result>(
  context: Context,
  { dataDir, publish = () => {}, parallelRuns, tensorboardFolder }: OpenOptions,
  work: (workbench: Workbench) => Promise<Result> | Result,
): Promise<Result> {
  const workbench = openWorkbench({
    dataFolder: context.dataFolder(dataDir),
    manifest: context.manifest,
    jobs: context.jobs,
    publish,
    presetFolders: [context.studiesFolder],
    modelsFolder: context.modelsFolder,
    datasetsFolder: context.datasetsFolder,
    version: context.version,
    ...(parallelRuns === undefined ? {} : { parallelRuns }),
    ...(tensorboardFolder === undefined ? {} : { tensorboardFolder }),
  });
  try {
    return await work(workbench);
  } finally {
    workbench.close();
  }
}
