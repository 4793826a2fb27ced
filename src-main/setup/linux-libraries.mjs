import { join } from 'node:path';
import { findProgram, runCommand } from './command.mjs';
import { withLock } from './lock.mjs';
import { recall, remember } from './memory.mjs';
import { SetupError } from './setup-error.mjs';
import { isRoot } from './system.mjs';

/** The Debian packages that Electron's window needs. */
export const windowPackages = [
  'libnss3', 'libatk1.0-0', 'libatk-bridge2.0-0', 'libcups2', 'libgtk-3-0', 'libgbm1', 'libasound2', 'libxss1',
  'libxtst6',
];

/**
 * Sees to it that Electron's shared libraries are there, and a virtual display where one is wanted: by apt as root,
 * else by naming the exact command.
 *
 * @param {{ cache: string, executable: string, display: boolean, progress: import('./progress.mjs').Progress,
 *   root?: boolean }} wish `executable`: Electron's; `display`: whether Xvfb is needed
 */
export async function provideLinuxLibraries({ cache, executable, display, progress, root = isRoot() }) {
  if (process.platform !== 'linux') return;
  const missing = await missingLibraries(cache, executable);
  const packages = [
    ...(missing.length > 0 ? windowPackages : []),
    ...(display && !findProgram('Xvfb') ? ['xvfb'] : []),
  ];
  if (packages.length === 0) return;
  const what = missing.length > 0
    ? `Electron needs system libraries that are not installed: ${missing.join(', ')}.`
    : 'The tests of the window need a virtual display (Xvfb), which is not installed.';
  if (!findProgram('apt-get')) {
    const todo = `Install what Debian calls ${packages.join(' ')} under the names of your system; then start again.`;
    throw new SetupError({ what, todo });
  }
  if (!root) {
    throw new SetupError({ what, todo: `Run this and start again:\n  ${aptCommand(await existing(packages))}` });
  }
  await withLock(join(cache, 'locks', 'apt'), () => install(packages, progress));
  const still = await missingLibraries(cache, executable);
  if (still.length === 0) return;
  throw new SetupError({
    what: `Electron's libraries ${still.join(', ')} are missing although ${packages.join(' ')} were installed.`,
    todo: 'Find the packages that hold them (apt-file search NAME), install them and start again.',
  });
}

/**
 * The command that installs packages, to be run by the person.
 *
 * @param {string[]} packages
 * @returns {string}
 */
export function aptCommand(packages) {
  return `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

/**
 * Which shared libraries a program misses. The answer "none" is remembered for this program.
 *
 * @param {string} cache @param {string} executable
 * @returns {Promise<string[]>}
 */
async function missingLibraries(cache, executable) {
  const key = `libraries-of-${executable.replace(/[^\w.-]+/g, '_')}`;
  if (recall(cache, key) === 'complete') return [];
  const missing = parseMissing(await runCommand('ldd', [executable]));
  if (missing.length === 0) remember(cache, key, 'complete');
  return missing;
}

/**
 * @param {string} output of `ldd`
 * @returns {string[]}
 */
export function parseMissing(output) {
  return [...output.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name);
}

/** @param {string[]} packages @param {import('./progress.mjs').Progress} progress */
async function install(packages, progress) {
  const task = progress.task('System libraries', 'apt-get update');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another apt may be at work, for example the one that a killed set-up has left behind.
  const wait = ['-o', 'DPkg::Lock::Timeout=300'];
  try {
    await runCommand('apt-get', [...wait, 'update'], { env });
    const names = await existing(packages);
    task.note(`installing ${names.join(' ')}`);
    await runCommand('apt-get', [...wait, 'install', '-y', '--no-install-recommends', ...names], { env });
  } catch (cause) {
    task.fail('could not be installed');
    throw new SetupError({
      what: `apt-get could not install ${packages.join(' ')}: ${cause instanceof Error ? cause.message : cause}`,
      todo: 'See what apt-get says above, then start again. What is already installed stays.',
      cause,
    });
  }
  task.finish();
}

/**
 * Newer distributions have renamed some libraries (`libasound2` is `libasound2t64`): takes the name that exists.
 *
 * @param {string[]} packages
 * @returns {Promise<string[]>}
 */
async function existing(packages) {
  const renamed = packages.map((name) => `${name}t64`);
  const policy = await runCommand('apt-cache', ['policy', ...renamed]).catch(() => '');
  return packages.map((name) => {
    const block = policy.split(/^(?=\S)/m).find((text) => text.startsWith(`${name}t64:`));
    return block && /Candidate: (?!\(none\))\S/.test(block) ? `${name}t64` : name;
  });
}
