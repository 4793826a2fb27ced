import { build } from './build.mjs';
import { provideElectron } from './electron.mjs';
import { provideLinuxLibraries } from './linux-libraries.mjs';
import { writeManifest } from './manifest.mjs';
import { providePackages } from './packages.mjs';
import { cacheFolder, projectRoot } from './paths.mjs';
import { createProgress } from './progress.mjs';
import { provideSqlite } from './sqlite.mjs';
import { platformNotice, requireNode } from './system.mjs';
import { provideTensorflow } from './tensorflow.mjs';

/**
 * Makes this clone runnable, doing only what is not done yet.
 *
 * @param {{ root?: string, window?: boolean, virtualDisplay?: boolean, progress?: import('./progress.mjs').Progress }}
 *   [wish] `window`: whether Electron's window is to be shown, which needs libraries of the system; `virtualDisplay`:
 *   whether it is to be shown without a screen
 * @returns {Promise<import('./manifest.mjs').Provision>}
 */
export async function makeReady(wish = {}) {
  const { root = projectRoot, window = false, virtualDisplay = false, progress = createProgress() } = wish;
  requireNode();
  const cache = cacheFolder();
  const context = { root, cache, progress };
  await providePackages(context);
  const notice = platformNotice();
  if (notice) progress.say(notice);
  const electron = provideElectron(context).then(async (found) => {
    const { executable } = found;
    if (window) await provideLinuxLibraries({ cache, executable, display: virtualDisplay, progress });
    return found;
  });
  const [tensorflow, sqlite, built] = await Promise.all([
    provideTensorflow(context),
    provideSqlite({ ...context, electron }),
    electron,
    build(context),
  ]);
  const provision = { cache, electron: built, tensorflow, sqlite };
  writeManifest(root, provision);
  return provision;
}
