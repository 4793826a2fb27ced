/**
 * A formula as it is written: texts are cut into letters, numbers and operators; a single letter is a variable, several
 * are a name.
 */
export type Term =
  | string
  | readonly Term[]
  | { base: Term; sub: Term }
  | { base: Term; sup: Term }
  | { base: Term; sub: Term; sup: Term }
  /** A large operator with limits. */
  | { large: string; under: Term; over?: Term }
  | { over: Term; under: Term }
  | { bold: string };

export function sub(base: Term, index: Term): Term {
  return { base, sub: index };
}

export function sum(under: Term, over?: Term): Term {
  return { large: '∑', under, over };
}

/** A piece of a text in a formula. */
export interface Token {
  kind: 'variable' | 'name' | 'number' | 'operator';
  text: string;
}

/** Cuts a text into what MathML sets differently; spaces only separate. */
export function tokens(text: string): Token[] {
  return [...text.matchAll(/\p{L}+(?:-\p{L}+)*|\d+(?:\.\d+)?|[^\s]/gu)].map(([piece]) => ({
    kind: kindOf(piece),
    text: piece,
  }));
}

function kindOf(piece: string): Token['kind'] {
  if (/^\p{L}$/u.test(piece)) return 'variable';
  if (/^\p{L}/u.test(piece)) return 'name';
  return /^\d/.test(piece) ? 'number' : 'operator';
}
