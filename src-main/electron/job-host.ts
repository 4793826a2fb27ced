import { app, utilityProcess, type UtilityProcess } from 'electron';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Job, JobHost, JobKind, JobListener, JobOptions, Jobs } from '../contract/jobs';
import { exitStatus, type Ending } from './exit-status';
import { Tail } from './tail';

/** The reason of an end comes just after `exit`, the last of the error output a little later. Milliseconds. */
const reasonDelay = 50;
const outputDelay = 500;

/**
 * Runs jobs in utility processes, one entry file `<folder>/<kind>.cjs` for each kind. `environment` is added to this
 * process's own for every job (library folders, TensorFlow's switches).
 */
export class UtilityProcessHost implements JobHost {
  #started = 0;
  readonly #endings = new Map<string, Ending>();

  constructor(
    readonly folder: string,
    readonly environment: Readonly<Record<string, string>>,
  ) {
    app.on('child-process-gone', (_event, details) => {
      if (details.name) this.#endings.set(details.name, details);
    });
  }

  start<Kind extends JobKind>(kind: Kind, listener: JobListener<Kind>, options: JobOptions = {}): Job<Kind> {
    // The number makes the name unique: by it alone can a process be told in `child-process-gone`.
    const serviceName = `Wavebench ${kind} ${(this.#started += 1)}`;
    const child = utilityProcess.fork(join(this.folder, `${kind}.cjs`), [], {
      serviceName,
      stdio: ['ignore', 'inherit', 'pipe'],
      env: { ...process.env, ...this.environment, ...options.environment },
    });
    const tail = new Tail();
    child.stderr?.on('data', (chunk: Buffer) => tail.add(chunk));
    child.on('message', (message: Jobs[Kind]['fromWorker']) => listener.message(message));
    void ended(child).then((code) => {
      const ending = this.#endings.get(serviceName) ?? null;
      this.#endings.delete(serviceName);
      listener.exit({ ...exitStatus(code, ending), tail: tail.text() });
    });
    return {
      get pid() {
        return child.pid;
      },
      send: (message) => child.postMessage(message),
      kill: () => {
        // `child.kill()` only asks; a training that hangs in a native call would not hear it.
        if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
      },
    };
  }
}

/** The exit code, once the reason of the end and the last of the error output have had time to come. */
async function ended(child: UtilityProcess): Promise<number> {
  const outputEnd = new Promise<void>((resolve) => child.stderr?.once('end', resolve) ?? resolve());
  const code = await new Promise<number>((resolve) => child.once('exit', resolve));
  await Promise.all([setTimeout(reasonDelay), Promise.race([outputEnd, setTimeout(outputDelay)])]);
  return code;
}
