import { join, resolve } from 'node:path';
import { runCommand } from './command.mjs';

/**
 * What is switched in Electron's binary of a package: nothing may make it another program than this one. `RunAsNode`
 * stays, because the `wavebench` command beside the app runs by it, and its training processes. Files lie in a folder,
 * not in an asar archive, because addons and workers are loaded from there.
 */
export const fuses = {
  RunAsNode: 'on',
  EnableCookieEncryption: 'off',
  EnableNodeOptionsEnvironmentVariable: 'off',
  EnableNodeCliInspectArguments: 'off',
  EnableEmbeddedAsarIntegrityValidation: 'off',
  OnlyLoadAppFromAsar: 'off',
  LoadBrowserProcessSpecificV8Snapshot: 'off',
  GrantFileProtocolExtraPrivileges: 'off',
};

/**
 * Sets the fuses that this Electron knows; an older one has fewer.
 *
 * @param {string} root @param {string} executable
 */
export async function setFuses(root, executable) {
  const program = join(root, 'node_modules', '@electron', 'fuses', 'dist', 'bin.js');
  /** @param {string[]} args */
  const run = (...args) => runCommand(process.execPath, [program, ...args], { env: { ...process.env, NO_COLOR: '1' } });
  const known = await run('read', '--app', executable);
  const wanted = Object.entries(fuses).filter(([name]) => new RegExp(`\\b${name}\\b`).test(known));
  await run('write', '--app', executable, ...wanted.map(([name, state]) => `${name}=${state}`));
  // A program that was changed has lost its signature, without which macOS starts none.
  const bundle = resolve(executable, '../../..');
  if (process.platform === 'darwin') await runCommand('codesign', ['--force', '--deep', '--sign', '-', bundle]);
}
