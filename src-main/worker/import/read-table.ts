import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { UserError } from '../../contract/errors';
import type { Reading } from '../../contract/own-data';
import { parseDecimal, recognizeDialect, type Dialect } from '../../formats/delimited-dialect';
import { DelimitedParser, type DelimitedRow } from '../../formats/delimited-text';
import { recognizeEncoding, type TextEncoding } from '../../formats/text-encoding';
import { findColumns, wordsForMissing, type Column, type TableColumns } from './table-columns';
import type { SeriesGroup, SeriesSink } from './series-sink';

/** How far an import got, in bytes of its files. */
export type ReadBytes = (bytes: number) => void;

export interface ReadTable {
  path: string;
  reading: Reading;
  sink: SeriesSink;
  /** Stands before the names of series, where there are several files. */
  prefix: string;
  /** Class of all its series, or null. */
  fileClass: string | null;
  onBytes: ReadBytes;
}

/** Bytes by which encoding and dialect are recognized. */
const glance = 65_536;
/** Rows by which columns of numbers are recognized. */
const firstRows = 50;

/**
 * Reads the series of a table of text, row after row. Throws a UserError naming file, line and column, and what was
 * expected there. Gives what was recognized.
 */
export async function readTable(request: ReadTable): Promise<[name: string, value: string][]> {
  const { path, reading } = request;
  const start = await readStart(path);
  const encoding = reading.encoding ?? recognizeEncoding(start);
  const text = new TextDecoder(encoding).decode(start, { stream: true });
  const dialect = recognizeDialect(text, {
    ...(reading.delimiter && { delimiter: reading.delimiter }),
    ...(reading.decimalMark && { decimalMark: reading.decimalMark }),
    ...(reading.header !== null && { header: reading.header }),
  });
  const table = new TableRows(request, dialect);
  const parser = new DelimitedParser(dialect.delimiter);
  try {
    for await (const piece of decoded(path, encoding, request.onBytes)) {
      for (const row of parser.push(piece)) table.push(row);
      if (request.sink.full) return table.end(encoding);
    }
    for (const row of parser.end()) table.push(row);
    return table.end(encoding);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `${path}, ${(error as Error).message}.`,
      'Nothing was imported. Mend the file or name how it is written.',
    );
  }
}

/** Gives the fields of rows to their series. */
class TableRows {
  readonly #request: ReadTable;
  readonly #dialect: Dialect;
  readonly #missing: ReadonlySet<string>;
  readonly #groups = new Map<string, SeriesGroup>();
  readonly #classes = new Map<string, string>();
  #names: string[] | null = null;
  #columns: TableColumns | null = null;
  #waiting: DelimitedRow[] = [];
  #rows = 0;
  #skipped = 0;

  constructor(request: ReadTable, dialect: Dialect) {
    this.#request = request;
    this.#dialect = dialect;
    this.#missing = wordsForMissing(request.reading);
  }

  push(row: DelimitedRow): void {
    if (!this.#names) {
      const { header } = this.#dialect;
      this.#names = row.fields.map((field, index) => (header && field !== '' ? field : `Column ${index + 1}`));
      if (header) return;
    }
    if (this.#columns) return this.#take(row, this.#columns);
    this.#waiting.push(row);
    if (this.#waiting.length === firstRows) this.#begin();
  }

  end(encoding: TextEncoding): [name: string, value: string][] {
    if (!this.#columns) this.#begin();
    const { delimiter, decimalMark, header } = this.#dialect;
    const { values, leftOut } = this.#columns!;
    const facts: [string, string][] = [
      ['Encoding', encodingNames[encoding]],
      ['Delimiter', delimiterNames[delimiter]],
      ['Decimal mark', decimalMark],
      ['Header', header ? 'first row' : 'none'],
      ['Rows', String(this.#rows)],
      ['Value columns', namesOf(values)],
    ];
    if (leftOut.length > 0) facts.push(['Columns left out', namesOf(leftOut)]);
    if (this.#skipped > 0) facts.push(['Rows left out', String(this.#skipped)]);
    return facts;
  }

  #begin(): void {
    const { reading, path } = this.#request;
    if (this.#waiting.length === 0) {
      throw new UserError(`${path}: rows of numbers were expected, but there are none.`, 'Choose another file.');
    }
    this.#columns = findColumns(this.#names!, this.#waiting, {
      reading,
      dialect: this.#dialect,
      missing: this.#missing,
      file: path,
    });
    for (const row of this.#waiting) this.#take(row, this.#columns);
    this.#waiting = [];
  }

  #take(row: DelimitedRow, columns: TableColumns): void {
    const expected = this.#names!.length;
    if (row.fields.length !== expected) {
      throw new Error(
        `line ${row.line}: ${expected} fields were expected, as in the first row, but it has ${row.fields.length}`,
      );
    }
    this.#rows += 1;
    const numbers = [...columns.values, ...columns.conditions].map((column) => this.#number(row, column));
    if (this.#request.reading.whenMissing === 'skip' && numbers.some(Number.isNaN)) {
      this.#skipped += 1;
      return;
    }
    const group = this.#groupOf(row, columns);
    group.series.forEach((series, index) => series.push(numbers[index]!));
    group.conditions.forEach((condition, index) => condition.push(numbers[columns.values.length + index]!));
  }

  #groupOf(row: DelimitedRow, { values, id, class: own, conditions }: TableColumns): SeriesGroup {
    const key = id ? row.fields[id.index]! : '';
    let group = this.#groups.get(key);
    const ownClass = own ? row.fields[own.index]! : this.#request.fileClass;
    if (!group) {
      const { prefix, sink } = this.#request;
      const names = values.map(({ name }) => {
        if (!id) return prefix + name;
        return prefix + (values.length > 1 ? `${key} ${name}` : key);
      });
      group = sink.add(names, conditions.length);
      this.#groups.set(key, group);
      if (ownClass !== null) {
        group.class = ownClass;
        this.#classes.set(key, ownClass);
      }
    } else if (own && this.#classes.get(key) !== ownClass) {
      throw new Error(
        `line ${row.line}, column ${own.index + 1} (${own.name}): the class "${this.#classes.get(key)}" of this series ` +
          `was expected, but "${ownClass}" stands there; a column that tells series apart may be missing`,
      );
    }
    return group;
  }

  #number({ line, fields }: DelimitedRow, { index, name }: Column): number {
    const text = fields[index]!;
    const value = parseDecimal(text, this.#dialect.decimalMark);
    if (!Number.isNaN(value)) {
      if (Number.isFinite(value)) return value;
      throw new Error(
        `line ${line}, column ${index + 1} (${name}): a finite number was expected, but "${text}" stands there`,
      );
    }
    const isMissing = this.#missing.has(text.toLowerCase());
    if (isMissing && this.#request.reading.whenMissing !== 'refuse') return NaN;
    const what = isMissing
      ? `the value is missing ("${text}"); say what stands for missing values`
      : `"${text.slice(0, 40)}" stands there`;
    throw new Error(
      `line ${line}, column ${index + 1} (${name}): a number with the decimal mark "${this.#dialect.decimalMark}" was ` +
        `expected, but ${what}`,
    );
  }
}

const encodingNames: Record<TextEncoding, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16, little-endian',
  'utf-16be': 'UTF-16, big-endian',
  'windows-1252': 'Windows-1252 (Latin-1)',
};

const delimiterNames: Record<Dialect['delimiter'], string> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'vertical bar',
  ' ': 'spaces',
};

function namesOf(columns: readonly Column[]): string {
  const names = columns.slice(0, 8).map(({ name }) => name);
  return names.join(', ') + (columns.length > names.length ? `, … (${columns.length})` : '');
}

/** The text of a file, piece after piece; throws an Error naming the bytes that are no text in this encoding. */
async function* decoded(path: string, encoding: TextEncoding, onBytes: ReadBytes): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 18 }) as AsyncIterable<Uint8Array>) {
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: true });
    } catch {
      throw new Error(
        `bytes ${bytes} to ${bytes + chunk.length}: text in ${encodingNames[encoding]} was expected; name another encoding`,
      );
    }
    bytes += chunk.length;
    onBytes(bytes);
    yield text;
  }
  yield decoder.decode();
}

async function readStart(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(glance), 0, glance, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The name of a file without its ending. */
export function stemOf(path: string): string {
  return basename(path, extname(path));
}
