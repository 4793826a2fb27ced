import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inUnfinishedFolder, requireSpace } from './cache-entry.mjs';
import { reportFailure } from './entry.mjs';
import { setFuses } from './package-fuses.mjs';
import { layoutOf } from './package-layout.mjs';
import { archiveFolder, copyApplication, copyElectron, writeLaunchers } from './package-parts.mjs';
import { projectRoot } from './paths.mjs';
import { createProgress } from './progress.mjs';
import { makeReady } from './ready.mjs';

/**
 * `npm run package`: the application as a folder and as a .tar.gz that run on a machine of this kind without Node, Python
 * or this clone. What is made of the same sources and the same provision has the same bytes. Tried on Linux x64 alone.
 */
const progress = createProgress();

/** Bytes of the folder and the archive, and of those they take the place of. */
const roomNeeded = 3_500_000_000;

try {
  const provision = await makeReady({ progress });
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  const name = `wavebench-${version}-${process.platform}-${process.arch}`;
  const target = join(projectRoot, 'out', 'package');
  mkdirSync(target, { recursive: true });
  requireSpace(target, roomNeeded);
  await inUnfinishedFolder(join(target, 'unfinished'), name, async (work) => {
    const folder = join(work, name);
    const task = progress.task('Package', 'gathering its files');
    copyElectron(provision, folder);
    copyApplication({ root: projectRoot, provision, folder });
    writeLaunchers(folder);
    await setFuses(projectRoot, join(folder, layoutOf().executable));
    task.note('packing');
    const archive = `${folder}.tar.gz`;
    await archiveFolder(folder, archive);
    for (const made of [folder, archive]) putInPlace(made, join(target, relative(work, made)));
    task.finish();
  });
  if (provision.electron.notice) {
    const advice = 'For this machine alone: make what you give to others with a current one.';
    progress.say(`${provision.electron.notice}\n${advice}`);
  }
  process.stdout.write(`${join(target, name)}\n${join(target, `${name}.tar.gz`)}\n`);
} catch (error) {
  reportFailure(error);
}

/** @param {string} made @param {string} target */
function putInPlace(made, target) {
  const replaced = `${made}.replaced`;
  if (existsSync(target)) renameSync(target, replaced);
  renameSync(made, target);
  rmSync(replaced, { recursive: true, force: true });
}
