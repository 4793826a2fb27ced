import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Remembers in the cache what was found out at some expense, for example that a host cannot be reached.
 *
 * @param {string} cache
 * @param {string} key names the question with all that its answer depends on
 * @returns {unknown} what `remember` was given, or null
 */
export function recall(cache, key) {
  try {
    return JSON.parse(readFileSync(join(cache, 'remembered', `${key}.json`), 'utf8'));
  } catch {
    return null;
  }
}

/** @param {string} cache @param {string} key @param {unknown} answer */
export function remember(cache, key, answer) {
  writeWhole(join(cache, 'remembered', `${key}.json`), `${JSON.stringify(answer)}\n`);
}

/**
 * The remembered answer, or else what `find` finds out, which is remembered from then on.
 *
 * @template T
 * @param {string} cache @param {string} key @param {() => Promise<T>} find
 * @returns {Promise<T>}
 */
export async function remembered(cache, key, find) {
  const known = /** @type {T | null} */ (recall(cache, key));
  if (known !== null) return known;
  const found = await find();
  remember(cache, key, found);
  return found;
}

/**
 * Writes a file so that a reader finds either the old content or the new, never a part.
 *
 * @param {string} file @param {string} text
 */
export function writeWhole(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, file);
}
