import { findField, metricField, metricFunctions, plainFields, settingAliases, type Field } from './fields';
import { allowedOperators } from './parse';
import { quote, tokenize, type Token } from './tokens';

/** What filters over the runs at hand can speak of. */
export interface Vocabulary {
  /** Settings that the configurations have. */
  paths: readonly string[];
  /** Keys of the metrics that were logged. */
  metrics: readonly string[];
  /** Values of a field that occur, the most frequent first. */
  values(field: Field): readonly string[];
}

export interface Completion {
  /** What takes the place of `from … to`. */
  text: string;
  /** What it means. */
  help: string;
}

export interface Completions {
  from: number;
  to: number;
  items: Completion[];
}

const mostItems = 40;

/** What can be written at the caret: fields, operators, values or connectives, those that fit what is begun. */
export function completeFilter(text: string, caret: number, vocabulary: Vocabulary): Completions {
  const tokens = tokenize(text.slice(0, caret)).slice(0, -1);
  const last = tokens.at(-1);
  const isBegun = last !== undefined && last.end === caret && (last.kind === 'word' || last.open === true);
  const before = isBegun ? tokens.slice(0, -1) : tokens;
  const begun = isBegun ? last.text.toLowerCase() : '';
  const from = isBegun ? last.start : caret;
  const items = candidates(before, vocabulary)
    .map((item) => ({ item, rank: rank(item.text, begun) }))
    .filter(({ rank, item }) => rank < notAtAll && item.text.toLowerCase() !== begun)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, mostItems)
    .map(({ item }) => item);
  return { from, to: caret, items };
}

/** Whether a filter ends in the beginning of a field, function or connective: one that is still being written. */
export function endsInName(text: string, paths: readonly string[]): boolean {
  const last = tokenize(text).at(-2);
  if (last?.kind !== 'word' || last.end !== text.length) return false;
  const begun = last.text.toLowerCase();
  const names = [...connectives(true), ...fieldNames({ paths })];
  return names.some((name) => name.text.toLowerCase().startsWith(begun));
}

/** The text after a completion was taken, and where the caret is then. */
export function applyCompletion(
  text: string,
  { from, to }: Pick<Completions, 'from' | 'to'>,
  { text: chosen }: Completion,
): { text: string; caret: number } {
  const after = text.slice(to);
  // One may go on writing at once, but for the name of a function or within parentheses.
  const space = chosen.endsWith('(') || /^[\s),]/.test(after) ? '' : ' ';
  return { text: text.slice(0, from) + chosen + space + after, caret: from + chosen.length + space.length };
}

function candidates(before: readonly Token[], vocabulary: Vocabulary): Completion[] {
  const last = before.at(-1);
  const field = fieldBefore(before, vocabulary);
  if (!last || beginsTerm(before)) return fieldNames(vocabulary);
  if (last.kind === '(' && isFunction(before.at(-2))) return metricNames(vocabulary);
  if (field === null)
    return last.kind === 'word' || last.kind === ')' || last.kind === 'quoted' ? connectives(true) : [];
  if (last.kind === 'operator' || last.kind === ',' || last.kind === '(') return values(field, vocabulary);
  return operatorNames(field);
}

function beginsTerm(before: readonly Token[]): boolean {
  const last = before.at(-1)!;
  if (last.kind === 'word') return /^(?:and|or|not)$/i.test(last.text) && !isKeywordIn(before);
  return last.kind === '(' && !isFunction(before.at(-2)) && !isWord(before.at(-2), 'in');
}

/** `arm not` may still become `arm not in (…)`. */
function isKeywordIn(before: readonly Token[]): boolean {
  return isWord(before.at(-1), 'in');
}

/** The field that the next operator or value belongs to; null where none does. */
function fieldBefore(before: readonly Token[], vocabulary: Vocabulary): Field | null {
  const last = before.at(-1);
  if (!last) return null;
  if (last.kind === 'operator') return fieldAt(before, before.length - 2, vocabulary);
  if (last.kind === '(' && isWord(before.at(-2), 'in')) return fieldBeforeIn(before, before.length - 2, vocabulary);
  if (last.kind === ',') {
    let place = before.length - 1;
    while (place >= 0 && before[place]!.kind !== '(') place -= 1;
    return isWord(before[place - 1], 'in') ? fieldBeforeIn(before, place - 1, vocabulary) : null;
  }
  const isValue = before.at(-2)?.kind === 'operator';
  return isValue || last.kind === '(' ? null : fieldAt(before, before.length - 1, vocabulary);
}

function fieldBeforeIn(before: readonly Token[], place: number, vocabulary: Vocabulary): Field | null {
  return fieldAt(before, isWord(before[place - 1], 'not') ? place - 2 : place - 1, vocabulary);
}

/** The field whose last token stands at a place. */
function fieldAt(tokens: readonly Token[], place: number, { paths }: Vocabulary): Field | null {
  const token = tokens[place];
  if (token?.kind === 'word') return findField(token.text, paths);
  const [name, open, metric] = [tokens[place - 3], tokens[place - 2], tokens[place - 1]];
  if (token?.kind !== ')' || open?.kind !== '(' || !isFunction(name)) return null;
  return metricField(name!.text.toLowerCase() as (typeof metricFunctions)[number], metric!.text);
}

function fieldNames({ paths }: Pick<Vocabulary, 'paths'>): Completion[] {
  const measures = { last: 'latest value', best: 'best value', min: 'least value', max: 'greatest value' };
  return [
    ...plainFields.map(({ key, help }) => ({ text: key, help })),
    ...metricFunctions.map((name) => ({ text: `${name}(`, help: `${measures[name]} of a metric` })),
    ...Object.entries(settingAliases)
      .filter(([, path]) => paths.includes(path))
      .map(([text, path]) => ({ text, help: path })),
    { text: 'not', help: 'what does not fit' },
    ...paths.map((text) => ({ text, help: 'setting' })),
  ];
}

function metricNames({ metrics }: Vocabulary): Completion[] {
  return metrics.map((metric) => ({ text: `${metric})`, help: 'metric' }));
}

function operatorNames(field: Field): Completion[] {
  const meanings: Record<string, string> = {
    '=': 'is',
    '!=': 'is not',
    '<': 'less than',
    '<=': 'at most',
    '>': 'more than',
    '>=': 'at least',
    '~': 'contains',
    '!~': 'does not contain',
  };
  return [
    ...allowedOperators(field).map((text) => ({ text, help: meanings[text]! })),
    { text: 'in (', help: 'is one of' },
    ...connectives(false),
  ];
}

function values(field: Field, vocabulary: Vocabulary): Completion[] {
  return [
    ...vocabulary.values(field).map((value) => ({ text: quote(value), help: '' })),
    { text: 'none', help: 'no value' },
  ];
}

function connectives(withNot: boolean): Completion[] {
  return [
    { text: 'and', help: 'both' },
    { text: 'or', help: 'one of both' },
    ...(withNot ? [{ text: 'not', help: 'what does not fit' }] : []),
  ];
}

const notAtAll = 3;

/** 0 begins so, 1 a part of its path begins so, 2 it contains it. */
function rank(text: string, begun: string): number {
  const given = text.toLowerCase().replace(/^["']/, '');
  if (given.startsWith(begun)) return 0;
  if (given.includes(`.${begun}`)) return 1;
  return given.includes(begun) ? 2 : notAtAll;
}

function isFunction(token: Token | undefined): boolean {
  return token?.kind === 'word' && metricFunctions.some((name) => name === token.text.toLowerCase());
}

function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text.toLowerCase() === word;
}
