import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { UserError } from '../contract/errors';
import { nodeFiles } from '../services/files';
import type { Context } from './context';

/**
 * Runs a script of the sources in a process of its own and gives its exit code. `needs`: a file of the tests that it
 * works with, which a package does not have; throws a UserError that says so.
 */
export function runSourceScript(
  { root }: Context,
  { script, needs, what, args = [], environment }: SourceScript,
): Promise<number | null> {
  const path = join(root, 'src-main', 'setup', script);
  if (!nodeFiles.exists(path) || !nodeFiles.exists(join(root, needs)))
    throw new UserError(`This installation has no ${what}.`, 'Run it in a clone of the sources.');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path, ...args], {
      // What the script says is about the work, not its result: it goes to the error output.
      stdio: ['ignore', process.stderr, 'inherit'],
      env: { ...process.env, ...environment },
    });
    child.on('error', reject);
    child.on('exit', resolve);
  });
}

export interface SourceScript {
  /** File name in the folder of the set-up. */
  script: string;
  needs: string;
  /** What is missing where it is, in words. */
  what: string;
  args?: string[];
  environment: Record<string, string>;
}
