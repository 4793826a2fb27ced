import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Job, JobHost, JobKind, JobListener, JobOptions, Jobs } from '../contract/jobs';

/** How much of a job's error output is kept for the reason of a failure, in characters. */
const tailLength = 4000;

/**
 * Runs jobs in child processes, one entry file `<folder>/<kind>.cjs` for each kind. `environment` is added to this
 * process's own for every job.
 */
export class ChildProcessHost implements JobHost {
  constructor(
    readonly folder: string,
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  start<Kind extends JobKind>(kind: Kind, listener: JobListener<Kind>, options: JobOptions = {}): Job<Kind> {
    const child = fork(join(this.folder, `${kind}.cjs`), [], {
      // A group of its own: Ctrl+C in the terminal reaches this process alone, which then asks the job to stop.
      detached: true,
      // Nothing of a job may come among the results on standard output.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // Structured clone keeps NaN and infinities, which JSON would make null.
      serialization: 'advanced',
      env: { ...process.env, ...this.environment, ...options.environment },
    });
    let tail = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-tailLength);
    });
    child.on('message', (message) => listener.message(message as Jobs[Kind]['fromWorker']));
    let ended = false;
    const exit = (code: number | null, signal: string | null) => {
      if (!ended) listener.exit({ code, signal, tail: tail.trim() });
      ended = true;
    };
    // `close` comes after the last of the error output.
    child.on('close', exit);
    child.on('error', (error) => {
      tail += error.message;
      if (child.pid === undefined) exit(null, null);
    });
    return {
      pid: child.pid,
      // The callback takes the error of a process that has just ended; its `close` tells of it.
      send: (message) => void child.send(message as object, () => {}),
      kill: () => void child.kill('SIGKILL'),
    };
  }
}
