import { formatCount } from '../format';

/** What was read of a text, or the sentence that says what is allowed instead. */
export type ReadPrompt<Value> = { value: Value } | { problem: string };

const MOST_SERIES = 64;

/** Numbers of test series as a person writes them, counted from 0: `0, 2, 5` or `0-3`. */
export function parseSeries(text: string, available: number): ReadPrompt<number[]> {
  const series = new Set<number>();
  for (const item of text.split(/[\s,;]+/).filter(Boolean)) {
    const match = /^(\d+)(?:[-–…](\d+))?$/.exec(item);
    const [first, last] = match ? [Number(match[1]), Number(match[2] ?? match[1])] : [NaN, NaN];
    if (!(first <= last && last < available)) {
      const known = `there are 0 to ${formatCount(available - 1)}`;
      return { problem: `"${item}" is no test series: ${known}, or a range as 0-3.` };
    }
    for (let number = first; number <= last && series.size <= MOST_SERIES; number += 1) series.add(number);
  }
  if (series.size === 0) return { problem: 'Write the number of a test series, as 0, or several, as 0-3.' };
  if (series.size > MOST_SERIES) return { problem: `At most ${MOST_SERIES} test series at once.` };
  return { value: [...series] };
}

/** Levels divided by commas or spaces; a prompt on each line, all equally long. */
export function parseTokens(text: string, quantizationLevels: number): ReadPrompt<number[][]> {
  const lines = text.split('\n').map((line) => line.split(/[\s,;]+/).filter(Boolean));
  const rows = lines.filter((line) => line.length > 0);
  if (rows.length === 0) return { problem: 'Write at least one level, as 63, 64, 66.' };
  return checkRows(
    rows.map((row) => row.map(Number)),
    quantizationLevels,
    rows,
  );
}

/** Tokens of a prompt as they are, or what of them does not fit the model. */
export function checkRows(
  rows: number[][],
  quantizationLevels: number,
  written: readonly (readonly (string | number)[])[] = rows,
): ReadPrompt<number[][]> {
  for (const [index, row] of rows.entries()) {
    const wrong = row.findIndex((token) => !(Number.isInteger(token) && token >= 0 && token < quantizationLevels));
    if (wrong >= 0) {
      const given = written[index]![wrong];
      return { problem: `"${given}" is no level of this model: whole numbers from 0 to ${quantizationLevels - 1}.` };
    }
    if (row.length !== rows[0]!.length) {
      const lengths = `Prompt ${index + 1} has ${row.length} levels, the first ${rows[0]!.length}`;
      return { problem: `${lengths}: all must be equally long.` };
    }
  }
  return { value: rows };
}
