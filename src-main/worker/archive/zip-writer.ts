import { createHash } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createDeflateRaw } from 'node:zlib';
import { UserError } from '../../contract/errors';
import { crc32 } from '../../formats/checksum';
import { encodeDirectory, encodeLocalHeader } from '../../formats/zip-encode';
import type { ZipEntry } from '../../formats/zip';
import { putInPlace } from '../safe-files';

export type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** The file to write, and the name beside it that it has until it is whole. */
export interface ZipTarget {
  path: string;
  unfinished: string;
}

/** Writes a ZIP file entry by entry; under its own name there is nothing until it is whole. */
export class ZipWriter {
  readonly #target: ZipTarget;
  readonly #file: FileHandle;
  readonly #entries: ZipEntry[] = [];
  #length = 0;

  private constructor(target: ZipTarget, file: FileHandle) {
    this.#target = target;
    this.#file = file;
  }

  static async create(target: ZipTarget): Promise<ZipWriter> {
    const file = await open(target.unfinished, 'w').catch((error: Error) => {
      throw new UserError(`${target.path} cannot be written: ${error.message}.`, 'Choose another place.');
    });
    return new ZipWriter(target, file);
  }

  /** Adds an entry from chunks of bytes, never all of them in memory; gives their number and SHA-256. */
  async add(
    name: string,
    chunks: Chunks,
    method: ZipEntry['method'],
  ): Promise<{ path: string; bytes: number; sha256: string }> {
    const entry: ZipEntry = { name, method, crc32: 0, packedBytes: 0, bytes: 0, offset: this.#length };
    const hash = createHash('sha256');
    await this.#write(encodeLocalHeader(entry));
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) {
        entry.bytes += chunk.length;
        entry.crc32 = crc32(chunk, entry.crc32);
        hash.update(chunk);
        yield chunk;
      }
    }
    for await (const chunk of method === 'stored' ? counted() : deflated(counted())) {
      entry.packedBytes += chunk.length;
      await this.#write(chunk);
    }
    const header = encodeLocalHeader(entry);
    await this.#file.write(header, 0, header.length, entry.offset);
    this.#entries.push(entry);
    return { path: name, bytes: entry.bytes, sha256: hash.digest('hex') };
  }

  /** Completes the file and gives it its name; gives its bytes. */
  async finish(): Promise<number> {
    await this.#write(encodeDirectory(this.#entries, this.#length));
    await this.#file.sync();
    await this.#file.close();
    await putInPlace(this.#target.unfinished, this.#target.path);
    return this.#length;
  }

  /** Leaves nothing of it. */
  async discard(): Promise<void> {
    await this.#file.close();
    await rm(this.#target.unfinished, { force: true });
  }

  async #write(bytes: Uint8Array): Promise<void> {
    await this.#file.writeFile(bytes);
    this.#length += bytes.length;
  }
}

function deflated(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  // An error of the source comes out of the last stream, to whoever reads it.
  return pipeline(Readable.from(chunks), createDeflateRaw(), () => {});
}
