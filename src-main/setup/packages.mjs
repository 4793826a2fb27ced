import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { inUnfinishedFolder } from './cache-entry.mjs';
import { runCommand } from './command.mjs';
import { withLock } from './lock.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * Installs the npm packages of the lock file where node_modules does not hold exactly them.
 *
 * They are installed beside and renamed into place, so an interrupted installation leaves the old node_modules or none,
 * and an npm that outlives a killed set-up cannot write into the new one.
 *
 * @param {{ root: string, cache: string, progress: import('./progress.mjs').Progress }} context
 */
export async function providePackages({ root, cache, progress }) {
  if (packagesAreInstalled(root)) return;
  await withLock(cloneLock(cache, root, 'packages'), async () => {
    if (packagesAreInstalled(root)) return;
    const task = progress.task('Packages', 'installing from the npm registry');
    try {
      await inUnfinishedFolder(join(root, 'out', 'unfinished'), 'packages', async (folder) => {
        for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
          if (existsSync(join(root, file))) copyFileSync(join(root, file), join(folder, file));
        }
        await runCommand('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'], {
          cwd: folder,
        });
        const modules = join(root, 'node_modules');
        if (existsSync(modules)) renameSync(modules, join(folder, 'replaced'));
        renameSync(join(folder, 'node_modules'), modules);
      });
    } catch (cause) {
      task.fail('could not be installed');
      throw new SetupError({
        what: `The npm packages could not be installed: ${cause instanceof Error ? cause.message : cause}`,
        todo: 'What was there before is untouched. Check the network and npm\'s registry setting, then start again.',
        cause,
      });
    }
    task.finish();
  }, { onWait: () => progress.say('Packages: another start is installing them, waiting') });
}

/**
 * Whether node_modules holds what the lock file says, by the list that npm leaves there when it has finished.
 *
 * @param {string} root
 * @returns {boolean}
 */
export function packagesAreInstalled(root) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const found = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !found) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    // Optional packages of other platforms are in the lock file, but never in node_modules.
    return found[path] ? found[path].version === version : Boolean(optional);
  });
}

/**
 * The lock for work inside one clone.
 *
 * @param {string} cache @param {string} root @param {string} work
 * @returns {string}
 */
export function cloneLock(cache, root, work) {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 12);
  return join(cache, 'locks', `${work}-of-clone-${name}`);
}

/** @param {string} file @returns {Record<string, { version: string, optional?: boolean, link?: boolean }> | null} */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return null;
  }
}
