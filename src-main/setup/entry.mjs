import { constants } from 'node:os';
import { cacheFolder } from './paths.mjs';
import { SetupError } from './setup-error.mjs';

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Ends this process as a child ends, and passes on the signals that come meanwhile.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
export function endWith(child) {
  for (const name of signals) {
    // From a terminal the whole process group gets Ctrl+C at once: it must not reach the child a second time.
    process.on(name, () => {
      if (name !== 'SIGINT' || !process.stdin.isTTY) child.kill(name);
    });
  }
  child.on('error', reportFailure);
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/**
 * Says what went wrong and ends this process. What was begun is cleaned up on the way out.
 *
 * @param {unknown} error
 */
export function reportFailure(error) {
  const known = error instanceof SetupError ? error : systemFailure(error);
  process.stderr.write(known ? `\n${known.message}\n` : `\n${error instanceof Error ? error.stack : error}\n${safe}\n`);
  process.exit(1);
}

const safe = 'Nothing half-made was kept: start again, and what is finished already is not done again.';

/**
 * The failures of a disk, in words.
 *
 * @param {unknown} error
 * @returns {SetupError | null}
 */
function systemFailure(error) {
  if (!(error instanceof Error)) return null;
  const code = /** @type {NodeJS.ErrnoException} */ (error).code;
  const cache = cacheFolder();
  if (code === 'ENOSPC' || /No space left on device/.test(error.message)) {
    return new SetupError({
      what: `The disk is full: ${error.message.split('\n')[0]}`,
      todo: `${safe}\nFree some space, or let WAVEBENCH_CACHE name a folder on a larger disk (now: ${cache}).`,
    });
  }
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
    return new SetupError({
      what: `A file cannot be written: ${error.message}`,
      todo: `${safe}\nMake it writable for you; WAVEBENCH_CACHE can name another cache folder (now: ${cache}).`,
    });
  }
  return null;
}

// The signals end this process through its "exit" event, which removes unfinished folders and ends child processes.
for (const name of signals) {
  process.once(name, () => {
    if (process.listenerCount(name) === 0) process.exit(128 + constants.signals[name]);
  });
}
