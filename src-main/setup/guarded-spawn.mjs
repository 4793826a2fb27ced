import { spawn } from 'node:child_process';
import { atExit } from './at-exit.mjs';

/**
 * Starts a program that ends, with all that it started, when this process ends: even when that is killed, so that no
 * compiler goes on for a set-up that is gone.
 *
 * A shell leads a process group and waits at a pipe that closes with this process; then it asks the whole group to end,
 * and a second later ends it.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal,
 *   stdio: ('ignore' | 'pipe' | 'inherit')[] }} options `signal` ends the group in the same way; `stdio`: the three
 *   usual streams and, from number 4 on, further ones (number 3 is the guard's)
 * @returns {import('node:child_process').ChildProcess}
 */
export function spawnGuarded(command, args, { cwd, env, signal, stdio }) {
  const [input, output, errors, ...more] = stdio;
  const child = spawn('/bin/sh', ['-c', guard, 'sh', command, ...args], {
    cwd, env, stdio: [input, output, errors, 'pipe', ...more], detached: true,
  });
  const end = () => {
    try {
      if (child.pid) process.kill(-child.pid, 'SIGTERM');
    } catch {
      // It has ended already.
    }
    child.stdio[3]?.destroy();
  };
  const forget = atExit(end);
  signal?.addEventListener('abort', end);
  child.once('exit', () => {
    forget();
    signal?.removeEventListener('abort', end);
    child.stdio[3]?.destroy();
  });
  return child;
}

const guard = `
  (trap '' TERM; read -r nothing; kill -TERM 0; sleep 1; kill -KILL 0) <&3 >/dev/null 2>&1 &
  guard=$!
  "$@" 3<&-
  code=$?
  kill -KILL $guard
  exit $code`;
