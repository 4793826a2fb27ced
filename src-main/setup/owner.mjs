import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * The name of this process as it stands in locks and in the names of unfinished folders: host, process id and start
 * time, so that a later process with the same id is not taken for it.
 *
 * @returns {string}
 */
export function thisOwner() {
  return `${host}-${process.pid}-${startTime(process.pid) ?? 0}`;
}

/**
 * Whether the process that a name was made from still runs.
 *
 * @param {string} owner a name made by `thisOwner`
 * @returns {'alive' | 'dead' | 'elsewhere'} `elsewhere`: on another host, boot or container, where nobody can look
 */
export function stateOf(owner) {
  const [ownerHost, pid, start] = owner.split('-');
  if (ownerHost !== host) return 'elsewhere';
  const started = startTime(Number(pid));
  if (started === null) return 'dead';
  return String(started) === start ? 'alive' : 'dead';
}

const host = createHash('sha256')
  .update([hostname(), read('/proc/sys/kernel/random/boot_id'), readLink('/proc/self/ns/pid')].join('\n'))
  .digest('hex')
  .slice(0, 12);

/**
 * @param {number} pid
 * @returns {number | null} clock ticks since boot on Linux, 0 where /proc is missing, null when no such process runs
 */
function startTime(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH') return null;
  }
  const stat = read(`/proc/${pid}/stat`);
  // The command's name, in parentheses, may itself hold spaces and parentheses: count fields from the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended: only its parent has not yet noticed.
  if (fields[0] === 'Z') return null;
  return Number(fields[19] ?? 0);
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** @param {string} file */
function readLink(file) {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}
