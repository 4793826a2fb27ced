import {
  chmodSync, cpSync, existsSync, lutimesSync, mkdirSync, readFileSync, readdirSync, realpathSync, renameSync, rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { runCommand } from './command.mjs';

/** @typedef {import('./manifest.mjs').Provision} Provision */

/** Packages that the build leaves outside its bundles (electron.vite.config.ts). */
const external = ['better-sqlite3', '@napi-rs/canvas', '@tensorflow/tfjs-core', '@tensorflow/tfjs-node-gpu'];

/** Folders that only a compiler reads, or another platform; and files that nothing loads. */
const sourceFolders = /^(@tensorflow\/tfjs-node-gpu\/(binding|scripts|src|deps)|better-sqlite3\/(deps|src))$/;
const otherPlatform = /^better-sqlite3\/(prebuilds\/(?!linux-x64)|lib\/(?!linux-x64)[a-z]+\d*-(arm64|x64)\.js)/;
const notLoaded = /\.(map|md|markdown|ts|mts|cts|gyp|gypi|bat|sh|h|cc|cpp)$|\.es2017\.|\.fesm\.|\.min\.js$/;

/** What a package's files carry as their time, so that the same files are the same archive. */
const time = new Date('1980-01-01T00:00:00Z');

/**
 * Electron under the application's name, without the application that it came with.
 *
 * @param {Provision} provision @param {string} folder
 */
export function copyElectron({ electron }, folder) {
  const source = dirname(electron.executable);
  cpSync(source, folder, {
    recursive: true,
    filter: (path) => !['.sealed.json', 'default_app.asar', 'app'].includes(basename(path)) || path === source,
  });
  renameSync(join(folder, basename(electron.executable)), join(folder, 'Wavebench'));
}

/**
 * The built application, the packages it loads with their libraries, and the manifest that says where they are.
 *
 * @param {{ root: string, provision: Provision, folder: string }} context
 */
export function copyApplication({ root, provision, folder }) {
  const application = join(folder, 'resources', 'app');
  for (const part of ['main', 'preload', 'renderer', 'kernel']) {
    copyLoaded(join(root, 'out', part), join(application, 'out', part));
  }
  cpSync(join(root, 'resources'), join(application, 'resources'), { recursive: true });
  const { name, version, description, license, main } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeJson(join(application, 'package.json'), { name, productName: 'Wavebench', version, description, license, main });
  cpSync(join(root, 'LICENSE'), join(application, 'LICENSE'));
  for (const path of packagesOf(root, external)) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    copyLoaded(join(root, path), join(application, path), (inside) => {
      const place = join(name, inside);
      return basename(inside) !== 'node_modules' && !sourceFolders.test(place) && !otherPlatform.test(place);
    });
  }
  const tensorflow = join('node_modules', '@tensorflow', 'tfjs-node-gpu', 'deps');
  const libraries = realpathSync(join(root, tensorflow));
  cpSync(join(libraries, 'lib'), join(application, tensorflow, 'lib'), { recursive: true, verbatimSymlinks: true });
  const nvidia = join(libraries, 'nvidia');
  if (existsSync(nvidia)) cpSync(nvidia, join(application, tensorflow, 'nvidia'), { recursive: true });
  writeManifest({ provision, folder, application, libraries, tensorflow });
}

/**
 * The command line as a program beside the app. Electron is its Node; `WAVEBENCH_RUNTIME` of a clone must not lead it
 * away from its own libraries.
 *
 * @param {string} folder
 */
export function writeLaunchers(folder) {
  const script = `#!/bin/sh
# Wavebench without a window. A link to this file works as well.
self=$(readlink -f -- "$0") || exit 1
here=\${self%/*}
unset WAVEBENCH_RUNTIME
ELECTRON_RUN_AS_NODE=1 exec "$here/Wavebench" "$here/resources/app/out/main/cli.cjs" "$@"
`;
  writeFileSync(join(folder, 'wavebench'), script);
  writeFileSync(join(folder, 'README.txt'), readme);
  for (const program of ['wavebench', 'Wavebench', 'chrome-sandbox', 'chrome_crashpad_handler']) {
    if (existsSync(join(folder, program))) chmodSync(join(folder, program), 0o755);
  }
}

/**
 * Packs a folder: names in order, one owner, one time, one level of packing.
 *
 * @param {string} folder @param {string} archive
 */
export async function archiveFolder(folder, archive) {
  alike(folder);
  await runCommand('tar', [
    '--create', '--file', archive, '--use-compress-program', 'gzip -n -6', '--directory', dirname(folder),
    '--sort=name', '--format=gnu', '--owner=0', '--group=0', '--numeric-owner', `--mtime=${time.toISOString()}`,
    '--mode=u+rw,go+r,go-w', basename(folder),
  ]);
}

const readme = `Wavebench

  ./Wavebench             opens the application
  ./wavebench --help      does the same work without a window

It needs no Node and no Python, and runs from any folder. For the window, Debian's packages libnss3 libatk1.0-0
libatk-bridge2.0-0 libcups2 libgtk-3-0 libgbm1 libasound2 libxss1 libxtst6 have to be installed; the command line needs
them too, because both are one program.
Where the system forbids unprivileged user namespaces, the window's sandbox needs, once:
  sudo chown root:root chrome-sandbox && sudo chmod 4755 chrome-sandbox
As root, start it by: ./Wavebench --no-sandbox
`;

/** @param {string} from @param {string} to @param {(inside: string) => boolean} [wanted] of a path inside `from` */
function copyLoaded(from, to, wanted = () => true) {
  cpSync(from, to, {
    recursive: true,
    filter: (path) => {
      const inside = relative(from, path);
      return inside === '' || (wanted(inside) && !notLoaded.test(inside));
    },
  });
}

/**
 * Folders of packages with all they depend on, as the lock file has them installed.
 *
 * @param {string} root @param {readonly string[]} names
 * @returns {string[]} such as `node_modules/tar/node_modules/minipass`
 */
function packagesOf(root, names) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const found = new Set();
  /** @param {string} name @param {string} from */
  const add = (name, from) => {
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
  for (const name of names) add(name, '');
  return [...found].sort();
}

/**
 * @param {{ provision: Provision, folder: string, application: string, libraries: string, tensorflow: string }} context
 */
function writeManifest({ provision, folder, application, libraries, tensorflow }) {
  const place = join(application, 'node_modules', '.wavebench');
  mkdirSync(place, { recursive: true });
  const { electron, sqlite } = provision;
  const addon = join(place, 'better_sqlite3.node');
  if (sqlite.nativeBinding) cpSync(sqlite.nativeBinding, addon);
  writeJson(join(place, 'runtime.json'), {
    manifestVersion: 1,
    platform: `${process.platform}-${process.arch}`,
    cache: { folder: relative(place, folder) },
    electron: { ...electron, executable: relative(place, join(folder, 'Wavebench')) },
    tensorflow: {
      ...provision.tensorflow,
      libraryFolders: provision.tensorflow.libraryFolders.map((path) =>
        relative(place, join(application, tensorflow, relative(libraries, realpathSync(path)))),
      ),
    },
    sqlite: { ...sqlite, nativeBinding: sqlite.nativeBinding && basename(addon) },
  });
}

/** @param {string} path */
function alike(path) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) alike(inside);
    else lutimesSync(inside, time, time);
  }
  lutimesSync(path, time, time);
}

/** @param {string} file @param {unknown} value */
function writeJson(file, value) {
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
