import { mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { CommandError, runCommand } from './command.mjs';
import { folderSize } from './progress.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * Runs a package's own install script in a copy of the package, and gives up where its host cannot be reached.
 *
 * The script has a few seconds to bring its first bytes, and must not stand still for a minute after that; a slow
 * download that moves may take as long as it needs.
 *
 * @param {{ root: string, folder: string, script: string, args?: string[], env?: NodeJS.ProcessEnv,
 *   task: import('./progress.mjs').Task, text: string, patience?: { first: number, still: number } }} job
 *   `folder`: the copy of the package; `patience` in milliseconds
 * @returns {Promise<void>} rejects with the reason when the script failed or was given up
 */
export async function runVendorScript(job) {
  const { root, folder, script, args = [], env = process.env, task, text } = job;
  const { first, still } = job.patience ?? { first: 8_000, still: 60_000 };
  const temporary = join(folder, 'temporary');
  mkdirSync(temporary, { recursive: true });
  const modules = join(root, 'node_modules');
  const giveUp = new AbortController();
  const before = folderSize(folder);
  let size = before;
  let moved = Date.now();
  const timer = setInterval(() => {
    const now = folderSize(folder);
    if (now !== size) moved = Date.now();
    size = now;
    task.note(text, size > before ? size - before : undefined);
    if (Date.now() - moved > (size > before ? still : first)) giveUp.abort();
  }, 500);
  try {
    await runCommand(process.execPath, [script, ...args], {
      cwd: folder,
      signal: giveUp.signal,
      onOutput: () => {
        if (size > before) moved = Date.now();
      },
      env: {
        ...env,
        TMPDIR: temporary,
        NODE_PATH: modules,
        PATH: [join(modules, '.bin'), env.PATH].join(delimiter),
      },
    });
  } catch (error) {
    if (giveUp.signal.aborted) {
      throw new Error(size > before
        ? `the download stood still for ${still / 1000} s`
        : `its host did not answer within ${first / 1000} s`);
    }
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/**
 * The reason why a vendor's way did not work, in one line.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function reasonOf(error) {
  const origin = error instanceof SetupError && error.cause ? error.cause : error;
  const message = origin instanceof Error ? origin.message : String(origin);
  const text = origin instanceof CommandError ? origin.output : message;
  const [code] = unreachable.exec(text) ?? [];
  if (code) return `its host cannot be reached (${code})`;
  const lines = text.split('\n').map((line) => line.trim()).filter(Boolean);
  const telling = lines.find((line) => /error|status|unexpected/i.test(line)) ?? lines[0] ?? 'it failed silently';
  return telling.replace(/^\w*error: /i, '').replace(/\.$/, '').slice(0, 200);
}

const unreachable =
  /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|CERT_\w+|fetch failed)\b/;
