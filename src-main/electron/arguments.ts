import { extname, resolve } from 'node:path';
import { bundleExtension } from '../contract/bundle';

/** What a person may say on the command line of the app; everything else is left to Chromium. */
export interface Arguments {
  /** Where studies, runs and settings are kept; null takes the default folder. */
  dataFolder: string | null;
  /** A folder of study files offered beside the built-in ones. */
  studiesFolder: string | null;
  /** Study files and bundles to be opened, as a double click on one gives them. */
  files: string[];
}

/**
 * Reads `--data-dir` and `--studies-dir`, as `--name value` or `--name=value`, and the names of files to open; relative
 * paths count from `workingFolder`. Throws an Error that names the switch when its value is missing.
 */
export function parseArguments(argv: readonly string[], workingFolder: string): Arguments {
  return {
    dataFolder: folderArgument(argv, '--data-dir', workingFolder),
    studiesFolder: folderArgument(argv, '--studies-dir', workingFolder),
    files: argv.filter(isFile).map((file) => resolve(workingFolder, file)),
  };
}

function isFile(argument: string): boolean {
  return !argument.startsWith('-') && ['.json', bundleExtension].includes(extname(argument).toLowerCase());
}

function folderArgument(argv: readonly string[], name: string, workingFolder: string): string | null {
  const index = argv.findIndex((argument) => argument === name || argument.startsWith(`${name}=`));
  if (index < 0) return null;
  const joined = argv[index]!.slice(name.length + 1);
  const value = argv[index]!.includes('=') ? joined : argv[index + 1];
  if (!value || value.startsWith('--')) {
    throw new Error(`${name} needs a folder after it, for example ${name} ~/wavebench-data.`);
  }
  return resolve(workingFolder, value);
}
