import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ note: (text: string, done?: number, total?: number) => void, finish: (text?: string) => void,
 *   fail: (text: string) => void }} Task */

/**
 * Says on standard error what the set-up does: one line that is repainted on a terminal, plain lines elsewhere.
 * Nothing is written while nothing is to be done.
 *
 * @param {NodeJS.WriteStream} [stream]
 */
export function createProgress(stream = process.stderr) {
  /** @type {Map<string, { text: string, done?: number, total?: number, started: number, said: number }>} */
  const running = new Map();
  const live = Boolean(stream.isTTY) && process.env.TERM !== 'dumb';
  /** @type {NodeJS.Timeout | undefined} */
  let timer;

  /** @param {string} text */
  const line = (text) => {
    if (live) stream.write(`\r\x1b[2K${text}\n`);
    else stream.write(`${text}\n`);
    paint();
  };

  const paint = () => {
    if (!live || running.size === 0) return;
    const parts = [...running].map(([name, state]) => `${name}: ${describe(state)}`);
    stream.write(`\r\x1b[2K${parts.join('  |  ').slice(0, (stream.columns || 80) - 1)}`);
  };

  const tick = () => {
    if (live) return paint();
    for (const [name, state] of running) {
      if (Date.now() - state.said < 10_000) continue;
      state.said = Date.now();
      line(`  ${name}: ${describe(state)}`);
    }
  };

  return {
    /** @param {string} text */
    say: (text) => line(text),

    /**
     * Starts a piece of work that is shown until it is finished.
     *
     * @param {string} name @param {string} text what is done first
     * @returns {Task}
     */
    task(name, text) {
      const now = Date.now();
      running.set(name, { text, started: now, said: now });
      timer ??= setInterval(tick, live ? 200 : 1_000);
      line(`${name}: ${text}`);
      const end = () => {
        running.delete(name);
        if (running.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
      return {
        note(next, done, total) {
          const state = running.get(name);
          if (!state) return;
          const isNew = next !== state.text;
          Object.assign(state, { text: next, done, total });
          if (isNew) line(`${name}: ${next}`);
        },
        finish(result = 'ready') {
          end();
          line(`${name}: ${result} (${seconds(now)} s)`);
        },
        fail(reason) {
          end();
          line(`${name}: ${reason}`);
        },
      };
    },
  };
}

/** @typedef {ReturnType<typeof createProgress>} Progress */

/**
 * Shows the growth of a folder while `work` fills it, as the download tools of npm and pip say nothing of their own.
 *
 * @template T
 * @param {Task} task @param {string} text @param {string} folder @param {number} bytes what is expected
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function watchDownload(task, text, folder, bytes, work) {
  task.note(text, 0, bytes);
  const timer = setInterval(() => task.note(text, Math.min(folderSize(folder), bytes), bytes), 500);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/**
 * The sum of all file sizes in a folder, in bytes; files that vanish meanwhile count nothing.
 *
 * @param {string} folder
 * @returns {number}
 */
export function folderSize(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true }).reduce((sum, item) => {
      const path = join(folder, item.name);
      if (item.isDirectory()) return sum + folderSize(path);
      try {
        return sum + (item.isFile() ? statSync(path).size : 0);
      } catch {
        return sum;
      }
    }, 0);
  } catch {
    return 0;
  }
}

/** @param {number} bytes @returns {string} for example `274 MB` */
export function megabytes(bytes) {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${Math.round(bytes / 1e6)} MB`;
}

/** @param {{ text: string, done?: number, total?: number, started: number }} state */
function describe({ text, done, total, started }) {
  if (done === undefined) return `${text}, ${seconds(started)} s`;
  if (total === undefined) return `${text}, ${megabytes(done)}, ${seconds(started)} s`;
  const percent = Math.floor((100 * done) / total);
  return `${text}, ${megabytes(done)} of ${megabytes(total)} (${percent} %), ${seconds(started)} s`;
}

/** @param {number} since */
function seconds(since) {
  return ((Date.now() - since) / 1000).toFixed(since > Date.now() - 10_000 ? 1 : 0);
}
