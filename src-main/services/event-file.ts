import { appendFile, mkdir, readFile, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { decodeRecords } from '../formats/records';

/** A file of TensorFlow's records that grows; pieces are appended in the order in which they are given. */
export class EventFile {
  readonly path: string;
  #last: Promise<void>;

  constructor(path: string) {
    this.path = path;
    this.#last = prepare(path);
  }

  /** Rejects, as all later calls do, when the file cannot be written. */
  append(pieces: readonly Uint8Array[]): Promise<void> {
    const bytes = Buffer.concat(pieces);
    this.#last = this.#last.then(() => appendFile(this.path, bytes));
    return this.#last;
  }
}

/** A program that was killed may have left a part of a record: what came after it could not be read. */
async function prepare(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null) return;
  const { wholeBytes } = decodeRecords(bytes);
  if (wholeBytes < bytes.length) await truncate(path, wholeBytes);
}
