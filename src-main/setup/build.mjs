import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inUnfinishedFolder } from './cache-entry.mjs';
import { runCommand } from './command.mjs';
import { withLock } from './lock.mjs';
import { writeWhole } from './memory.mjs';
import { cloneLock } from './packages.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * One step of the build: what it reads, what it makes, and how.
 *
 * @typedef {{ name: string, sources: string[], outputs: string[],
 *   run: (root: string, folder: string) => Promise<void> }} BuildStep `outputs`: folders of `out` that `run` makes in the folder it is given
 */

/** The host makes the memory, as large as a model needs, and shares it between threads. */
const kernelFlags = [
  '-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--sharedMemory', '--initialMemory', '1',
  '--maximumMemory', '65535',
];

/** Relaxed SIMD is faster, where the engine knows it. */
const kernelFeatures = { plain: ['simd', 'threads'], relaxed: ['simd', 'threads', 'relaxed-simd'] };

/** In the order they run. @type {BuildStep[]} */
const steps = [
  {
    name: 'Kernel',
    sources: ['src-main/kernel', 'package-lock.json'],
    outputs: ['kernel'],
    async run(root, folder) {
      const program = join(root, 'node_modules', 'assemblyscript', 'bin', 'asc.js');
      const source = join('src-main', 'kernel', 'index.ts');
      for (const [variant, features] of Object.entries(kernelFeatures)) {
        const file = join(folder, 'kernel', `${variant}.wasm`);
        const enabled = features.flatMap((feature) => ['--enable', feature]);
        await runCommand(process.execPath, [program, source, '-o', file, ...kernelFlags, ...enabled], { cwd: root });
      }
    },
  },
  {
    name: 'Application',
    sources: ['src-main', 'src-renderer', 'resources', 'electron.vite.config.ts', 'tsconfig.json', 'package-lock.json'],
    outputs: ['main', 'preload', 'renderer'],
    async run(root, folder) {
      const program = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
      await runCommand(process.execPath, [program, 'build', '--outDir', folder, '--logLevel', 'warn'], { cwd: root });
    },
  },
];

/**
 * Builds what has changed since it was built last.
 *
 * A step writes into a folder beside and its outputs are renamed into place, so an interrupted build is never taken
 * for a finished one.
 *
 * @param {{ root: string, cache: string, progress: import('./progress.mjs').Progress }} context
 * @param {BuildStep[]} [all]
 */
export async function build({ root, cache, progress }, all = steps) {
  if (all.every((step) => isBuilt(root, step))) return;
  await withLock(cloneLock(cache, root, 'build'), async () => {
    for (const step of all) {
      if (!isBuilt(root, step)) await buildStep(root, step, progress);
    }
  }, { onWait: () => progress.say('Build: another start is building, waiting') });
}

/** @param {string} root @param {BuildStep} step @param {import('./progress.mjs').Progress} progress */
async function buildStep(root, step, progress) {
  const task = progress.task(step.name, 'building');
  try {
    await inUnfinishedFolder(join(root, 'out', 'unfinished'), 'build', async (folder) => {
      const fingerprint = fingerprintOf(root, step.sources);
      await step.run(root, folder);
      rmSync(stampOf(root, step), { force: true });
      for (const output of step.outputs) replaceFolder(join(root, 'out', output), join(folder, output));
      writeWhole(stampOf(root, step), fingerprint);
    });
  } catch (cause) {
    task.fail('the build failed');
    throw new SetupError({
      what: `The build failed: ${cause instanceof Error ? cause.message : cause}`,
      todo: 'The last good build is untouched. Mend the source named above and start again.',
      cause,
    });
  }
  task.finish('built');
}

/** @param {string} target @param {string} source */
function replaceFolder(target, source) {
  const replaced = `${source}.replaced`;
  mkdirSync(dirname(target), { recursive: true });
  if (existsSync(target)) renameSync(target, replaced);
  renameSync(source, target);
}

/** @param {string} root @param {BuildStep} step */
function isBuilt(root, step) {
  try {
    return step.outputs.every((output) => existsSync(join(root, 'out', output)))
      && readFileSync(stampOf(root, step), 'utf8') === fingerprintOf(root, step.sources);
  } catch {
    return false;
  }
}

/** @param {string} root @param {BuildStep} step */
function stampOf(root, step) {
  return join(root, 'out', `.built-${step.name.toLowerCase()}`);
}

/**
 * A hash over name, size and time of all source files: contents need not be read, so a start costs milliseconds.
 *
 * @param {string} root @param {string[]} sources
 * @returns {string}
 */
function fingerprintOf(root, sources) {
  const hash = createHash('sha256');
  /** @param {string} path */
  const add = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) return;
    if (stat.isDirectory()) {
      for (const name of readdirSync(path).sort()) add(join(path, name));
    } else {
      hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
    }
  };
  for (const source of sources) add(join(root, source));
  return hash.digest('hex');
}
