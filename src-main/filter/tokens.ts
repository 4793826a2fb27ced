export const operators = ['=', '!=', '<', '<=', '>', '>=', '~', '!~'] as const;
export type Operator = (typeof operators)[number];

export interface Token {
  kind: 'word' | 'quoted' | 'operator' | '(' | ')' | ',' | 'stray' | 'end';
  /** What it says; of a quoted one without its quotation marks. */
  text: string;
  /** Place of its first character, from 0, and that after its last. */
  start: number;
  end: number;
  /** A quotation mark that was not closed. */
  open?: boolean;
}

/** Cuts a filter into tokens. Takes any text: what belongs nowhere becomes a `stray`; the last one is `end`. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(forms, 'gu');
  for (const match of text.matchAll(pattern)) {
    const start = match.index;
    const token = { start, end: start + match[0].length };
    const { quoted, operator, mark, word, stray } = match.groups!;
    if (quoted !== undefined) tokens.push({ ...token, ...unquote(quoted) });
    else if (operator !== undefined) tokens.push({ ...token, kind: 'operator', text: synonyms[operator] ?? operator });
    else if (mark !== undefined) tokens.push({ ...token, kind: mark as '(' | ')' | ',', text: mark });
    else if (word !== undefined) tokens.push({ ...token, kind: 'word', text: word });
    else if (stray !== undefined) tokens.push({ ...token, kind: 'stray', text: stray });
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length });
  return tokens;
}

/** A value as it has to be written: in quotation marks where it is not one plain word. */
export function quote(value: string): string {
  const isPlain = /^[^\s=!<>≠≤≥~(),"']+$/u.test(value) && !/^(?:and|or|not|in)$/i.test(value);
  return isPlain ? value : `"${value.replace(/"/g, "'")}"`;
}

const forms = [
  String.raw`(?<quoted>"[^"]*"?|'[^']*'?)`,
  String.raw`(?<operator>!=|!~|<=|>=|==|[=<>~≠≤≥])`,
  String.raw`(?<mark>[(),])`,
  String.raw`(?<word>[^\s=!<>≠≤≥~(),"']+)`,
  String.raw`(?<stray>\S)`,
].join('|');

const synonyms: Record<string, Operator> = { '==': '=', '≠': '!=', '≤': '<=', '≥': '>=' };

function unquote(quoted: string): Pick<Token, 'kind' | 'text' | 'open'> {
  const isClosed = quoted.length > 1 && quoted.endsWith(quoted[0]!);
  return { kind: 'quoted', text: quoted.slice(1, isClosed ? -1 : undefined), ...(isClosed ? {} : { open: true }) };
}
