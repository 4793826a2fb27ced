import { open, type FileHandle } from 'node:fs/promises';
import { UserError } from '../contract/errors';
import { readTokensHeader, tokensOf, type TokenFileShape } from '../generation/npy';

/** Longer than any header of such a file. */
const headerBytes = 512;

/** A stored file of tokens, opened for reading. */
export class TokenFile {
  readonly #file: FileHandle;
  readonly #dataStart: number;
  readonly shape: TokenFileShape;

  private constructor(file: FileHandle, { headerBytes, ...shape }: ReturnType<typeof readTokensHeader>) {
    this.#file = file;
    this.#dataStart = headerBytes;
    this.shape = shape;
  }

  /** Throws a UserError when the file is gone or is none of tokens. */
  static async open(path: string): Promise<TokenFile> {
    const file = await open(path, 'r').catch((error: Error) => {
      throw new UserError(`The stored tokens cannot be read: ${error.message}.`, 'Generate them anew.');
    });
    try {
      const start = new Uint8Array(headerBytes);
      await file.read(start, 0, headerBytes, 0);
      return new TokenFile(file, readTokensHeader(start, path));
    } catch (error) {
      await file.close();
      throw new UserError((error as Error).message, 'Generate them anew.');
    }
  }

  /** Opens a file, lets `work` use it, and closes it whatever happens. */
  static async with<T>(path: string, work: (file: TokenFile) => Promise<T>): Promise<T> {
    const file = await TokenFile.open(path);
    try {
      return await work(file);
    } finally {
      await file.close();
    }
  }

  /** Tokens [count][trajectories] of `count` steps from `first` on; throws an Error where the file is cut short. */
  async steps(first: number, count: number): Promise<Uint8Array | Uint16Array> {
    const { trajectories, bytesPerToken } = this.shape;
    const bytes = new Uint8Array(count * trajectories * bytesPerToken);
    const place = this.#dataStart + first * trajectories * bytesPerToken;
    const { bytesRead } = await this.#file.read(bytes, 0, bytes.length, place);
    if (bytesRead < bytes.length)
      throw new Error(`The stored tokens end before step ${first + count}; the file is damaged.`);
    return tokensOf(bytes, bytesPerToken);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
