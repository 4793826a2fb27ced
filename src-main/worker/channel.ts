import { toErrorData } from '../contract/errors';
import type { JobKind, Jobs } from '../contract/jobs';

/** The line from a worker process to the process that started it. */
export interface Channel<Kind extends JobKind> {
  post(message: Jobs[Kind]['fromWorker']): void;
  /** Messages that came before the first listener are kept for it. */
  receive(listener: (message: Jobs[Kind]['toWorker']) => void): void;
  /** The other side is gone: nobody reads what is posted from now on. */
  closed(listener: () => void): void;
  /** Ends this process once everything posted has left it. */
  end(code?: number): void;
}

/**
 * Connects a worker to whoever started it: Electron's `utilityProcess.fork` or Node's `child_process.fork`.
 * Throws when the process has no parent that talks to it.
 */
export function connect<Kind extends JobKind>(): Channel<Kind> {
  const { parentPort } = process as unknown as { parentPort?: ParentPort };
  if (parentPort) return overParentPort(parentPort);
  if (process.send) return overProcess();
  throw new Error('This file is the entry of a worker process; start it by the app or by `npm run wavebench`.');
}

/** Kinds whose worker answers one request, posting what comes of it, and ends. */
type AnsweringKind = 'archive' | 'evaluate' | 'verify' | 'bench';

/** Answers each request by `answer`; then the process ends, as it does once nobody listens. */
export function answerOnce<Kind extends AnsweringKind>(
  channel: Channel<Kind>,
  answer: (request: Jobs[Kind]['toWorker']) => Promise<void>,
): void {
  channel.receive(async (request) => {
    try {
      await answer(request);
      channel.post({ type: 'done' });
      channel.end();
    } catch (error) {
      channel.post({ type: 'failed', error: toErrorData(error) });
      channel.end(1);
    }
  });
  channel.closed(() => channel.end());
}

/** The part of Electron's `process.parentPort` that is used here; the worker must not depend on Electron's types. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
  postMessage(message: unknown): void;
}

/** Electron hands a message over on another thread and tells nobody when it is through; this is ample. */
const utilityProcessGrace = 100;

function overParentPort<Kind extends JobKind>(port: ParentPort): Channel<Kind> {
  return {
    post: (message) => port.postMessage(message),
    receive: (listener) => port.on('message', (event) => listener(event.data as Jobs[Kind]['toWorker'])),
    // Chromium ends a utility process whose browser process is gone; the event comes where it is sent at all.
    closed: (listener) => port.on('close', listener),
    end: (code = 0) => void setTimeout(() => process.exit(code), utilityProcessGrace),
  };
}

function overProcess<Kind extends JobKind>(): Channel<Kind> {
  let pending = 0;
  let exitCode: number | null = null;
  const exitWhenSent = () => {
    if (exitCode !== null && pending === 0) process.exit(exitCode);
  };
  return {
    post: (message) => {
      if (!process.connected) return;
      pending += 1;
      // The callback takes the error of a parent that has just gone; `closed` tells of it.
      process.send!(message, undefined, undefined, () => {
        pending -= 1;
        exitWhenSent();
      });
    },
    receive: (listener) => {
      process.on('message', (message) => listener(message as Jobs[Kind]['toWorker']));
    },
    closed: (listener) => {
      process.on('disconnect', listener);
    },
    end: (code = 0) => {
      exitCode = code;
      exitWhenSent();
    },
  };
}
