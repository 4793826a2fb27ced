import { join } from 'node:path';
import { findProgram, runCommand } from './command.mjs';
import { MissingTool } from './setup-error.mjs';

/**
 * Compiles one C or C++ file to an object file. Node's own headers are not needed: the Node-API headers of the npm
 * package `node-api-headers` are the same for every Node and every Electron.
 *
 * @param {{ source: string, object: string, flags: string[], cwd?: string }} file
 * @param {string} root the clone whose node_modules holds the headers
 */
export async function compile({ source, object, flags, cwd }, root) {
  const include = `-I${join(root, 'node_modules', 'node-api-headers', 'include')}`;
  const compiler = source.endsWith('.c') ? 'gcc' : 'g++';
  await runCommand(compiler, ['-c', '-fPIC', '-DNDEBUG', ...flags, include, '-o', object, source], { cwd });
}

/**
 * Links object files to an addon.
 *
 * @param {string} addon @param {string[]} objects @param {string[]} flags
 */
export async function link(addon, objects, flags) {
  await runCommand('g++', ['-shared', '-o', addon, ...objects, ...flags]);
}

/**
 * Refuses to go on where there is no compiler, with the command that installs it.
 *
 * @param {string} what the addon that is to be compiled
 */
export function requireCompiler(what) {
  if (findProgram('g++') && findProgram('gcc')) return;
  throw new MissingTool(`The C++ compiler g++, which ${what} needs, is not installed.`, ['g++']);
}
