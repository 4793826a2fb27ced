import { mkdir, open, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../contract/errors';
import { csvCell, csvRow, quotedCell, type CsvCell } from '../../formats/csv-cell';
import type { ReadableDatabase } from '../../store/database';
import { tableColumns, tableNames, type TableColumn } from '../../store/tables';
import { readColumnMeanings, type Meanings } from './column-meanings';
import { inSnapshot } from './snapshot';

export interface ExportTablesOptions {
  /** Folder to make, and its name until it is whole. */
  folder: string;
  unfinished: string;
  /** File of the document that says what every column means. */
  schema: string;
  /** Version of the program. */
  version: string;
  onProgress: (done: number, total: number) => void;
}

/**
 * Writes every table of the store as CSV and as JSON into a new folder, as it is at one moment, with the document of
 * the schema and a `datapackage.json` (https://specs.frictionlessdata.io) that says the type and meaning of each column.
 * Points carry their run and metric beside the number of their series: one row for each value.
 */
export async function exportTables(
  db: ReadableDatabase,
  { folder, unfinished, schema, version, onProgress }: ExportTablesOptions,
): Promise<{ tables: { name: string; rows: number }[]; bytes: number }> {
  if (await stat(folder).catch(() => null)) {
    throw new UserError(`${folder} is there already.`, 'Choose a folder that is not there yet; it will be made.');
  }
  await mkdir(unfinished, { recursive: true });
  try {
    const document = await readFile(schema, 'utf8');
    const written = await inSnapshot(db, () => writeTables(db, unfinished, onProgress));
    const descriptions = written.map(({ name, columns }) => resource(name, columns, readColumnMeanings(document)));
    const about = { name: 'wavebench', created_by: `Wavebench ${version}`, resources: descriptions };
    await writeWhole(join(unfinished, 'datapackage.json'), `${JSON.stringify(about, null, 2)}\n`);
    await writeWhole(join(unfinished, 'README.md'), introduction + document.replace(/^# .*\n/, ''));
    await rename(unfinished, folder);
    const bytes = written.reduce((sum, table) => sum + table.bytes, 0);
    return { tables: written.map(({ name, rows }) => ({ name, rows })), bytes };
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

interface WrittenTable {
  name: string;
  columns: TableColumn[];
  rows: number;
  bytes: number;
}

const introduction = `# Everything that Wavebench keeps, as tables

Each table is here twice: as CSV (\`<table>.csv\`; JSON columns as JSON text, an empty cell for null) and as JSON
(\`<table>.json\`; an array of objects). In CSV an apostrophe stands before a text that a spreadsheet would run as a
formula (one that begins with = + - @). \`points\` has two columns more than the store: \`run_id\` and \`key\`, those of
its series. \`datapackage.json\` lists types and meanings for programs that read data packages. Checkpoints and
generated tokens stay in the data folder. What follows is the document of the store itself.
`;

async function writeTables(
  db: ReadableDatabase,
  folder: string,
  onProgress: ExportTablesOptions['onProgress'],
): Promise<WrittenTable[]> {
  const names = tableNames(db);
  const counts = names.map((name) => db.prepare<[], number>(`SELECT count(*) FROM ${name}`).pluck().get()!);
  const total = counts.reduce((sum, count) => sum + count, 0);
  let done = 0;
  const written: WrittenTable[] = [];
  for (const name of names) {
    const columns = [...(name === 'points' ? ofSeries : []), ...tableColumns(db, name)];
    const table = await writeTable(db, { name, columns, folder, onRows: (rows) => onProgress((done += rows), total) });
    written.push(table);
  }
  return written;
}

const ofSeries: TableColumn[] = ['run_id', 'key'].map((name) => ({ name, type: 'TEXT', nullable: false, json: false }));
const pointsWithSeries = `SELECT run_id, key, points.* FROM points JOIN series ON series.id = series_id
  ORDER BY series_id, step`;
/** Rows that are written at once. */
const batch = 2000;

async function writeTable(
  db: ReadableDatabase,
  {
    name,
    columns,
    folder,
    onRows,
  }: Pick<WrittenTable, 'name' | 'columns'> & {
    folder: string;
    onRows: (rows: number) => void;
  },
): Promise<WrittenTable> {
  const sql = name === 'points' ? pointsWithSeries : `SELECT * FROM ${name}`;
  const csv = await open(join(folder, `${name}.csv`), 'w');
  const json = await open(join(folder, `${name}.json`), 'w');
  let rows = 0;
  let waiting: Record<string, unknown>[] = [];
  const flush = async () => {
    await append(csv, waiting.map((row) => csvLine(columns, row)).join(''));
    const objects = waiting.map((row) =>
      JSON.stringify(Object.fromEntries(columns.map((column) => jsonCell(column, row)))),
    );
    if (waiting.length > 0) await append(json, `${rows > 0 ? ',' : ''}\n${objects.join(',\n')}`);
    rows += waiting.length;
    onRows(waiting.length);
    waiting = [];
  };
  try {
    await append(csv, `${csvRow(columns.map((column) => column.name))}\n`);
    await append(json, '[');
    for (const row of db.prepare<[], Record<string, unknown>>(sql).iterate()) {
      waiting.push(row);
      if (waiting.length >= batch) await flush();
    }
    await flush();
    await append(json, '\n]\n');
    return { name, columns, rows, bytes: (await csv.stat()).size + (await json.stat()).size };
  } finally {
    await csv.close();
    await json.close();
  }
}

function csvLine(columns: readonly TableColumn[], row: Record<string, unknown>): string {
  const cells = columns.map(({ name, json }) => {
    const value = row[name] as CsvCell;
    return json && typeof value === 'string' ? quotedCell(value) : csvCell(value);
  });
  return `${cells.join(',')}\n`;
}

function jsonCell({ name, json }: TableColumn, row: Record<string, unknown>): [string, unknown] {
  const value = row[name];
  if (json && typeof value === 'string') return [name, JSON.parse(value)];
  return [name, typeof value === 'number' && !Number.isFinite(value) ? String(value) : value];
}

function resource(name: string, columns: readonly TableColumn[], meanings: Meanings): object {
  const types = { TEXT: 'string', INTEGER: 'integer', REAL: 'number' } as const;
  const fields = columns.map((column) => ({
    name: column.name,
    type: column.json ? 'any' : types[column.type],
    description: meanings.get(name)?.get(column.name) ?? '',
    constraints: { required: !column.nullable },
  }));
  return { name, path: `${name}.csv`, format: 'csv', encoding: 'utf-8', schema: { fields, missingValues: [''] } };
}

async function append(file: FileHandle, text: string): Promise<void> {
  await file.writeFile(text);
}

async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(path, 'w');
  await append(file, text);
  await file.close();
}
