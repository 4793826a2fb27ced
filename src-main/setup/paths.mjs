import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this clone. */
export const projectRoot = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/**
 * The folder that keeps what is expensive to make, shared by all clones of one user.
 *
 * @param {NodeJS.ProcessEnv} [env] `WAVEBENCH_CACHE` names it outright; otherwise the XDG rule holds, which ignores
 *   relative paths
 * @returns {string}
 */
export function cacheFolder(env = process.env) {
  if (env.WAVEBENCH_CACHE) return resolve(env.WAVEBENCH_CACHE);
  if (env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME)) return join(env.XDG_CACHE_HOME, 'wavebench');
  return join(env.HOME || homedir(), '.cache', 'wavebench');
}

/**
 * Where the manifest of what was provisioned lies.
 *
 * @param {string} [root]
 * @param {NodeJS.ProcessEnv} [env] `WAVEBENCH_RUNTIME` names another file
 * @returns {string}
 */
export function manifestFile(root = projectRoot, env = process.env) {
  if (env.WAVEBENCH_RUNTIME) return resolve(env.WAVEBENCH_RUNTIME);
  return join(root, 'node_modules', '.wavebench', 'runtime.json');
}
