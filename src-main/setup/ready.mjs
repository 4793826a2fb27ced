import { cacheFolder, projectRoot } from './paths.mjs';
import { provideElectron } from './electron.mjs';
import { writeManifest } from './manifest.mjs';
import { providePackages } from './packages.mjs';
import { createProgress } from './progress.mjs';
import { provideSqlite } from './sqlite.mjs';
import { provideTensorflow } from './tensorflow.mjs';

/**
 * Makes this clone runnable, doing only what is not done yet.
 *
 * @param {{ root?: string, progress?: import('./progress.mjs').Progress }} [options]
 * @returns {Promise<import('./manifest.mjs').Provision>}
 */
export async function makeReady({ root = projectRoot, progress = createProgress() } = {}) {
  const cache = cacheFolder();
  const context = { root, cache, progress };
  await providePackages(context);
  const electron = provideElectron(context);
  const electronNodeApi = async () => ((await electron).source === 'vendor' ? 10 : 8);
  const [tensorflow, sqlite] = await Promise.all([
    provideTensorflow(context),
    provideSqlite({ ...context, electronNodeApi }),
    electron,
  ]);
  const provision = { cache, electron: await electron, tensorflow, sqlite };
  writeManifest(root, provision);
  return provision;
}
