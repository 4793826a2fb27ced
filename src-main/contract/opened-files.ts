import type { Transfer } from './transfers';

/** No study file is longer, in bytes. */
export const longestStudyFile = 1_000_000;

/** A file that a person opened from outside the window: by a double click, or as an argument. */
export type OpenedFile =
  | { kind: 'study'; name: string; text: string }
  /** Its study is on its way in already. */
  | { kind: 'bundle'; transfer: Transfer }
  /** Why it could not be opened, in a sentence. */
  | { kind: 'problem'; message: string };

/** What a person is told of a file that is neither. */
export function notOpenable(name: string): string {
  return `${name} is neither a study file, .json of at most 1 MB, nor a bundle of a study, .wavebench.`;
}
