import type { Axis } from '../../src-main/contract/figure';

type Read<Value> = { value: Value } | { problem: string };

/** An end of an axis as a person writes it; empty gives it back to the figure. */
export function readLimit(
  text: string,
  { which, min, max, scale }: Pick<Axis, 'min' | 'max' | 'scale'> & { which: 'min' | 'max' },
): Read<number | undefined> {
  if (text.trim() === '') return { value: undefined };
  const value = numberOf(text);
  if (!Number.isFinite(value)) return { problem: `“${text}” is no number.` };
  if (scale === 'log' && value <= 0) return { problem: 'A logarithmic axis has positive numbers alone.' };
  const other = which === 'min' ? max : min;
  if (other !== null && (which === 'min' ? value >= other : value <= other)) {
    return { problem: `The lower end has to be below the upper one, ${which === 'min' ? 'below' : 'above'} ${other}.` };
  }
  return { value };
}

/** Where numbers stand, divided by spaces, commas or semicolons; empty: at round numbers. */
export function readTicks(text: string): Read<number[] | undefined> {
  const words = text.split(/[\s,;]+/).filter(Boolean);
  if (words.length === 0) return { value: undefined };
  if (words.length > 100) return { problem: 'An axis has at most 100 ticks.' };
  const wrong = words.find((word) => !Number.isFinite(numberOf(word)));
  if (wrong !== undefined) return { problem: `“${wrong}” is no number.` };
  return { value: [...new Set(words.map(numberOf))].sort((one, other) => one - other) };
}

/** Copied numbers may have a true minus sign. */
function numberOf(text: string): number {
  return Number(text.trim().replace('\u2212', '-'));
}
