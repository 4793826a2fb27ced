/**
 * Where the parts of a package lie in its folder.
 *
 * @typedef {{ executable: string, application: string, bundle: { from: string, to: string } | null,
 *   launcher: { name: string, text: (places: { executable: string, application: string }) => string } }} Layout
 *   `bundle`: the folder that is renamed in place of the executable
 */

/** @param {{ executable: string, application: string }} places */
const shellScript = ({ executable, application }) => `#!/bin/sh
# Wavebench without a window. A link to this file works as well.
self=$(readlink -f -- "$0") || exit 1
here=\${self%/*}
unset WAVEBENCH_RUNTIME
ELECTRON_RUN_AS_NODE=1 exec "$here/${executable}" "$here/${application}/out/main/cli.cjs" "$@"
`;

/** @param {{ executable: string, application: string }} places */
const batchFile = ({ executable, application }) => [
  '@echo off', 'setlocal', 'set WAVEBENCH_RUNTIME=', 'set ELECTRON_RUN_AS_NODE=1',
  `"%~dp0${executable}" "%~dp0${application.replaceAll('/', '\\')}\\out\\main\\cli.cjs" %*`, '',
].join('\r\n');

/** @type {Record<string, Layout>} Only Linux has been tried. */
const layouts = {
  linux: {
    executable: 'Wavebench',
    application: 'resources/app',
    bundle: null,
    launcher: { name: 'wavebench', text: shellScript },
  },
  win32: {
    executable: 'Wavebench.exe',
    application: 'resources/app',
    bundle: null,
    // Names of files do not tell capitals apart there.
    launcher: { name: 'wavebench-cli.cmd', text: batchFile },
  },
  darwin: {
    // Electron finds its helpers by the name inside of the bundle, which therefore stays.
    executable: 'Wavebench.app/Contents/MacOS/Electron',
    application: 'Wavebench.app/Contents/Resources/app',
    bundle: { from: 'Electron.app', to: 'Wavebench.app' },
    launcher: { name: 'wavebench', text: shellScript },
  },
};

/**
 * @param {string} [platform]
 * @returns {Layout}
 */
export function layoutOf(platform = process.platform) {
  return layouts[platform] ?? layouts.linux;
}
