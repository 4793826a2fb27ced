import type { SettingValue } from '../contract/run-settings';
import type { RunSummary } from '../contract/runs';
import type { Field, FilterRow } from './fields';
import type { Operand } from './operands';
import type { Expression } from './parse';
import type { Operator } from './tokens';

export type Predicate = (row: FilterRow) => boolean;

/** The test that a filter stands for; no expression lets everything through. */
export function predicateOf(expression: Expression | null): Predicate {
  if (!expression) return () => true;
  switch (expression.kind) {
    case 'and': {
      const parts = expression.parts.map(predicateOf);
      return (row) => parts.every((part) => part(row));
    }
    case 'or': {
      const parts = expression.parts.map(predicateOf);
      return (row) => parts.some((part) => part(row));
    }
    case 'not': {
      const part = predicateOf(expression.part);
      return (row) => !part(row);
    }
    case 'has': {
      const { text } = expression;
      return ({ run }) => calledBy(run).includes(text);
    }
    case 'compare':
      return comparison(expression.field, expression.operator, expression.operand);
    case 'in': {
      const parts = expression.operands.map((operand) => comparison(expression.field, '=', operand));
      return (row) => parts.some((part) => part(row));
    }
  }
}

/** Everything that a run is called by, in lower case. */
function calledBy(run: RunSummary): string {
  const { id, name, title, studyName, studyTitle, arm, armLabel, status, scale, seed, tags } = run;
  const texts = [name, title ?? '', studyName, studyTitle, arm, armLabel, status, scale, `seed ${seed}`, ...tags, id];
  return texts.join('\n').toLowerCase();
}

/** Of a missing value only `= none` holds; `!=` and `!~` are the exact contrary of `=` and `~`. */
function comparison(field: Field, operator: Operator, operand: Operand): Predicate {
  if (operator === '!=') return contrary(comparison(field, '=', operand));
  if (operator === '!~') return contrary(comparison(field, '~', operand));
  if (field.kind === 'text') {
    const wanted = operand.text.toLowerCase();
    return (row) => textFits(field.read(row) as readonly string[], operator, operand.none, wanted);
  }
  if (field.kind === 'setting')
    return (row) => settingFits(field.read(row) as SettingValue | undefined, operator, operand);
  return (row) => numberFits(field.read(row) as number | null, operator, operand);
}

function contrary(predicate: Predicate): Predicate {
  return (row) => !predicate(row);
}

function textFits(texts: readonly string[], operator: Operator, none: boolean, wanted: string): boolean {
  if (none && texts.length === 0) return operator === '=';
  return texts.some((text) => (operator === '=' ? text.toLowerCase() === wanted : text.toLowerCase().includes(wanted)));
}

function numberFits(value: number | null, operator: Operator, { none, span }: Operand): boolean {
  if (value === null) return none && operator === '=';
  if (!span) return false;
  const { from, to } = span;
  const isPoint = from === to;
  switch (operator) {
    case '=':
      return value >= from && (isPoint ? value <= to : value < to);
    case '<':
      return value < from;
    case '<=':
      return isPoint ? value <= to : value < to;
    case '>':
      return isPoint ? value > to : value >= to;
    case '>=':
      return value >= from;
    default:
      return false;
  }
}

function settingFits(value: SettingValue | undefined, operator: Operator, operand: Operand): boolean {
  if (value === undefined || value === null) return operand.none && operator === '=';
  const wanted = operand.text.toLowerCase();
  if (typeof value === 'number')
    return operator === '~' ? String(value).includes(wanted) : numberFits(value, operator, operand);
  if (typeof value === 'boolean') return operator === '=' && (value ? yes : no).includes(wanted);
  if (typeof value === 'string') return textFits([value], operator, false, wanted);
  // A list: `~ 8` asks for a member, `= "1, 2, 4"` for the whole.
  if (operator === '~') return value.some((item) => settingFits(item, '=', operand));
  return operator === '=' && value.join() === wanted.replace(/[\s[\]]/g, '');
}

const yes = ['yes', 'true', 'on'];
const no = ['no', 'false', 'off'];
