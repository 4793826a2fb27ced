import { checkpointFileName, parseCheckpointFileName, type CheckpointInfo } from '../contract/training';
import { rankCheckpoint } from './best-checkpoints';
import { encodeCheckpoint, type Checkpoint } from './checkpoint';
import type { RunFiles } from './run-files';
import type { TrainingState } from './state';

export interface SavedCheckpoint {
  checkpoint: CheckpointInfo;
  /** Files that are of no use once this one is recorded. */
  replaced: string[];
}

export interface CheckpointRetention {
  keepBest: number;
  /** Steps at which the last checkpoint is kept for good. */
  history: readonly number[];
}

/**
 * The checkpoints of one run: the best ones, the last one and those that were the last one at a step of the history,
 * each in a file of its own. What they replace is removed by whoever records them: a checkpoint can be resumed from only
 * when the points before it are stored as well, so until then its predecessor has to stay.
 */
export class CheckpointFolder {
  readonly #files: RunFiles;
  readonly #keepBest: number;
  readonly #history: ReadonlySet<number>;
  #last: string | null;

  private constructor(files: RunFiles, { keepBest, history }: CheckpointRetention, last: string | null) {
    this.#files = files;
    this.#keepBest = keepBest;
    this.#history = new Set(history);
    this.#last = last;
  }

  /**
   * Begins with what the checkpoint `resumedFrom` knew; checkpoints that were written after it, or left from an earlier
   * attempt, are removed, as the run writes them anew.
   */
  static async open(
    files: RunFiles,
    { state, resumedFrom, ...retention }: CheckpointRetention & { state: TrainingState; resumedFrom: string | null },
  ): Promise<CheckpointFolder> {
    const past = resumedFrom === null ? [] : retention.history.filter((step) => step <= state.step);
    const history = past.map((step) => checkpointFileName('last', step));
    const known = new Set([resumedFrom, ...history, ...state.best.map(({ file }) => file)]);
    for (const file of await files.list()) {
      if (parseCheckpointFileName(file) && !known.has(file)) await files.remove(file);
    }
    return new CheckpointFolder(files, retention, resumedFrom);
  }

  /** The newest checkpoint, or null. */
  get last(): string | null {
    return this.#last;
  }

  /** Whether the checkpoint of this step is to stay. */
  isHistory(step: number): boolean {
    return this.#history.has(step);
  }

  /** Writes the last checkpoint. */
  async saveLast(checkpoint: Checkpoint): Promise<SavedCheckpoint> {
    const { step, score } = checkpoint.state;
    const file = checkpointFileName('last', step);
    const written = await this.#write(file, encodeCheckpoint(checkpoint));
    const previous = this.#last;
    this.#last = file;
    const replaced = previous !== null && previous !== file && this.#isReplaceable(previous) ? [previous] : [];
    return { checkpoint: { ...written, step, score, kind: 'last' }, replaced };
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
    const file = checkpointFileName('best', step);
    const { best, enters, dropped } = rankCheckpoint(checkpoint.state.best, { step, file, score }, this.#keepBest);
    const ranked = { ...checkpoint, state: { ...checkpoint.state, best } };
    const saved: SavedCheckpoint[] = [];
    if (enters) {
      const written = await this.#write(file, encodeCheckpoint(ranked));
      saved.push({ checkpoint: { ...written, step, score, kind: 'best' }, replaced: dropped });
    }
    saved.push(await this.saveLast(ranked));
    return { saved, best };
  }

  #isReplaceable(file: string): boolean {
    const name = parseCheckpointFileName(file);
    return name?.kind === 'last' && !this.isHistory(name.step);
  }

  async #write(file: string, bytes: Uint8Array): Promise<{ file: string; bytes: number; sha256: string }> {
    const { sha256 } = await this.#files.write(file, bytes);
    return { file, bytes: bytes.byteLength, sha256 };
  }
}
