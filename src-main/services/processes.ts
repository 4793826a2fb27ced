import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Owner } from '../store/ownership';

/** Who this process is, and whether another one that owns runs still lives. */
export interface Processes {
  readonly self: Owner;
  /** Whether the owner runs; `silentFor`: milliseconds since it last gave a sign. */
  isAlive(owner: Owner, silentFor: number): boolean;
}

/** An owner where nobody can look (another host or container, an earlier boot) is gone after this silence. */
const patience = 30_000;

export function systemProcesses(): Processes {
  const self = { host, pid: process.pid, start: startTime(process.pid) ?? '' };
  return {
    self,
    isAlive: (owner, silentFor) => {
      if (owner.host !== host) return silentFor < patience;
      const start = startTime(owner.pid);
      if (start === null) return false;
      // Where no start time can be had, a later process may have got the same id: then silence decides.
      return start === '' || owner.start === '' ? silentFor < patience : start === owner.start;
    },
  };
}

/** Process ids mean something only on one machine, during one boot, in one container. */
const host = createHash('sha256')
  .update([hostname(), read('/proc/sys/kernel/random/boot_id'), readLink('/proc/self/ns/pid')].join('\n'))
  .digest('hex')
  .slice(0, 16);

/** When a process started, in whatever form the system tells it; '' when it does not, null when none runs. */
function startTime(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return null;
  }
  return process.platform === 'linux' ? startTicks(pid) : startDate(pid);
}

/** Field 22 of /proc/<pid>/stat: clock ticks since the boot. */
function startTicks(pid: number): string | null {
  const stat = read(`/proc/${pid}/stat`);
  // Field 2, the command in parentheses, may itself hold spaces and parentheses: count from the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended; its parent has not noticed yet.
  return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? '');
}

function startDate(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: 2000 }).trim();
  } catch {
    return '';
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function readLink(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}
