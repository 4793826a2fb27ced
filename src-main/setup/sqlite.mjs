import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { cacheEntry } from './cache-entry.mjs';
import { runCommand } from './command.mjs';
import { compile, link, requireCompiler } from './compiler.mjs';
import { remembered } from './memory.mjs';
import { nodeApi } from './pins.mjs';
import { patches, patchSource } from './sqlite-patch.mjs';

/**
 * Finds or makes an addon of better-sqlite3 that runs in this Node and in the chosen Electron.
 *
 * The package's own prebuilt addon needs Node-API 10. Where either runtime is older, the same sources are compiled for
 * Node-API 8 with a small patch, outside node_modules.
 *
 * @param {{ root: string, cache: string, electron: Promise<import('./electron.mjs').Electron>,
 *   progress: import('./progress.mjs').Progress }} context
 * @returns {Promise<{ nativeBinding: string | null, source: 'prebuilt' | 'compiled' }>}
 */
export async function provideSqlite({ root, cache, electron, progress }) {
  const packageFolder = join(root, 'node_modules', 'better-sqlite3');
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  if (Number(process.versions.napi) >= prebuiltNodeApi && (await prebuiltWorks({ root, cache, version, electron }))) {
    return { nativeBinding: null, source: 'prebuilt' };
  }
  const entry = await cacheEntry(cache, `better-sqlite3-${version}-napi${nodeApi}-${recipe()}`, async (folder) => {
    requireCompiler('better-sqlite3');
    const task = progress.task('SQLite', `compiling better-sqlite3 ${version} for Node-API ${nodeApi}`);
    try {
      await compileAddon({ root, packageFolder, folder });
      if (!(await opensDatabase(process.execPath, root, join(folder, addonName)))) {
        throw new Error('The compiled addon does not open a database.');
      }
    } catch (error) {
      task.fail('the compilation failed');
      throw error;
    }
    task.finish();
  }, { onWait: () => progress.say('SQLite: another start is compiling it, waiting') });
  return { nativeBinding: join(entry, addonName), source: 'compiled' };
}

const prebuiltNodeApi = 10;
const addonName = 'better_sqlite3.node';

const cxxFlags = [
  '-O3', '-std=c++20', '-fvisibility=hidden', '-fvisibility-inlines-hidden', `-DNAPI_VERSION=${nodeApi}`,
  '-DNAPI_DISABLE_CPP_EXCEPTIONS', '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
];
const cFlags = ['-O2', '-std=c99', '-w'];
const linkFlags = ['-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL', '-s', '-ldl', '-lm', '-lpthread'];

/** Names a way of compiling, so that a change of the patch or the flags makes a new entry. */
function recipe() {
  const text = JSON.stringify([patches, cxxFlags, cFlags, linkFlags, process.arch]);
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** @param {{ root: string, packageFolder: string, folder: string }} places */
async function compileAddon({ root, packageFolder, folder }) {
  const build = join(folder, 'build');
  mkdirSync(build);
  cpSync(join(packageFolder, 'src'), join(build, 'src'), { recursive: true });
  const util = join(build, 'src', 'util');
  for (const name of readdirSync(util)) {
    writeFileSync(join(util, name), patchSource(name, readFileSync(join(util, name), 'utf8')));
  }
  const deps = join(packageFolder, 'deps');
  const defines = [...readFileSync(join(deps, 'defines.gypi'), 'utf8').matchAll(/'((?:HAVE|SQLITE)_[^']*)'/g)];
  const flags = [...defines.map(([, define]) => `-D${define}`), `-I${join(deps, 'sqlite3')}`];
  const addonApi = `-I${join(root, 'node_modules', 'node-addon-api')}`;
  const jobs = [
    () => compile({
      source: join(deps, 'sqlite3', 'sqlite3.c'), object: join(build, 'sqlite3.o'), flags: [...cFlags, ...flags],
    }, root),
    () => compile({
      source: join(build, 'src', 'better_sqlite3.cpp'), object: join(build, 'addon.o'),
      flags: [...cxxFlags, ...flags, addonApi],
    }, root),
  ];
  if (availableParallelism() > 1) await Promise.all(jobs.map((job) => job()));
  else for (const job of jobs) await job();
  await link(join(folder, addonName), [join(build, 'addon.o'), join(build, 'sqlite3.o')], linkFlags);
  rmSync(build, { recursive: true });
}

/**
 * Whether the package's own addon opens a database in this Node and in the chosen Electron. The answer is remembered.
 *
 * @param {{ root: string, cache: string, version: string,
 *   electron: Promise<import('./electron.mjs').Electron> }} places
 */
async function prebuiltWorks({ root, cache, version, electron }) {
  const { executable, version: electronVersion } = await electron;
  const key = `better-sqlite3-${version}-in-node-${process.versions.node}-and-electron-${electronVersion}`;
  return remembered(cache, key, async () =>
    (await opensDatabase(process.execPath, root, null)) && opensDatabase(executable, root, null));
}

/** @param {string} program Node or Electron @param {string} root @param {string | null} nativeBinding */
async function opensDatabase(program, root, nativeBinding) {
  const script = `
    const Database = require(process.argv[1]);
    const database = new Database(':memory:', { nativeBinding: process.argv[2] || null });
    process.exitCode = database.prepare('select ? as a').get('kept').a === 'kept' ? 0 : 1;`;
  const packageFolder = join(root, 'node_modules', 'better-sqlite3');
  try {
    await runCommand(program, ['-e', script, packageFolder, nativeBinding ?? ''], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    return true;
  } catch {
    return false;
  }
}
