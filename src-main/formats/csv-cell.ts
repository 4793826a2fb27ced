export type CsvCell = string | number | bigint | null | undefined;

/** A row of a CSV file (RFC 4180) without the end of its line. */
export function csvRow(cells: readonly CsvCell[]): string {
  return cells.map(csvCell).join(',');
}

/**
 * A cell of a CSV file. A text that a spreadsheet would run as a formula gets an apostrophe before it, which
 * `textOfCell` takes off again (https://owasp.org/www-community/attacks/CSV_Injection). Numbers stay as they are; NaN and
 * null are empty.
 */
export function csvCell(cell: CsvCell): string {
  if (cell === null || cell === undefined || Number.isNaN(cell)) return '';
  if (typeof cell !== 'string') return String(cell);
  return quotedCell(isLikeFormula.test(cell) ? `'${cell}` : cell);
}

/** A cell whose text cannot be a formula: in quotes where it holds a comma, a quote, a line break or spaces around it. */
export function quotedCell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What `csvCell` was given, of the text that a reader of CSV found in the cell. */
export function textOfCell(text: string): string {
  return isMadeSafe.test(text) ? text.slice(1) : text;
}

/** Apostrophes count, so that a text which has one already comes back with it. */
const isLikeFormula = /^'*[=+\-@\t\r]/;
const isMadeSafe = /^'+[=+\-@\t\r]/;
