import { createHash, type Hash } from 'node:crypto';
import { mkdir, open, readdir, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../contract/errors';
import type { GeneratedFiles } from '../../contract/generate-job';
import type { Regeneration } from '../../contract/generations';
import { tokensHeader, stepsInOrder, type TokenFileShape } from '../../generation/npy';
import { putInPlace, temporary } from '../safe-files';
import { TokenFile } from '../token-file';

/** Where generated tokens go, block after block: [trajectories, steps], row after row. */
export interface TokenTarget {
  /** False when no more is wanted. */
  take(tokens: Int32Array): Promise<boolean>;
  /** Leaves nothing behind. */
  abandon(): Promise<void>;
}

/** Writes a file of tokens under a temporary name; memory does not grow with the number of steps. */
export class TokenWriter implements TokenTarget {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #shape: TokenFileShape;
  readonly #hash: Hash = createHash('sha256');
  #bytes = 0;

  private constructor(path: string, file: FileHandle, shape: TokenFileShape) {
    this.#path = path;
    this.#file = file;
    this.#shape = shape;
  }

  /** @param path what the file is called once it is complete */
  static async open(path: string, shape: TokenFileShape): Promise<TokenWriter> {
    const folder = join(path, '..');
    return withAdvice(async () => {
      await mkdir(folder, { recursive: true });
      await removeAbandoned(folder);
      const writer = new TokenWriter(path, await open(path + temporary, 'wx'), shape);
      await writer.#write(tokensHeader(shape));
      return writer;
    });
  }

  async take(tokens: Int32Array): Promise<boolean> {
    const { trajectories, bytesPerToken } = this.#shape;
    await withAdvice(() => this.#write(stepsInOrder(tokens, trajectories, bytesPerToken)));
    return true;
  }

  /** Puts the complete file in its place. */
  async finish(): Promise<Omit<GeneratedFiles['tokens'], 'file'>> {
    await withAdvice(async () => {
      await this.#file.sync();
      await this.#file.close();
      await putInPlace(this.#path + temporary, this.#path);
    });
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  async abandon(): Promise<void> {
    await this.#file.close().catch(() => {});
    await rm(this.#path + temporary, { force: true });
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes);
    await this.#file.writeFile(bytes);
    this.#bytes += bytes.byteLength;
  }
}

/** Compares with a file of tokens that is there already, up to the first difference. */
export class TokenComparison implements TokenTarget {
  readonly #file: TokenFile;
  #step = 0;
  difference: Regeneration['firstDifference'] = null;

  private constructor(file: TokenFile) {
    this.#file = file;
  }

  /** Throws a UserError when the file is gone or has another shape. */
  static async open(path: string, { trajectories, steps }: TokenFileShape): Promise<TokenComparison> {
    const file = await TokenFile.open(path);
    if (file.shape.trajectories === trajectories && file.shape.steps === steps) return new TokenComparison(file);
    await file.close();
    throw new UserError(`${path} holds other tokens than those of this generation.`, 'Generate them anew.');
  }

  async take(tokens: Int32Array): Promise<boolean> {
    const { trajectories } = this.#file.shape;
    const steps = tokens.length / trajectories;
    const stored = await this.#file.steps(this.#step, steps);
    for (let step = 0; step < steps; step++) {
      for (let trajectory = 0; trajectory < trajectories; trajectory++) {
        const now = tokens[trajectory * steps + step]!;
        const before = stored[step * trajectories + trajectory]!;
        if (now === before) continue;
        this.difference = { trajectory, step: this.#step + step, stored: before, now };
        return false;
      }
    }
    this.#step += steps;
    return true;
  }

  async abandon(): Promise<void> {
    await this.#file.close();
  }
}

/** Milliseconds without a write after which whoever wrote a temporary file is gone. */
const abandonedAfter = 3_600_000;

async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith(temporary)) continue;
    const written = await stat(join(folder, name)).catch(() => null);
    if (written && Date.now() - written.mtimeMs > abandonedAfter) await rm(join(folder, name), { force: true });
  }
}

async function withAdvice<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new UserError(
      `The tokens could not be written: ${(error as Error).message}.`,
      'Check that the disk is not full and that the data folder can be written to.',
    );
  }
}
