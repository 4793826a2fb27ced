import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { spawnGuarded } from './guarded-spawn.mjs';

/** A command that could not be started or did not end well; its message ends with the last lines it wrote. */
export class CommandError extends Error {
  /** @param {string} message @param {string} output */
  constructor(message, output) {
    const plain = stripVTControlCharacters(output);
    super(plain ? `${message}\n${lastLines(plain, 12)}` : message);
    this.name = 'CommandError';
    this.output = plain;
  }
}

/**
 * Runs a command and gives what it wrote to its standard output.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal, onOutput?: (text: string) => void }} [options]
 * @returns {Promise<string>} rejects with a CommandError that holds both outputs
 */
export function runCommand(command, args, { cwd, env, signal, onOutput } = {}) {
  return new Promise((resolve, reject) => {
    if (!command.includes('/') && !findProgram(command, env)) {
      reject(new CommandError(`${command} could not be started: it is not installed.`, ''));
      return;
    }
    const child = spawnGuarded(command, args, { cwd, env, signal, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let all = '';
    child.stdout?.on('data', (text) => {
      out += text;
      all += text;
      onOutput?.(String(text));
    });
    child.stderr?.on('data', (text) => {
      all += text;
      onOutput?.(String(text));
    });
    child.on('error', (error) => reject(new CommandError(`${command} could not be started: ${error.message}`, '')));
    child.on('close', (code, end) => {
      if (code === 0) resolve(out);
      else reject(new CommandError(`${[command, ...args].join(' ')} ended with ${end ?? `exit code ${code}`}.`, all));
    });
  });
}

/**
 * The absolute path of a program on the PATH.
 *
 * @param {string} name
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | null}
 */
export function findProgram(name, env = process.env) {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    if (!folder) continue;
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

/** @param {string} text @param {number} count */
function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
