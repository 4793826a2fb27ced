import { lstatSync, lutimesSync, mkdirSync, readlinkSync, symlinkSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atExit } from './at-exit.mjs';
import { stateOf, thisOwner } from './owner.mjs';

/**
 * Runs `work` while this process alone holds the lock, and waits for it as long as its holder lives.
 *
 * The lock is a symbolic link that points to its owner's name: one system call makes it together with what it says,
 * so no process can die between the two. A lock whose owner is dead is taken over; one from another host or container
 * is, once its owner has not touched it for a minute.
 *
 * @template T
 * @param {string} file where the lock lies
 * @param {() => Promise<T>} work
 * @param {{ onWait?: () => void }} [options] `onWait` is called once, when another process holds the lock
 * @returns {Promise<T>}
 */
export async function withLock(file, work, { onWait } = {}) {
  const owner = thisOwner();
  mkdirSync(dirname(file), { recursive: true });
  for (let waited = false; !take(file, owner); waited = true) {
    if (!waited && isHeld(file)) onWait?.();
    if (!isHeld(file)) await removeStale(file, owner);
    else await sleep(150);
  }
  const release = () => {
    if (holder(file) === owner) unlinkSync(file);
  };
  const heartbeat = setInterval(() => touch(file), 5_000);
  const forget = atExit(release);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    forget();
    release();
  }
}

/** How long a lock of another host may stay untouched, in milliseconds. */
const silence = 60_000;

/** @param {string} file @param {string} owner */
function take(file, owner) {
  try {
    symlinkSync(owner, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file @returns {string | null} */
function holder(file) {
  try {
    return readlinkSync(file);
  } catch {
    return null;
  }
}

/** @param {string} file */
function isHeld(file) {
  const owner = holder(file);
  if (owner === null) return false;
  const state = stateOf(owner);
  return state === 'elsewhere' ? age(file) < silence : state === 'alive';
}

/**
 * Removes a stale lock. Only one process at a time may look and remove: else a slow one would remove the lock that a
 * quick one has just taken.
 *
 * @param {string} file @param {string} owner
 */
async function removeStale(file, owner) {
  const guard = `${file}.takeover`;
  if (!take(guard, owner)) {
    if (age(guard) > 10_000) unlinkQuietly(guard);
    await sleep(20);
    return;
  }
  if (!isHeld(file)) unlinkQuietly(file);
  unlinkQuietly(guard);
}

/** @param {string} file */
function age(file) {
  try {
    return Date.now() - lstatSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

/** @param {string} file */
function touch(file) {
  const now = new Date();
  try {
    lutimesSync(file, now, now);
  } catch {
    // The lock's folder was deleted under us: the work goes on, since what it makes is renamed into place whole.
  }
}

/** @param {string} file */
function unlinkQuietly(file) {
  try {
    unlinkSync(file);
  } catch {
    // Another process was faster.
  }
}
