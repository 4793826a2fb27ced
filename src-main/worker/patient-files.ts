import { setTimeout } from 'node:timers/promises';
import { passingFault } from '../contract/passing-faults';
import type { StoringTrouble } from '../contract/storing';
import type { RunFiles } from '../training/run-files';
import type { Hold } from './hold';

/** Milliseconds between two attempts. */
const retryAfter = 1_000;

export interface PatientFilesOptions {
  folder: string;
  hold: Hold;
  /** What keeps a file from being written, null once it is. */
  onTrouble: (trouble: StoringTrouble | null) => void;
  pause?: (milliseconds: number) => Promise<unknown>;
}

/**
 * Files of a run whose writing is tried again and again while the disk has a fault that may pass (it is full, cannot be
 * written to, is gone), until the training is to stop.
 */
export function patientFiles(files: RunFiles, options: PatientFilesOptions): RunFiles {
  return { ...files, write: (name, bytes) => writePatiently(files, options, { name, bytes }) };
}

async function writePatiently(
  files: RunFiles,
  { folder, hold, onTrouble, pause = setTimeout }: PatientFilesOptions,
  { name, bytes }: { name: string; bytes: Uint8Array },
): Promise<{ sha256: string }> {
  for (let inTrouble = false; ; inTrouble = true) {
    try {
      const written = await files.write(name, bytes);
      if (inTrouble) onTrouble(null);
      return written;
    } catch (error) {
      const fault = passingFault((error as Error).cause);
      if (!fault || hold.stopped) throw error;
      const message = `The file ${name} of a run cannot be written into ${folder}: ${fault.what}. The training waits.`;
      onTrouble({ message, advice: fault.advice });
      await hold.waiting(pause(retryAfter));
    }
  }
}
