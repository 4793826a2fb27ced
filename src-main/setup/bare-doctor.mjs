import { existsSync } from 'node:fs';
import { findProgram } from './command.mjs';
import { packagesAreInstalled } from './packages.mjs';
import { cacheFolder, manifestFile, projectRoot } from './paths.mjs';
import { folderSize, megabytes } from './progress.mjs';
import { oldestNode, hasDisplay } from './system.mjs';

/** @typedef {{ name: string, value: string, ok: boolean, advice: string | null }} Check */

/**
 * Says what is there and what is missing when the clone could not be made ready, in the form of the application's own
 * doctor (`DoctorReport` of the contract), and ends this process with exit code 1.
 *
 * @param {unknown} failure what stopped the set-up
 * @param {boolean} json
 */
export function bareDoctor(failure, json) {
  const checks = examine(failure);
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.map(({ name, value, ok, advice }) => {
    const line = `${ok ? 'ok ' : 'NOT'}  ${name.padEnd(width)}  ${value}`;
    return advice ? `${line}\n${' '.repeat(width + 7)}${advice.replaceAll('\n', `\n${' '.repeat(width + 7)}`)}` : line;
  });
  const text = json ? JSON.stringify({ ok: false, checks }, null, 2) : lines.join('\n');
  process.stdout.write(`${text}\n`);
  process.exit(1);
}

/**
 * @param {unknown} failure
 * @returns {Check[]}
 */
function examine(failure) {
  const [what, ...todo] = (failure instanceof Error ? failure.message : String(failure)).split('\n');
  const cache = cacheFolder();
  return [
    { name: 'Set-up', value: what, ok: false, advice: todo.join('\n') || null },
    { name: 'Node', value: process.versions.node, ok: true, advice: `Needed: ${oldestNode.join('.')} or newer.` },
    { name: 'Node-API', value: process.versions.napi ?? 'none', ok: true, advice: null },
    program('Python', 'python3', 'sudo apt-get install -y python3 python3-pip'),
    program('C++ compiler', 'g++', 'sudo apt-get install -y g++'),
    packagesAreInstalled(projectRoot)
      ? { name: 'Packages', value: 'installed', ok: true, advice: null }
      : { name: 'Packages', value: 'not installed', ok: false, advice: 'npm start installs them.' },
    existsSync(manifestFile())
      ? { name: 'Provision', value: manifestFile(), ok: true, advice: 'Left by an earlier start.' }
      : { name: 'Provision', value: 'none yet', ok: false, advice: 'Mend what is said under Set-up.' },
    {
      name: 'Display', value: hasDisplay() ? 'there' : 'none', ok: hasDisplay(),
      advice: hasDisplay() ? null : 'The command line works without one.',
    },
    { name: 'Cache', value: `${cache}, ${megabytes(folderSize(cache))}`, ok: true, advice: null },
  ];
}

/** @param {string} name @param {string} command @param {string} remedy @returns {Check} */
function program(name, command, remedy) {
  const found = findProgram(command);
  return { name, value: found ?? 'not found', ok: found !== null, advice: found ? null : `Install it: ${remedy}` };
}
