import { isAbsolute, join, resolve } from 'node:path';

export interface DataFolderOptions {
  /** What `--data-dir` said, or null. */
  given: string | null;
  environment: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  homeFolder: string;
  /** Relative paths that were given count from here. */
  workingFolder: string;
}

/**
 * The folder with the database and the files of all runs, for the app and the command line alike: the given one, or
 * the one that Electron calls `userData`, so that both see the same runs.
 */
export function dataFolder({ given, environment, platform, homeFolder, workingFolder }: DataFolderOptions): string {
  if (given !== null) return resolve(workingFolder, given);
  if (platform === 'darwin') return join(homeFolder, 'Library', 'Application Support', name);
  if (platform === 'win32') return join(environment.APPDATA ?? join(homeFolder, 'AppData', 'Roaming'), name);
  const configuration = environment.XDG_CONFIG_HOME;
  return join(configuration && isAbsolute(configuration) ? configuration : join(homeFolder, '.config'), name);
}

/** Where a run keeps its checkpoints. */
export function runFolder(dataFolder: string, runId: string): string {
  return join(dataFolder, 'runs', runId);
}

/** Where image sets lie that a person fetched, a folder for each. */
export function fetchedSetsFolder(dataFolder: string): string {
  return join(dataFolder, 'datasets');
}

const name = 'Wavebench';
