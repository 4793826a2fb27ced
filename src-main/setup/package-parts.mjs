import {
  chmodSync, cpSync, existsSync, lutimesSync, mkdirSync, readFileSync, readdirSync, realpathSync, renameSync, rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { runCommand } from './command.mjs';
import { electronPath } from './electron.mjs';
import { applicationPackages, isLoaded, isPackaged } from './package-files.mjs';
import { layoutOf } from './package-layout.mjs';

/** @typedef {import('./manifest.mjs').Provision} Provision */

/** What a package's files carry as their time, so that the same files are the same archive. */
const time = new Date('1980-01-01T00:00:00Z');

/**
 * Electron under the application's name, without the application that it came with.
 *
 * @param {Provision} provision @param {string} folder
 */
export function copyElectron({ electron }, folder) {
  const source = join(electron.executable, relative(electronPath(), '.'));
  const { bundle, executable } = layoutOf();
  cpSync(source, folder, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !['.sealed.json', 'default_app.asar', 'app'].includes(basename(path)) || path === source,
  });
  if (bundle) renameSync(join(folder, bundle.from), join(folder, bundle.to));
  else renameSync(join(folder, basename(electron.executable)), join(folder, executable));
}

/**
 * The built application, the packages it loads with their libraries, and the manifest that says where they are.
 *
 * @param {{ root: string, provision: Provision, folder: string }} context
 */
export function copyApplication({ root, provision, folder }) {
  const application = join(folder, layoutOf().application);
  for (const part of ['main', 'preload', 'renderer', 'kernel']) {
    copyLoaded(join(root, 'out', part), join(application, 'out', part));
  }
  cpSync(join(root, 'resources'), join(application, 'resources'), { recursive: true });
  const { name, version, description, license, main } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeJson(join(application, 'package.json'), { name, productName: 'Wavebench', version, description, license, main });
  cpSync(join(root, 'LICENSE'), join(application, 'LICENSE'));
  for (const path of applicationPackages(root)) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    copyLoaded(join(root, path), join(application, path), (inside) => isPackaged(name, inside));
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
  const { executable, application, launcher } = layoutOf();
  writeFileSync(join(folder, launcher.name), launcher.text({ executable, application }));
  writeFileSync(join(folder, 'README.txt'), readme);
  for (const program of [launcher.name, executable, 'chrome-sandbox', 'chrome_crashpad_handler']) {
    if (existsSync(join(folder, program))) chmodSync(join(folder, program), 0o755);
  }
}

/**
 * Packs a folder: names in order, one owner, one time, one level of packing; only GNU tar makes the same bytes again.
 *
 * @param {string} folder @param {string} archive
 */
export async function archiveFolder(folder, archive) {
  alike(folder);
  if (process.platform !== 'linux') {
    await runCommand('tar', ['-czf', archive, '-C', dirname(folder), basename(folder)]);
    return;
  }
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
function copyLoaded(from, to, wanted = isLoaded) {
  cpSync(from, to, {
    recursive: true,
    filter: (path) => {
      const inside = relative(from, path);
      return inside === '' || wanted(inside);
    },
  });
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
    electron: { ...electron, executable: relative(place, join(folder, layoutOf().executable)) },
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
