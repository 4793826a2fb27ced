import { readdirSync, readFileSync } from 'node:fs';

/** Living processes whose command line names a path, by their ids; Linux alone tells. */
export function processesOf(path: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && isOf(pid, path));
}

/** Resolves when none lives any more, with those that still do after so many milliseconds. */
export async function goneProcesses(path: string, milliseconds: number): Promise<number[]> {
  for (const end = Date.now() + milliseconds; ;) {
    const alive = processesOf(path);
    if (alive.length === 0 || Date.now() > end) return alive;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    return;
  }
}

function isOf(pid: number, path: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const isZombie = /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
    return !isZombie && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(path);
  } catch {
    return false;
  }
}
