import { UserError } from '../../contract/errors';
import type { Reading } from '../../contract/own-data';
import { missingWords, parseDecimal, type Dialect } from '../../formats/delimited-dialect';
import type { DelimitedRow } from '../../formats/delimited-text';

/** A column of a table. */
export interface Column {
  /** From 0. */
  index: number;
  name: string;
}

/** Which column is used for what. */
export interface TableColumns {
  all: Column[];
  values: Column[];
  id: Column | null;
  class: Column | null;
  conditions: Column[];
  /** Columns of numbers that say when, not what. */
  leftOut: Column[];
}

/** Names of columns that count or date the rows. */
const ofTime = /^(?:t|time|date|datetime|timestamp|year|month|day|hour|index|step|sample|row|#|no\.?)\b/i;

/**
 * Finds the columns that a reading names, by name or number from 1; without a choice every column of numbers counts that
 * has no other use and whose name is not that of a time. `rows` are the first ones below the header. Throws a UserError
 * that lists the columns there are.
 */
export function findColumns(
  names: readonly string[],
  rows: readonly DelimitedRow[],
  {
    reading,
    dialect,
    missing,
    file,
  }: { reading: Reading; dialect: Dialect; missing: ReadonlySet<string>; file: string },
): TableColumns {
  const all = names.map((name, index): Column => ({ index, name }));
  const find = (text: string): Column => {
    const column = all.find(({ name }) => name === text) ?? (/^\d+$/.test(text) ? all[Number(text) - 1] : undefined);
    if (column) return column;
    const there = all.slice(0, 20).map(({ name }) => name);
    throw new UserError(`${file} has no column "${text}".`, `Its columns are: ${there.join(', ')}.`);
  };
  const id = reading.idColumn === null ? null : find(reading.idColumn);
  const own = reading.classColumn === null ? null : find(reading.classColumn);
  const conditions = reading.conditions.map(({ column }) => find(column));
  if (reading.columns) return { all, values: reading.columns.map(find), id, class: own, conditions, leftOut: [] };
  const used = new Set([id, own, ...conditions]);
  const isNumber = ({ index }: Column) => {
    const given = rows.map(({ fields }) => fields[index] ?? '').filter((text) => !missing.has(text.toLowerCase()));
    return given.length > 0 && given.every((text) => !Number.isNaN(parseDecimal(text, dialect.decimalMark)));
  };
  const numbers = all.filter((column) => !used.has(column) && isNumber(column));
  const leftOut = numbers.filter(({ name }) => ofTime.test(name));
  const values = leftOut.length < numbers.length ? numbers.filter((column) => !leftOut.includes(column)) : numbers;
  if (values.length === 0) {
    throw new UserError(
      `${file} has no column of numbers.`,
      `It was read with the delimiter ${JSON.stringify(dialect.delimiter)} and the decimal mark "${dialect.decimalMark}"; choose others.`,
    );
  }
  return { all, values, id, class: own, conditions, leftOut: values === numbers ? [] : leftOut };
}

export function wordsForMissing({ missing }: Reading): ReadonlySet<string> {
  return new Set([...missingWords, ...missing.map((word) => word.toLowerCase())]);
}
