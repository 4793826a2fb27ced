import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { cacheEntry, requireSpace } from './cache-entry.mjs';
import { compile, link, requireCompiler } from './compiler.mjs';
import { cpuWheel, cudaWheels, nodeApi, wheelSizes } from './pins.mjs';
import { megabytes } from './progress.mjs';
import { downloadWheels, requirePip, unpackWheel } from './python.mjs';
import { downloadFailure } from './setup-error.mjs';
import { requireLinuxX64 } from './system.mjs';
import { runVendorScript } from './vendor.mjs';

/** @typedef {{ root: string, cache: string, progress: import('./progress.mjs').Progress }} Context */
/** @typedef {'cpu' | 'cuda'} Build */
/** @typedef {'vendor' | 'registry'} Source */
/** @typedef {{ entry: string, version: string, build: Build, source: Source }} Library */

export const tfjsPackage = join('node_modules', '@tensorflow', 'tfjs-node-gpu');
export const addonPath = join('lib', `napi-v${nodeApi}`, 'tfjs_binding.node');

/** The version that the package's own install script fetches. */
export const vendorVersion = '2.9.1';

/**
 * TensorFlow's shared library as the install script of `@tensorflow/tfjs-node-gpu` fetches it.
 *
 * @param {Context} context @param {Build} build
 * @returns {Promise<Library>}
 */
export async function vendorLibrary({ root, cache, progress }, build) {
  const entry = await cacheEntry(cache, `tensorflow-vendor-${vendorVersion}-${build}`, async (folder) => {
    const text = `trying the package's own download of ${vendorVersion} (${build})`;
    const task = progress.task('TensorFlow', text);
    try {
      for (const part of ['scripts', 'binding', 'binding.gyp', 'package.json']) {
        cpSync(join(root, tfjsPackage, part), join(folder, part), { recursive: true });
      }
      await runVendorScript({
        root, folder, task, text, script: join('scripts', 'install.js'),
        args: [build === 'cuda' ? 'gpu' : 'cpu', 'download'],
      });
      if (!readdirSync(join(folder, 'deps', 'lib')).some((name) => name.startsWith('libtensorflow.so'))) {
        throw new Error('the download holds no libtensorflow.so');
      }
      for (const part of ['scripts', 'binding', 'binding.gyp', 'package.json', 'temporary', 'build']) {
        rmSync(join(folder, part), { recursive: true, force: true });
      }
    } catch (error) {
      task.fail("the package's own download did not work");
      throw error;
    }
    task.finish();
  }, { onWait: () => progress.say('TensorFlow: another start is fetching it, waiting') });
  return { entry, version: vendorVersion, build, source: 'vendor' };
}

/**
 * TensorFlow's shared library out of the wheels of Python's package registry.
 *
 * @param {Context} context @param {Build} build
 * @returns {Promise<Library>}
 */
export async function registryLibrary({ cache, progress }, build) {
  requireLinuxX64('TensorFlow');
  const wheels = build === 'cuda' ? cudaWheels : [cpuWheel];
  const { download: bytes, room } = wheelSizes[build];
  const { version } = wheels[0];
  const entry = await cacheEntry(cache, `tensorflow-${build}-${version}`, async (folder) => {
    await requirePip();
    // The wheels and what is taken out of them lie side by side for a while.
    requireSpace(folder, room);
    const task = progress.task('TensorFlow', `${version} (${build}) from the Python registry, ${megabytes(bytes)}`);
    try {
      const files = await downloadWheels({ wheels, folder, bytes, task, text: 'downloading' });
      task.note('unpacking');
      for (const file of files) await unpackWheel(file, join(folder, 'deps'), wheelRules);
      for (const part of ['wheels', 'requirements.txt']) rmSync(join(folder, part), { recursive: true });
      const lib = join(folder, 'deps', 'lib');
      symlinkSync('libtensorflow_cc.so.2', join(lib, 'libtensorflow.so'));
      symlinkSync('libtensorflow_framework.so.2', join(lib, 'libtensorflow_framework.so'));
    } catch (error) {
      task.fail('could not be fetched');
      throw downloadFailure(`TensorFlow ${version} (${build})`, error, 'pip');
    }
    task.finish();
  }, { onWait: () => progress.say('TensorFlow: another start is fetching it, waiting') });
  return { entry, version, build, source: 'registry' };
}

/**
 * The addon that joins tfjs to the library: the vendor's prebuilt one where it came along, else compiled.
 *
 * @param {Context} context @param {Library} library
 * @returns {Promise<string>} its file
 */
export async function addonFor({ root, cache, progress }, library) {
  const prebuilt = join(library.entry, addonPath);
  if (existsSync(prebuilt)) return prebuilt;
  const sources = join(root, tfjsPackage, 'binding');
  const { version } = JSON.parse(readFileSync(join(root, tfjsPackage, 'package.json'), 'utf8'));
  const text = JSON.stringify([version, compileFlags, linkFlags, process.arch]);
  const recipe = createHash('sha256').update(text).digest('hex').slice(0, 12);
  const entry = await cacheEntry(cache, `tfjs-binding-${recipe}-tensorflow-${library.version}`, async (folder) => {
    requireCompiler('the TensorFlow addon');
    const task = progress.task('TensorFlow addon', `compiling for Node-API ${nodeApi}`);
    const deps = join(library.entry, 'deps');
    const include = `-I${join(deps, 'include')}`;
    mkdirSync(join(folder, 'build'));
    try {
      const objects = await Promise.all(['tfjs_backend', 'tfjs_binding'].map(async (name) => {
        const object = join(folder, 'build', `${name}.o`);
        await compile({ source: join(sources, `${name}.cc`), object, flags: [...compileFlags, include] }, root);
        return object;
      }));
      await link(join(folder, 'tfjs_binding.node'), objects, [`-L${join(deps, 'lib')}`, ...linkFlags]);
    } catch (error) {
      task.fail('the compilation failed');
      throw error;
    }
    rmSync(join(folder, 'build'), { recursive: true });
    task.finish();
  });
  return join(entry, 'tfjs_binding.node');
}

/**
 * What is taken out of the wheels, and where it goes: libraries, the few C headers, CUDA beside them.
 *
 * @type {[string, string][]}
 */
const wheelRules = [
  ['tensorflow/(libtensorflow_(?:cc|framework)\\.so\\.2)', 'lib/\\1'],
  ['tensorflow/(include/(?:tensorflow/c|xla/tsl/c)/.*\\.h)', '\\1'],
  ['tensorflow/(include/(?:tensorflow/core|tsl)/platform/ctstring(?:_internal)?\\.h)', '\\1'],
  ['(nvidia/[^/]+/lib/.*\\.so[.0-9]*)', '\\1'],
  ['(nvidia/cuda_nvcc/(?:bin/(?:ptxas|nvlink|fatbinary)|nvvm/libdevice/.*))', '\\1'],
];

const compileFlags = ['-O2', '-std=c++17', `-DNAPI_VERSION=${nodeApi}`];
const linkFlags = ['-ltensorflow', '-ltensorflow_framework', '-Wl,-rpath,$ORIGIN/../../deps/lib', '-s'];
