import { decodeCheckpoint, type Checkpoint } from './checkpoint';
import type { RunFiles } from './run-files';

/**
 * Reads the first of the files, newest first, that is a whole checkpoint; null where no file is given. Tells of each
 * damaged one that is passed over: what was made after the one before it is made anew. Throws the first one's UserError
 * when all are damaged.
 */
export async function readNewest(
  files: RunFiles,
  candidates: readonly string[],
  onNotice: (message: string) => void,
): Promise<{ checkpoint: Checkpoint; file: string } | null> {
  const errors: Error[] = [];
  for (const file of candidates) {
    try {
      const checkpoint = decodeCheckpoint(await files.read(file), file);
      for (const { message } of errors) onNotice(`${message} The run goes on from ${file}, the one before it.`);
      return { checkpoint, file };
    } catch (error) {
      errors.push(error as Error);
    }
  }
  if (errors.length > 0) throw errors[0];
  return null;
}
