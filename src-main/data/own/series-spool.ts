import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/** A series that need not be in memory. */
export interface Signal {
  length: number;
  /** Values `start … start + count − 1`, all of which the series has. */
  read(start: number, count: number): Float64Array;
}

/** Values of a series in memory before they are written. */
const blockValues = 4096;
/** Values of all series in memory. */
const mostBuffered = 4 * 2 ** 20;
const firstValues = 32;

interface Spooled {
  length: number;
  buffer: Float64Array;
  used: number;
  /** Stretches in the file: place in the series, place in the file, in values. */
  extents: { at: number; fileAt: number; count: number }[];
}

/** Many series that grow at once, kept in one file, so that memory is bounded whatever their length. */
export class SeriesSpool {
  readonly #file: number;
  readonly #series: Spooled[] = [];
  #end = 0;
  #buffered = 0;

  /** @param path a file that is made anew; whoever asked removes it. */
  constructor(path: string) {
    this.#file = openSync(path, 'w+');
  }

  /** Adds an empty series and gives its number. */
  add(): number {
    this.#series.push({ length: 0, buffer: new Float64Array(firstValues), used: 0, extents: [] });
    return this.#series.length - 1;
  }

  append(number: number, value: number): void {
    const series = this.#series[number]!;
    if (series.used === series.buffer.length) this.#makeRoom(series);
    series.buffer[series.used++] = value;
    series.length += 1;
    this.#buffered += 1;
    if (this.#buffered > mostBuffered) for (const one of this.#series) this.#write(one);
  }

  signal(number: number): Signal {
    const series = this.#series[number]!;
    return { length: series.length, read: (start, count) => this.#read(series, start, count) };
  }

  close(): void {
    closeSync(this.#file);
  }

  #makeRoom(series: Spooled): void {
    if (series.buffer.length >= blockValues) return this.#write(series);
    const larger = new Float64Array(2 * series.buffer.length);
    larger.set(series.buffer);
    series.buffer = larger;
  }

  #write(series: Spooled): void {
    if (series.used === 0) return;
    const { buffer, used, length, extents } = series;
    writeWhole(this.#file, new Uint8Array(buffer.buffer, 0, used * 8), this.#end * 8);
    extents.push({ at: length - used, fileAt: this.#end, count: used });
    this.#end += used;
    this.#buffered -= used;
    series.used = 0;
  }

  #read(series: Spooled, start: number, count: number): Float64Array {
    const values = new Float64Array(count);
    const end = start + count;
    for (let i = firstExtent(series.extents, start); i < series.extents.length; i++) {
      const { at, fileAt, count: held } = series.extents[i]!;
      if (at >= end) break;
      const from = Math.max(start, at);
      const many = Math.min(end, at + held) - from;
      if (many <= 0) continue;
      const bytes = new Uint8Array(values.buffer, (from - start) * 8, many * 8);
      readWhole(this.#file, bytes, (fileAt + from - at) * 8);
    }
    const written = series.length - series.used;
    const from = Math.max(start, written);
    if (from < end) values.set(series.buffer.subarray(from - written, end - written), from - start);
    return values;
  }
}

/** The last stretch that begins at or before a place. */
function firstExtent(extents: Spooled['extents'], place: number): number {
  let [low, high] = [0, extents.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (extents[middle]!.at <= place) low = middle;
    else high = middle;
  }
  return low;
}

function writeWhole(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done, bytes.length - done, position + done);
}

function readWhole(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) {
    const read = readSync(file, bytes, done, bytes.length - done, position + done);
    if (read === 0) throw new Error(`A file of series ends ${bytes.length - done} bytes too early.`);
    done += read;
  }
}
