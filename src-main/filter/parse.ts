import { metricNames } from '../contract/metrics';
import { findField, metricField, metricFunctions, plainFields, type Field, type MetricFunction } from './fields';
import { readOperand, type Operand } from './operands';
import { tokenize, type Operator, type Token } from './tokens';

/** A filter as a tree; `has` looks for a text in everything that a run is called by. */
export type Expression =
  | { kind: 'and' | 'or'; parts: Expression[] }
  | { kind: 'not'; part: Expression }
  | { kind: 'has'; text: string }
  | { kind: 'compare'; field: Field; operator: Operator; operand: Operand }
  | { kind: 'in'; field: Field; operands: Operand[] };

/** What is wrong with a filter, and where. */
export interface FilterProblem {
  /** Place of the first wrong character, from 0. */
  at: number;
  /** `Column 6: expected a number, such as 0.6, found "high".` */
  message: string;
}

export type ParsedFilter =
  { expression: Expression | null; problem: null } | { expression: null; problem: FilterProblem };

/**
 * Reads a filter: comparisons (`lr < 0.01`, `arm in (a, b)`, `best(validationAccuracy@8) > 60%`) and plain words,
 * joined by `and`, `or`, `not` and parentheses; what stands side by side is joined by `and`. Takes any text; an empty
 * one gives no expression. `paths`: the settings that the configurations at hand have.
 */
export function parseFilter(text: string, paths: readonly string[]): ParsedFilter {
  const parser = new Parser(tokenize(text), paths);
  try {
    return { expression: parser.whole(), problem: null };
  } catch (error) {
    if (error instanceof SyntaxProblem) return { expression: null, problem: error.problem };
    throw error;
  }
}

class SyntaxProblem extends Error {
  constructor(readonly problem: FilterProblem) {
    super(problem.message);
  }
}

const deepest = 64;
const numeric: readonly Operator[] = ['<', '<=', '>', '>='];
const textual: readonly Operator[] = ['~', '!~'];

/** One token ahead; every rule of the grammar is a method. */
class Parser {
  readonly #tokens: readonly Token[];
  readonly #paths: readonly string[];
  #place = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], paths: readonly string[]) {
    this.#tokens = tokens;
    this.#paths = paths;
  }

  whole(): Expression | null {
    if (this.#peek(0).kind === 'end') return null;
    const expression = this.#or();
    if (this.#next.kind !== 'end') this.#fail(this.#next, 'expected "and", "or" or the end');
    return expression;
  }

  #or(): Expression {
    const parts = [this.#and()];
    while (this.#takeWord('or')) parts.push(this.#and());
    return parts.length === 1 ? parts[0]! : { kind: 'or', parts };
  }

  #and(): Expression {
    const parts = [this.#unary()];
    while (this.#takeWord('and') || this.#beginsTerm()) parts.push(this.#unary());
    return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
  }

  #unary(): Expression {
    if (this.#depth >= deepest)
      this.#fail(this.#next, `expected at most ${deepest} parentheses and "not" in each other`);
    this.#depth += 1;
    try {
      if (this.#takeWord('not')) return { kind: 'not', part: this.#unary() };
      if (this.#next.kind !== '(') return this.#term();
      this.#place += 1;
      const inner = this.#or();
      this.#expect(')', 'a closing parenthesis');
      return inner;
    } finally {
      this.#depth -= 1;
    }
  }

  #term(): Expression {
    const token = this.#next;
    const isTerm = token.kind === 'quoted' || (token.kind === 'word' && !this.#isWord('or') && !this.#isWord('and'));
    if (!isTerm) this.#fail(token, 'expected a field such as study, or a word to look for');
    const isCall = token.kind === 'word' && this.#peek(1).kind === '(' && this.#peek(1).start === token.end;
    const field = isCall ? this.#metric() : null;
    if (!field) this.#place += 1;
    if (this.#next.kind === 'operator') return this.#comparison(field ?? this.#field(token));
    const negated = this.#isWord('not') && /^in$/i.test(this.#peek(1).text) && this.#peek(2).kind === '(';
    if (negated) this.#place += 1;
    if (this.#isWord('in') && this.#peek(1).kind === '(') {
      const membership = this.#membership(field ?? this.#field(token));
      return negated ? { kind: 'not', part: membership } : membership;
    }
    if (field) this.#fail(this.#next, `expected a comparison such as > 0.6 after ${field.key}`);
    if (token.open) this.#fail(token, 'expected a closing quotation mark');
    return { kind: 'has', text: token.text.toLowerCase() };
  }

  #metric(): Field {
    const name = this.#take();
    const measure = metricFunctions.find((known) => known === name.text.toLowerCase());
    if (!measure) this.#fail(name, `expected one of ${metricFunctions.join(', ')} before the parenthesis`);
    this.#place += 1;
    const metric = this.#take();
    const field = metricField(measure as MetricFunction, metric.text);
    if (!field) this.#fail(metric, `expected a metric: ${metricNames.join(', ')}, with @horizon where it has one`);
    this.#expect(')', 'a closing parenthesis');
    return field!;
  }

  #field(token: Token): Field {
    const field = token.kind === 'word' ? findField(token.text, this.#paths) : null;
    if (!field) this.#fail(token, `expected a field${this.#suggestion(token.text)}`);
    return field!;
  }

  #comparison(field: Field): Expression {
    const operator = this.#take().text as Operator;
    const allowed = allowedOperators(field);
    if (!allowed.includes(operator))
      this.#fail(this.#peek(-1), `expected one of ${allowed.join(' ')} or in (…) after ${field.key}`);
    const at = this.#next;
    const operand = this.#operand(field);
    if (field.kind === 'setting' && numeric.includes(operator) && !operand.span)
      this.#fail(at, `expected a number after ${operator}`);
    return { kind: 'compare', field, operator, operand };
  }

  #membership(field: Field): Expression {
    this.#place += 2;
    const operands = [this.#operand(field)];
    while (this.#next.kind === ',') {
      this.#place += 1;
      operands.push(this.#operand(field));
    }
    this.#expect(')', 'a comma or a closing parenthesis');
    return { kind: 'in', field, operands };
  }

  #operand({ key, kind }: Field): Operand {
    const token = this.#next;
    if (token.kind !== 'word' && token.kind !== 'quoted') this.#fail(token, `expected a value for ${key}`);
    if (token.open) this.#fail(token, 'expected a closing quotation mark');
    const read = readOperand(token.text, kind);
    if ('expected' in read) this.#fail(token, `expected ${read.expected}`);
    this.#place += 1;
    return (read as { operand: Operand }).operand;
  }

  get #next(): Token {
    return this.#peek(0);
  }

  #peek(by: number): Token {
    return this.#tokens[Math.min(this.#place + by, this.#tokens.length - 1)]!;
  }

  #take(): Token {
    const token = this.#next;
    this.#place = Math.min(this.#place + 1, this.#tokens.length - 1);
    return token;
  }

  #isWord(word: string): boolean {
    return this.#next.kind === 'word' && this.#next.text.toLowerCase() === word;
  }

  #takeWord(word: string): boolean {
    if (!this.#isWord(word)) return false;
    this.#place += 1;
    return true;
  }

  #beginsTerm(): boolean {
    const { kind } = this.#next;
    return kind === '(' || kind === 'quoted' || (kind === 'word' && !this.#isWord('or') && !this.#isWord('and'));
  }

  #expect(kind: Token['kind'], name: string): void {
    if (this.#next.kind !== kind) this.#fail(this.#next, `expected ${name}`);
    this.#place += 1;
  }

  #suggestion(given: string): string {
    const known = [...plainFields.map(({ key }) => key), ...this.#paths];
    const like = given.toLowerCase();
    const close = known.filter((name) => like.length > 1 && name.toLowerCase().includes(like)).slice(0, 3);
    return close.length > 0 ? ` such as ${close.join(', ')}` : ' such as study, arm, lr or training.maxSteps';
  }

  #fail(token: Token, expected: string): never {
    const found = token.kind === 'end' ? 'the end' : `"${token.text.slice(0, 40)}"`;
    throw new SyntaxProblem({ at: token.start, message: `Column ${token.start + 1}: ${expected}, found ${found}.` });
  }
}

/** Texts are not ordered; numbers contain no texts; a setting may be either. */
export function allowedOperators({ kind }: Field): readonly Operator[] {
  if (kind === 'setting') return ['=', '!=', ...numeric, ...textual];
  return ['=', '!=', ...(kind === 'text' ? textual : numeric)];
}
