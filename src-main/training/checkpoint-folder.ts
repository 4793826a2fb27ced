import type { CheckpointInfo } from '../contract/training';
import { rankCheckpoint } from './best-checkpoints';
import { encodeCheckpoint, type Checkpoint } from './checkpoint';
import type { RunFiles } from './run-files';
import type { TrainingState } from './state';

export interface SavedCheckpoint {
  checkpoint: CheckpointInfo;
  /** Files that are gone since. */
  removed: string[];
}

/**
 * The checkpoints of one run: the best ones and the last one, each in a file of its own. A file is removed only after
 * all that replace it are safe, so whenever the process ends, the newest file written can be resumed from.
 */
export class CheckpointFolder {
  readonly #files: RunFiles;
  readonly #keepBest: number;
  #last: string | null;

  private constructor(files: RunFiles, keepBest: number, last: string | null) {
    this.#files = files;
    this.#keepBest = keepBest;
    this.#last = last;
  }

  /**
   * Begins with what the checkpoint `resumedFrom` knew; checkpoints that were written after it, or left from an earlier
   * attempt, are removed, as the run writes them anew.
   */
  static async open(
    files: RunFiles,
    { keepBest, state, resumedFrom }: { keepBest: number; state: TrainingState; resumedFrom: string | null },
  ): Promise<CheckpointFolder> {
    const known = new Set([resumedFrom, ...state.best.map(({ file }) => file)]);
    for (const file of await files.list()) {
      if (checkpointName.test(file) && !known.has(file)) await files.remove(file);
    }
    return new CheckpointFolder(files, keepBest, resumedFrom);
  }

  /** The newest checkpoint, or null. */
  get last(): string | null {
    return this.#last;
  }

  /** Writes the last checkpoint. */
  async saveLast(checkpoint: Checkpoint): Promise<SavedCheckpoint> {
    const { step, score } = checkpoint.state;
    const file = fileName('last', step);
    const written = await this.#write(file, encodeCheckpoint(checkpoint));
    const previous = this.#last;
    this.#last = file;
    const removed = previous !== null && previous !== file && previous.startsWith('last-') ? [previous] : [];
    for (const name of removed) await this.#files.remove(name);
    return { checkpoint: { ...written, step, score, kind: 'last' }, removed };
  }

  /**
   * Writes the checkpoint of an evaluation with its `score` as the last one, and among the best ones when it belongs
   * there. Returns what was saved and the best ones from now on.
   */
  async saveEvaluated(
    checkpoint: Checkpoint,
    score: number,
  ): Promise<{ saved: SavedCheckpoint[]; best: TrainingState['best'] }> {
    const { step } = checkpoint.state;
    const file = fileName('best', step);
    const { best, enters, dropped } = rankCheckpoint(checkpoint.state.best, { step, file, score }, this.#keepBest);
    const ranked = { ...checkpoint, state: { ...checkpoint.state, best } };
    const saved: SavedCheckpoint[] = [];
    if (enters) {
      const written = await this.#write(file, encodeCheckpoint(ranked));
      saved.push({ checkpoint: { ...written, step, score, kind: 'best' }, removed: dropped });
    }
    saved.push(await this.saveLast(ranked));
    for (const name of dropped) await this.#files.remove(name);
    return { saved, best };
  }

  async #write(file: string, bytes: Uint8Array): Promise<{ file: string; bytes: number; sha256: string }> {
    const { sha256 } = await this.#files.write(file, bytes);
    return { file, bytes: bytes.byteLength, sha256 };
  }
}

const checkpointName = /^(?:best|last)-\d+\.safetensors$/;

function fileName(kind: 'best' | 'last', step: number): string {
  return `${kind}-${String(step).padStart(8, '0')}.safetensors`;
}
