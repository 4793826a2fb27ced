import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Packages that the build leaves outside its bundles (electron.vite.config.ts). */
const external = ['better-sqlite3', '@napi-rs/canvas', '@tensorflow/tfjs-core', '@tensorflow/tfjs-node-gpu'];

/** What TensorFlow's packages need to be installed, or declare and never load: with it nothing to be attacked by. */
const neverLoaded = new Set([
  'adm-zip', 'argparse', 'chalk', 'core-js', 'https-proxy-agent', 'make-dir', 'node-fetch', 'regenerator-runtime',
  'rimraf', 'tar', 'yargs', '@types/long', '@types/node-fetch', '@types/offscreencanvas', '@types/seedrandom',
  '@webgpu/types',
]);

/** Folders that only a compiler reads, what is for one platform, and files that nothing loads. */
const sourceFolders = /^(@tensorflow\/tfjs-node-gpu\/(binding|scripts|src|deps)|better-sqlite3\/(deps|src))$/;
const ofPlatform = /^better-sqlite3\/(?:prebuilds|lib)\/([a-z0-9]+-(?:arm64|x64))\.(?:node|js)$/;
const notLoaded = /\.(map|md|markdown|ts|mts|cts|gyp|gypi|bat|sh|h|cc|cpp)$|\.es2017\.|\.fesm\.|\.min\.js$/;

/**
 * The packages of an application with all they depend on, as the lock file has them installed.
 *
 * @param {string} root
 * @returns {string[]} such as `node_modules/npmlog/node_modules/gauge`, sorted
 */
export function applicationPackages(root) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const found = new Set();
  /** @param {string} name @param {string} from */
  const add = (name, from) => {
    if (neverLoaded.has(name)) return;
    for (let folder = from; ; folder = folder.slice(0, folder.lastIndexOf('node_modules/')).replace(/\/$/, '')) {
      const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
      if (packages[path] && existsSync(join(root, path))) {
        if (found.has(path)) return;
        found.add(path);
        const { dependencies = {}, optionalDependencies = {} } = packages[path];
        for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) add(next, path);
        return;
      }
      if (folder === '') return;
    }
  };
  for (const name of external) add(name, '');
  return [...found].sort();
}

/**
 * Whether a file or folder of a package belongs into an application for a platform.
 *
 * @param {string} name of the package @param {string} inside path in it
 * @param {string} [target] such as `linux-x64`
 */
export function isPackaged(name, inside, target = `${process.platform}-${process.arch}`) {
  const place = join(name, inside).replaceAll('\\', '/');
  const [, builtFor = target] = ofPlatform.exec(place) ?? [];
  return isLoaded(inside) && builtFor === target && !sourceFolders.test(place) && basename(inside) !== 'node_modules';
}

/**
 * Whether anything reads a file when the application runs.
 *
 * @param {string} path
 */
export function isLoaded(path) {
  return !notLoaded.test(path);
}
