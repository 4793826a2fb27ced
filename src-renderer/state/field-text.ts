import { numberList } from '../../src-main/figures/setting-text';
import { formatPlural, formatSetting } from '../format';
import { describeBounds, type FieldRule } from './field-rule';

/** A value as a person wrote it, or the sentence that says what is allowed instead. */
export type ParsedField = { value: unknown } | { problem: string };

/** The text that stands for a value in a form; `parseField` gives the value back. */
export function fieldText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value))
    return value.every((item) => typeof item === 'number') ? numberList(value) : JSON.stringify(value);
  return String(value);
}

/** Reads a field; lists are divided by commas or spaces, and `1..128` doubles from 1 to 128. */
export function parseField(text: string, rule: FieldRule): ParsedField {
  const given = text.trim();
  switch (rule.kind) {
    case 'switch':
      return { value: given === 'true' };
    case 'choice':
      if (rule.options.includes(given)) return { value: given };
      return { problem: `Choose one of ${rule.options.join(', ')}.` };
    case 'number': {
      if (given === '' && rule.nullable) return { value: null };
      const problem = numberProblem(given, rule);
      return problem ? { problem } : { value: Number(plain(given)) };
    }
    case 'numbers':
      return parseNumbers(given, rule);
  }
}

/** What a field takes, in words. */
export function describeRule(rule: FieldRule): string {
  switch (rule.kind) {
    case 'switch':
      return 'on or off';
    case 'choice':
      return rule.options.join(', ');
    case 'number':
      return describeBounds(rule);
    case 'numbers': {
      const range = describeBounds(rule);
      if (rule.lengths === null) return `${range}, divided by commas`;
      const several = rule.lengths.map((length) => formatPlural(length, 'number')).join(' or ');
      return rule.alone ? `${range}; or ${several} for a range` : `${several}, from low to high`;
    }
  }
}

function parseNumbers(given: string, rule: Extract<FieldRule, { kind: 'numbers' }>): ParsedField {
  const items = given.split(/[\s,;]+/).filter(Boolean);
  const values: number[] = [];
  for (const item of items) {
    const doubling = /^(\d+)(?:\.\.|…)(\d+)$/.exec(item);
    if (doubling && rule.integer) {
      const run = doublings(Number(doubling[1]), Number(doubling[2]));
      if (!run) return { problem: `"${item}" must double from its first to its last number, as 1..128 does.` };
      values.push(...run);
      continue;
    }
    const problem = numberProblem(item, rule);
    if (problem) return { problem };
    values.push(Number(plain(item)));
  }
  const outside = values.find((value) => isOutside(value, rule));
  if (outside !== undefined) return { problem: `${formatSetting(outside)} is not allowed: ${describeBounds(rule)}.` };
  if (rule.alone && values.length === 1) return { value: values[0] };
  const fits = rule.lengths === null ? values.length >= rule.least : rule.lengths.includes(values.length);
  if (!fits) return { problem: `Write ${describeRule(rule)}.` };
  return { value: values };
}

function numberProblem(given: string, rule: Extract<FieldRule, { kind: 'number' | 'numbers' }>): string | null {
  const allowed = describeBounds(rule);
  const value = Number(plain(given));
  if (given === '' || Number.isNaN(value))
    return given === '' ? `Write a number: ${allowed}.` : `"${given}" is no number.`;
  if (rule.integer && !Number.isInteger(value)) return `${given} is not whole: ${allowed}.`;
  return isOutside(value, rule) ? `${given} is not allowed: ${allowed}.` : null;
}

function isOutside(
  value: number,
  { min, aboveMin, max, belowMax }: Extract<FieldRule, { kind: 'number' | 'numbers' }>,
): boolean {
  if (!Number.isFinite(value)) return true;
  if (min !== null && (aboveMin ? value <= min : value < min)) return true;
  return max !== null && (belowMax ? value >= max : value > max);
}

/** Groups and a true minus sign, as they are shown, are read as well. */
function plain(text: string): string {
  return text.replace(/[\u202f\u2009_]/g, '').replace(/\u2212/g, '-');
}

function doublings(first: number, last: number): number[] | null {
  const values: number[] = [];
  for (let value = first; value <= last && value > 0; value *= 2) values.push(value);
  return values.at(-1) === last ? values : null;
}
