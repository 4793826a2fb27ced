import { constants } from 'node:os';

/** Why a utility process is gone, as Electron's `child-process-gone` tells it. */
export interface Ending {
  reason: string;
  /** Status from waitpid: the signal where there was one. */
  exitCode: number;
}

/** Exit code or signal; a process that was killed may report any code, so the reason goes first. */
export function exitStatus(code: number, ending: Ending | null): { code: number | null; signal: string | null } {
  if (ending && ['killed', 'crashed', 'oom'].includes(ending.reason)) {
    return { code: null, signal: signalName(ending.exitCode) };
  }
  return { code, signal: null };
}

function signalName(number: number): string {
  const known = Object.entries(constants.signals).find(([, value]) => value === number);
  return known ? known[0] : `signal ${number}`;
}
