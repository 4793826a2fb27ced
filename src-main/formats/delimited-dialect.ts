import { DelimitedParser, type DelimitedRow } from './delimited-text';

export const delimiters = [',', ';', '\t', '|', ' '] as const;
export type Delimiter = (typeof delimiters)[number];
export type DecimalMark = '.' | ',';

/** How a table of text is written. */
export interface Dialect {
  delimiter: Delimiter;
  decimalMark: DecimalMark;
  header: boolean;
}

/** Words for a value that is missing, as statistics programs write them; case does not count. */
export const missingWords: readonly string[] = ['', 'na', 'nan', 'n/a', 'null', 'none', '-', '?', '.'];

/**
 * Recognizes how a table is written by its first lines; what is `given` is kept. The delimiter is the one that divides
 * all rows alike, into most fields; the decimal mark the one by which more fields are numbers; the first row is a header
 * where a field is no number whose column has numbers below.
 */
export function recognizeDialect(start: string, given: Partial<Dialect> = {}): Dialect {
  const lastFeed = Math.max(start.lastIndexOf('\n'), start.lastIndexOf('\r'));
  const whole = lastFeed > 0 ? start.slice(0, lastFeed + 1) : start;
  const candidates = given.delimiter ? [given.delimiter] : delimiters;
  const best = candidates
    .map((delimiter) => ({ delimiter, rows: rowsOf(whole, delimiter) }))
    .map((candidate) => ({ ...candidate, score: agreement(candidate) }))
    .reduce((a, b) => (b.score > a.score ? b : a));
  const body = best.rows.slice(1).length > 0 ? best.rows.slice(1) : best.rows;
  const marks: readonly DecimalMark[] = given.decimalMark ? [given.decimalMark] : ['.', ','];
  const decimalMark = marks
    .map((mark) => ({
      mark,
      numbers: body.flatMap(({ fields }) => fields.filter((text) => isNumber(text, mark))).length,
    }))
    .reduce((a, b) => (b.numbers > a.numbers ? b : a)).mark;
  const header = given.header ?? looksLikeHeader(best.rows, decimalMark);
  return { delimiter: best.delimiter, decimalMark, header };
}

/** The number that a field says, NaN where it is none. */
export function parseDecimal(text: string, mark: DecimalMark): number {
  // A point among decimal commas divides thousands: it must not be read as another number.
  if (mark === ',' && text.includes('.')) return NaN;
  const plain = mark === ',' ? text.replace(',', '.') : text;
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(plain)) return NaN;
  return Number(plain);
}

function isNumber(text: string, mark: DecimalMark): boolean {
  return !Number.isNaN(parseDecimal(text, mark));
}

function rowsOf(text: string, delimiter: Delimiter): DelimitedRow[] {
  const parser = new DelimitedParser(delimiter);
  try {
    return parser.push(text);
  } catch {
    return [];
  }
}

/** 0 where it divides nothing; a comma between digits alone is taken for a decimal mark where another one divides too. */
function agreement({ delimiter, rows }: { delimiter: Delimiter; rows: readonly DelimitedRow[] }): number {
  const counts = rows.map(({ fields }) => fields.length);
  if (counts.length === 0) return -1;
  const usual = mode(counts);
  if (usual < 2) return 0;
  const share = counts.filter((count) => count === usual).length / counts.length;
  const weak = delimiter === ' ' || delimiter === ',' ? 0.9 : 1;
  return share * weak * (1 + Math.log(usual) / 100);
}

function mode(values: readonly number[]): number {
  const counted = new Map<number, number>();
  for (const value of values) counted.set(value, (counted.get(value) ?? 0) + 1);
  return [...counted].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}

function looksLikeHeader(rows: readonly DelimitedRow[], mark: DecimalMark): boolean {
  const [first, ...rest] = rows;
  if (!first) return false;
  return first.fields.some((text, column) => {
    if (isNumber(text, mark) || missingWords.includes(text.toLowerCase())) return false;
    return rest.some(({ fields }) => isNumber(fields[column] ?? '', mark));
  });
}
