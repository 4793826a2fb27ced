import type { ErrorData } from '../contract/errors';

export interface ExitStatus {
  code: number | null;
  signal: string | null;
  /** Last lines of the process's error output. */
  tail: string;
}

/** Why a process ended without a result, in words for a person: its own error, else how it ended and its last words. */
export function failureReason(error: ErrorData | null, status: ExitStatus): string {
  if (error) return [error.message, error.advice].filter(Boolean).join(' ');
  const words = lastWords(status.tail);
  return words ? `${howItEnded(status)} Its last words: ${words}` : howItEnded(status);
}

/** The error that ended the process where its output names one, without the stack; else the last lines. */
function lastWords(tail: string): string {
  const lines = tail.split('\n').filter((line) => line.trim() !== '' && !alwaysSaid.test(line));
  const error = lines.filter((line) => /^(?:Uncaught )?\w*Error\b.*: /.test(line)).at(-1);
  return error ?? lines.slice(-4).join('\n');
}

/** What TensorFlow tells at every start. */
const alwaysSaid = /^WARNING: All log messages before absl|^I\d{4} .*(?:oneDNN custom operations|cpu_feature_guard)/;

function howItEnded({ code, signal }: ExitStatus): string {
  if (signal === 'SIGKILL') {
    return 'Its process was killed (SIGKILL): by hand, or because memory ran out. Smaller batches need less.';
  }
  if (signal) return `Its process crashed (${signal}).`;
  return `Its process ended without a result (exit code ${code ?? 'unknown'}).`;
}
