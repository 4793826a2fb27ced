import { UserError } from '../contract/errors';
import { timeColumn } from '../contract/prompt-files';
import { parseDecimal } from '../formats/delimited-dialect';
import type { Files } from './files';

/**
 * Tokens of a CSV file: a column for each prompt, a line for each sample, as `wavebench generate --out` writes them. A
 * heading, a column named `step`, and all columns from one named `time` on are left out. Gives a row for each prompt; throws a UserError naming file, line and
 * what is allowed.
 */
export function readTokenColumns(path: string, files: Files): number[][] {
  const { header, rows } = readNumberTable(path, files);
  const first = header?.[0]?.toLowerCase() === 'step' ? 1 : 0;
  const times = header?.indexOf(timeColumn) ?? -1;
  const end = times < 0 ? undefined : times;
  rows.forEach(({ line, values }) => {
    const wrong = values.slice(first, end).find((value) => !Number.isInteger(value) || value < 0);
    if (wrong === undefined) return;
    throw new UserError(
      `${path}, line ${line}: ${wrong} is no token.`,
      'Tokens are whole numbers from 0 to levels − 1.',
    );
  });
  const columns = (end ?? rows[0]!.values.length) - first;
  if (columns < 1) throw new UserError(`${path} has no column of tokens.`, 'Write one column for each prompt.');
  return Array.from({ length: columns }, (_, column) => rows.map(({ values }) => values[first + column]!));
}

/** Rows of numbers of a CSV file, a line for each sample; a heading is left out. */
export function readNumberRows(path: string, files: Files): number[][] {
  return readNumberTable(path, files).rows.map(({ values }) => values);
}

interface NumberTable {
  header: string[] | null;
  rows: { line: number; values: number[] }[];
}

function readNumberTable(path: string, files: Files): NumberTable {
  const lines = readText(path, files)
    .split(/\r?\n/)
    .map((text, index) => ({ line: index + 1, cells: text.trim().split(/\s*[,;\t]\s*|\s+/) }))
    .filter(({ cells }) => cells[0] !== '' || cells.length > 1);
  const first = lines[0]?.cells[0] ?? '';
  // By its first cell alone: a line of numbers with a slip in it must not be dropped as a heading.
  const hasHeader = first !== '' && Number.isNaN(parseDecimal(first, '.'));
  const rows = lines
    .slice(hasHeader ? 1 : 0)
    .map(({ line, cells }) => ({ line, values: cells.map((cell) => parseDecimal(cell, '.')), cells }));
  if (rows.length === 0) throw new UserError(`${path} holds no numbers.`, 'Write a line for each sample.');
  for (const { line, values, cells } of rows) {
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) throw new UserError(`${path}, line ${line}: "${cells[wrong]!.slice(0, 40)}" is no number.`);
    if (values.length !== rows[0]!.values.length) {
      const expected = rows[0]!.values.length;
      throw new UserError(`${path}, line ${line}: ${values.length} numbers where the first line has ${expected}.`);
    }
  }
  return { header: hasHeader ? lines[0]!.cells : null, rows };
}

function readText(path: string, files: Files): string {
  try {
    return files.readText(path);
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${(error as Error).message}.`);
  }
}
