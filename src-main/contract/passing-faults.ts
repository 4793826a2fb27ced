/** A fault of the disk that may pass: in words, and what a person can do about it. */
export interface PassingFault {
  what: string;
  advice: string;
}

/**
 * The fault behind an error of SQLite or of the file system that is gone once somebody has seen to the disk; null for an
 * error that trying again does not mend.
 */
export function passingFault(error: unknown): PassingFault | null {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return null;
  const known = faults.find(({ codes }) => codes.test(code));
  return known ? { what: known.what, advice: known.advice } : null;
}

const faults: (PassingFault & { codes: RegExp })[] = [
  {
    codes: /^(SQLITE_BUSY|SQLITE_LOCKED|EBUSY)/,
    what: 'another process has been writing to it for long',
    advice: 'Wait until the other program has finished, or end it.',
  },
  {
    codes: /^(SQLITE_FULL|ENOSPC|EDQUOT)/,
    what: 'the disk is full',
    advice: 'Free some space on it.',
  },
  {
    codes: /^(SQLITE_READONLY|EROFS|EACCES|EPERM)/,
    what: 'it can no longer be written to',
    advice: 'Allow writing to it again.',
  },
  {
    codes: /^(SQLITE_CANTOPEN|ENOENT|ENOTDIR|ENODEV|ESTALE)/,
    what: 'it is no longer where it was',
    advice: 'Put the folder back into its place, or connect its disk again.',
  },
  {
    codes: /^(SQLITE_IOERR|EIO|ENXIO|ETIMEDOUT|EMFILE|ENFILE)/,
    what: 'the disk does not answer as it should',
    advice: 'Check the disk and its connection.',
  },
];
