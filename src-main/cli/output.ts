/** Writes results, and nothing else, to standard output. */
export function printResult(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Writes a result for programs; numbers that JSON cannot hold become null. */
export function printJson(value: unknown): void {
  printResult(JSON.stringify(value, null, 2));
}

/** Tells the person at the terminal something, beside the results. */
export function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

export interface Column<Row> {
  title: string;
  text: (row: Row) => string;
  align?: 'left' | 'right';
}

/** Lays rows out in columns as wide as they need, two spaces apart. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ text }) => text(row)))];
  const widths = columns.map((_, column) => Math.max(...cells.map((line) => [...line[column]!].length)));
  const pad = (text: string, column: number) => {
    const space = ' '.repeat(widths[column]! - [...text].length);
    return columns[column]!.align === 'right' ? space + text : text + space;
  };
  return cells.map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
}

/** A duration as `m:ss` or `h:mm:ss`. */
export function durationText(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** A number with so many significant digits, without exponent where that stays short. */
export function numberText(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return String(value);
  return String(Number(value.toPrecision(digits)));
}

/** Bytes in the unit that suits them. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${numberText(bytes / 1000 ** power, 3)} ${units[power]}`;
}
