import { open, type FileHandle } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { UserError } from '../../contract/errors';
import { crc32 } from '../../formats/checksum';
import { localHeaderBytes, type ZipEntry } from '../../formats/zip';
import { decodeDirectory, decodeDirectoryEnd, decodeLocalHeader, zipTailBytes } from '../../formats/zip-decode';

export interface ZipLimits {
  entries: number;
  directoryBytes: number;
  /** All entries unpacked may have so many bytes, whatever the size of the file. */
  alwaysAllowed: number;
  /** More than that only up to so many times the size of the file. */
  ratio: number;
}

/** A ZIP file from anywhere: what it declares is checked against limits, and against what is really in it. */
export class ZipReader {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly entries: ReadonlyMap<string, ZipEntry>;

  private constructor(path: string, file: FileHandle, entries: ReadonlyMap<string, ZipEntry>) {
    this.#path = path;
    this.#file = file;
    this.entries = entries;
  }

  /** Throws a UserError naming the file, and the entry where it is one, for all that is not as it should be. */
  static async open(path: string, limits: ZipLimits): Promise<ZipReader> {
    const file = await open(path, 'r').catch((error: Error) => {
      throw new UserError(`${path} cannot be read: ${error.message}.`);
    });
    try {
      return new ZipReader(path, file, await readEntries(file, limits));
    } catch (error) {
      await file.close();
      throw refused(path, error as Error);
    }
  }

  /** Opens a file, lets `work` use it, and closes it whatever happens. */
  static async with<Result>(
    path: string,
    limits: ZipLimits,
    work: (archive: ZipReader) => Promise<Result>,
  ): Promise<Result> {
    const archive = await ZipReader.open(path, limits);
    try {
      return await work(archive);
    } finally {
      await archive.#file.close();
    }
  }

  /** The bytes of an entry; throws a UserError as soon as they are more, other or less than the directory says. */
  async *read(name: string): AsyncGenerator<Uint8Array> {
    const entry = this.entries.get(name);
    if (!entry) throw refused(this.#path, new Error(`${name} is missing`));
    let [bytes, checksum] = [0, 0];
    try {
      const packed = this.#packed(entry);
      const source = entry.method === 'stored' ? packed : pipeline(Readable.from(packed), createInflateRaw(), () => {});
      for await (const chunk of source as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        if (bytes > entry.bytes) break;
        checksum = crc32(chunk, checksum);
        yield chunk;
      }
    } catch (error) {
      throw error instanceof UserError ? error : refused(this.#path, error as Error, name);
    }
    if (bytes !== entry.bytes) {
      const found = bytes > entry.bytes ? 'more' : String(bytes);
      throw refused(this.#path, new Error(`it has ${found} bytes where it declares ${entry.bytes}`), name);
    }
    if (checksum !== entry.crc32) throw refused(this.#path, new Error('its checksum is another one'), name);
  }

  async *#packed(entry: ZipEntry): AsyncGenerator<Uint8Array> {
    const header = await readAt(this.#file, entry.offset, localHeaderBytes + entry.name.length);
    const start = entry.offset + decodeLocalHeader(header, entry);
    for (let at = 0; at < entry.packedBytes; at += chunkBytes) {
      const wanted = Math.min(chunkBytes, entry.packedBytes - at);
      const chunk = await readAt(this.#file, start + at, wanted);
      if (chunk.length < wanted) throw new Error('it was cut off');
      yield chunk;
    }
  }
}

/** A UserError that names the file, and the entry in it. */
export function refused(path: string, error: Error, entry?: string): UserError {
  const place = entry === undefined ? path : `${path}, ${entry}`;
  const advice = 'Nothing was changed. Get the file again from where it comes, or bundle the study anew.';
  return error instanceof UserError ? error : new UserError(`${place}: ${error.message}.`, advice);
}

const chunkBytes = 256 * 1024;

async function readEntries(file: FileHandle, limits: ZipLimits): Promise<ReadonlyMap<string, ZipEntry>> {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - zipTailBytes), Math.min(size, zipTailBytes));
  const directory = decodeDirectoryEnd(tail, size);
  if (directory.entries > limits.entries || directory.bytes > limits.directoryBytes)
    throw new Error(`it lists ${directory.entries} entries; ${limits.entries} are allowed`);
  const entries = decodeDirectory(await readAt(file, directory.offset, directory.bytes), directory.entries);
  requireRoom(entries, size, limits);
  const byName = new Map<string, ZipEntry>();
  for (const entry of entries) {
    if (byName.has(entry.name)) throw new Error(`${entry.name} is in it twice`);
    byName.set(entry.name, entry);
  }
  return byName;
}

/** What would unpack to far more than there is, or uses the same bytes twice, is meant to fill the disk. */
function requireRoom(entries: readonly ZipEntry[], size: number, { alwaysAllowed, ratio }: ZipLimits): void {
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  const allowed = Math.max(alwaysAllowed, ratio * size);
  if (!(bytes <= allowed))
    throw new Error(`it declares ${bytes} bytes in ${size}; at most ${allowed} are unpacked of a file of that size`);
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.offset - b.offset)) {
    if (entry.offset < end) throw new Error(`${entry.name} overlaps the entry before it`);
    end = entry.offset + localHeaderBytes + entry.name.length + entry.packedBytes;
    if (end > size) throw new Error(`${entry.name} lies beyond its end`);
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await file.read(bytes, read, length - read, position + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return bytes.subarray(0, read);
}
