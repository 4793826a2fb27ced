import {
  closeSync, existsSync, fsyncSync, lstatSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync,
  statfsSync, writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { atExit } from './at-exit.mjs';
import { withLock } from './lock.mjs';
import { stateOf, thisOwner } from './owner.mjs';
import { megabytes } from './progress.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * Gives the folder of a cache entry, making it first where it is missing or damaged.
 *
 * `fill` writes into a folder of its own beside the entry; only when it has returned, and everything is on the disk, is
 * that folder sealed (a list of its files with their sizes) and renamed into place. So an entry is either whole or not
 * there, wherever the process is killed. Two processes that want the same entry share one filling of it.
 *
 * @param {string} cache the cache folder
 * @param {string} key name and version of the entry, with all else that it depends on
 * @param {(folder: string) => Promise<void>} fill
 * @param {{ onWait?: () => void }} [options] `onWait` is called once when another process is filling the entry
 * @returns {Promise<string>} the entry's folder
 */
export async function cacheEntry(cache, key, fill, options = {}) {
  const entry = join(cache, key);
  if (isWhole(entry)) return entry;
  await withLock(
    join(cache, 'locks', key),
    async () => {
      if (isWhole(entry)) return;
      await inUnfinishedFolder(join(cache, 'unfinished'), key, async (folder) => {
        await fill(folder);
        seal(folder);
        if (existsSync(entry)) renameSync(entry, join(folder, '..', `${key}@${thisOwner()}.damaged`));
        renameSync(folder, entry);
      });
    },
    options,
  );
  return entry;
}

/**
 * Whether an entry is there and no file of it is missing or has another size than when it was sealed.
 *
 * @param {string} entry
 * @returns {boolean}
 */
export function isWhole(entry) {
  try {
    /** @type {{ files: [string, number][] }} */
    const { files } = JSON.parse(readFileSync(join(entry, sealName), 'utf8'));
    return files.every(([file, size]) => lstatSync(join(entry, file)).size === size);
  } catch {
    return false;
  }
}

/**
 * Calls `work` with an empty folder that is removed afterwards, and removes what dead processes left there before.
 *
 * @template T
 * @param {string} parent @param {string} name @param {(folder: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inUnfinishedFolder(parent, name, work) {
  mkdirSync(parent, { recursive: true });
  removeLeftOvers(parent);
  const folder = join(parent, `${name}@${thisOwner()}`);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  remove();
  mkdirSync(folder);
  const forget = atExit(remove);
  try {
    return await work(folder);
  } finally {
    forget();
    remove();
    removeLeftOvers(parent);
  }
}

/**
 * Refuses to begin what the disk has no room for.
 *
 * @param {string} folder @param {number} bytes what is needed there while it is made
 */
export function requireSpace(folder, bytes) {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= bytes) return;
  throw new SetupError({
    what: `${folder} needs ${megabytes(bytes)} of free space; there are ${megabytes(bavail * bsize)}.`,
    todo: 'Free some space, or let WAVEBENCH_CACHE name a folder on a larger disk; then start again.',
  });
}

const sealName = '.sealed.json';

/** @param {string} parent */
function removeLeftOvers(parent) {
  for (const name of readdirSync(parent)) {
    const owner = name.slice(name.lastIndexOf('@') + 1);
    const damaged = owner.endsWith('.damaged');
    const state = stateOf(owner.replace('.damaged', ''));
    const day = 24 * 3600 * 1000;
    const old = () => Date.now() - lstatSync(join(parent, name)).mtimeMs > day;
    if (damaged || state === 'dead' || (state === 'elsewhere' && old())) {
      rmSync(join(parent, name), { recursive: true, force: true });
    }
  }
}

/** @param {string} folder */
function seal(folder) {
  const files = listFiles(folder).map((file) => [relative(folder, file), lstatSync(file).size]);
  for (const [file] of files) flush(join(folder, String(file)));
  writeFileSync(join(folder, sealName), JSON.stringify({ files }));
  flush(join(folder, sealName));
}

/** @param {string} folder @returns {string[]} */
function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((item) => {
    const path = join(folder, item.name);
    return item.isDirectory() ? listFiles(path) : [path];
  });
}

/** A rename may reach the disk before the data of the files: after a power cut they would be there, but empty. */
function flush(/** @type {string} */ file) {
  if (lstatSync(file).isSymbolicLink()) return;
  const handle = openSync(file, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
