import {
  copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, statSync, symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from './command.mjs';
import { findGpu } from './gpu.mjs';
import { recall, remember, remembered } from './memory.mjs';
import { MissingTool } from './setup-error.mjs';
import {
  addonFor, addonPath, registryLibrary, tfjsPackage, vendorLibrary, vendorVersion,
} from './tensorflow-build.mjs';
import { reasonOf } from './vendor.mjs';

/** @typedef {import('./tensorflow-build.mjs').Build} Build */
/** @typedef {import('./tensorflow-build.mjs').Source} Source */
/** @typedef {{ version: string, build: Build, source: Source, libraryFolders: string[], notice: string | null }}
 *   Tensorflow */

/**
 * Puts TensorFlow into the tfjs package of this clone: the CUDA build where there is an NVIDIA driver, else the CPU
 * build; fetched the vendor's way, else from the Python registry.
 *
 * @param {import('./tensorflow-build.mjs').Context & { env?: NodeJS.ProcessEnv }} context
 * @returns {Promise<Tensorflow>}
 */
export async function provideTensorflow(context) {
  const { env = process.env } = context;
  const { driver } = await findGpu({ env });
  const skipVendor = env.WAVEBENCH_SKIP_VENDOR === '1';
  /** @type {string[]} */
  const reasons = [];
  for (const { build, source } of waysFor({ driver, skipVendor })) {
    const key = `tensorflow-${source}-${source === 'vendor' ? vendorVersion : ''}${build}-gpu-${driver ? 'yes' : 'no'}`;
    const known = /** @type {{ failed?: string } | null} */ (recall(context.cache, key));
    if (known?.failed && env.WAVEBENCH_RETRY !== '1') {
      reasons.push(known.failed);
      continue;
    }
    try {
      return await use(context, build, source, { driver, reasons });
    } catch (error) {
      const isLast = source === 'registry' && build === 'cpu';
      if (isLast || error instanceof MissingTool) throw error;
      const reason = reasonOf(error);
      reasons.push(reason);
      context.progress.say(`TensorFlow: ${source === 'vendor' ? "the package's own way" : 'the CUDA build'} `
        + `cannot be used: ${reason}`);
      remember(context.cache, key, { failed: reason });
    }
  }
  throw new Error('No way to provide TensorFlow was left to try.');
}

/**
 * In which order the builds are tried.
 *
 * @param {{ driver: string | null, skipVendor: boolean }} choice
 * @returns {{ build: Build, source: Source }[]}
 */
export function waysFor({ driver, skipVendor }) {
  /** @type {{ build: Build, source: Source }[]} */
  const ways = [];
  const wanted = driver ? 'cuda' : 'cpu';
  if (!skipVendor) ways.push({ build: wanted, source: 'vendor' });
  ways.push({ build: wanted, source: 'registry' });
  if (driver) ways.push({ build: 'cpu', source: 'registry' });
  return ways;
}

/**
 * @param {Parameters<typeof provideTensorflow>[0]} context @param {Build} build
 * @param {Source} source @param {{ driver: string | null, reasons: string[] }} found
 * @returns {Promise<Tensorflow>}
 */
async function use(context, build, source, { driver, reasons }) {
  const library = await (source === 'vendor' ? vendorLibrary : registryLibrary)(context, build);
  const addon = await addonFor(context, library);
  install(context.root, library.entry, addon);
  const libraryFolders = cudaFolders(library.entry);
  const key = `tensorflow-check-${library.version}-${build}-${source}-${process.versions.node}-${driver ? 'gpu' : ''}`;
  const trial = await remembered(context.cache, key, () => tryOut(context.root, libraryFolders));
  const base = { version: library.version, build, source, libraryFolders };
  if (!driver) return { ...base, notice: null };
  if (build === 'cpu') return { ...base, notice: noGpu(driver, `the CUDA build cannot be had: ${reasons.at(-1)}`) };
  if (trial.gpu) return { ...base, notice: null };
  const why = gpuComplaint(trial.log);
  if (source === 'vendor') throw new Error(`it does not see the GPU: ${why}`);
  return { ...base, notice: noGpu(driver, why) };
}

/** @param {string} driver @param {string} why */
function noGpu(driver, why) {
  return `There is a GPU (${driver}), but TensorFlow runs on the CPU: ${why}.`
    + ' To try again: WAVEBENCH_RETRY=1 npm start';
}

/**
 * Puts the library and the addon into the package. Each is renamed into place; where both are there already, nothing
 * is touched.
 *
 * @param {string} root @param {string} entry @param {string} addon
 */
export function install(root, entry, addon) {
  const packageFolder = join(root, tfjsPackage);
  replaceLink(join(packageFolder, 'deps'), join(entry, 'deps'));
  const target = join(packageFolder, addonPath);
  if (existsSync(target) && sameFile(target, addon)) return;
  mkdirSync(dirname(target), { recursive: true });
  const unfinished = `${target}.${process.pid}`;
  copyFileSync(addon, unfinished);
  renameSync(unfinished, target);
}

/** @param {string} link @param {string} target */
function replaceLink(link, target) {
  const current = lstatSync(link, { throwIfNoEntry: false });
  if (current?.isSymbolicLink() && readlinkSync(link) === target) return;
  const unfinished = `${link}.${process.pid}`;
  rmSync(unfinished, { force: true });
  symlinkSync(target, unfinished);
  if (current && !current.isSymbolicLink()) rmSync(link, { recursive: true });
  renameSync(unfinished, link);
}

/** Copies keep their size, and are made anew when the addon is younger. */
function sameFile(/** @type {string} */ copy, /** @type {string} */ original) {
  const [a, b] = [statSync(copy), statSync(original)];
  return a.size === b.size && a.mtimeMs >= b.mtimeMs;
}

/** @param {string} entry */
function cudaFolders(entry) {
  const nvidia = join(entry, 'deps', 'nvidia');
  if (!existsSync(nvidia)) return [];
  return readdirSync(nvidia).map((name) => join(nvidia, name, 'lib')).filter((folder) => existsSync(folder));
}

/**
 * Loads the addon in a process of its own and computes something with it.
 *
 * @param {string} root @param {string[]} libraryFolders
 * @returns {Promise<{ gpu: boolean, log: string }>}
 */
async function tryOut(root, libraryFolders) {
  const script = `
    const util = require('node:util');
    util.isNullOrUndefined ??= (value) => value === null || value === undefined;
    const tf = require(process.argv[1]);
    const [sum] = tf.matMul(tf.ones([1, 2]), tf.ones([2, 1])).dataSync();
    if (sum !== 2) throw new Error('1 · 1 + 1 · 1 gave ' + sum);
    console.log(JSON.stringify({ gpu: Boolean(tf.backend().isUsingGpuDevice) }));`;
  let log = '';
  const searched = [...libraryFolders, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  const out = await runCommand(process.execPath, ['-e', script, join(root, tfjsPackage)], {
    onOutput: (text) => (log += text),
    env: { ...process.env, LD_LIBRARY_PATH: searched },
  });
  const { gpu } = JSON.parse(out.trim().split('\n').at(-1) ?? '');
  return { gpu, log: log.slice(-4_000) };
}

/** @param {string} log what TensorFlow wrote while it looked for a GPU */
function gpuComplaint(log) {
  const telling = /cuInit|Cannot dlopen|Could not load dynamic|no CUDA-capable/i;
  const line = log.split('\n').find((text) => telling.test(text));
  return (line ?? 'it lists no GPU device').replace(/^.*?\]\s*/, '').trim().slice(0, 300);
}
