import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { atExit } from './at-exit.mjs';

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
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const forget = killWithUs(child, signal);
    let out = '';
    let all = '';
    child.stdout.on('data', (text) => {
      out += text;
      all += text;
      onOutput?.(String(text));
    });
    child.stderr.on('data', (text) => {
      all += text;
      onOutput?.(String(text));
    });
    child.on('error', (error) => {
      forget();
      reject(new CommandError(`${command} could not be started: ${error.message}`, ''));
    });
    child.on('close', (code, end) => {
      forget();
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

/**
 * Ends a child and all that it started when this process ends or the signal aborts. The child leads a process group of
 * its own (`detached`), so its grandchildren, a compiler for example, go with it.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {AbortSignal} [signal]
 * @returns {() => void} call it once the child has ended
 */
export function killWithUs(child, signal) {
  const kill = () => {
    if (!child.pid) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  };
  const forget = atExit(kill);
  signal?.addEventListener('abort', kill);
  return () => {
    forget();
    signal?.removeEventListener('abort', kill);
  };
}

/** @param {string} text @param {number} count */
function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
