import { textOfCell } from './csv-cell';

/** A row of a table of text. */
export interface DelimitedRow {
  /** Line on which it begins, from 1. */
  line: number;
  fields: string[];
}

/**
 * Rows of text with delimited fields (RFC 4180), piece after piece; empty lines are no rows. The apostrophe of `csvCell`
 * is taken off.
 */
export class DelimitedParser {
  readonly #delimiter: string;
  #line = 1;
  #startLine = 1;
  #quoteLine = 1;
  #fields: string[] = [];
  #field = '';
  /** Inside of quotes; or just behind the end of a quoted field. */
  #state: 'plain' | 'quoted' | 'closed' = 'plain';
  #afterReturn = false;

  /** @param delimiter one character; a space stands for any number of spaces and tabs. */
  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** The rows that end in this piece. Throws an Error naming line and column for what follows a closed quote. */
  push(text: string): DelimitedRow[] {
    const rows: DelimitedRow[] = [];
    let plainFrom = -1;
    for (let at = 0; at < text.length; at++) {
      const character = text[at]!;
      const feed = character === '\n';
      if (this.#state === 'quoted') {
        if (character === '"') {
          this.#state = 'closed';
        } else {
          this.#field += character;
          if (feed) this.#line += 1;
        }
        continue;
      }
      const special = feed || character === '\r' || character === '"' || this.#isDelimiter(character);
      if (!special && this.#state === 'plain') {
        if (plainFrom < 0) plainFrom = at;
        this.#afterReturn = false;
        continue;
      }
      if (plainFrom >= 0) this.#field += text.slice(plainFrom, at);
      plainFrom = -1;
      if (character === '"' && this.#field === '' && this.#state === 'plain') {
        this.#state = 'quoted';
        this.#quoteLine = this.#line;
      } else if (character === '"' && this.#state === 'closed') {
        this.#field += '"';
        this.#state = 'quoted';
      } else if (character === '"') {
        this.#field += '"';
      } else if (feed && this.#afterReturn) {
        this.#afterReturn = false;
        continue;
      } else if (feed || character === '\r') {
        const row = this.#endRow();
        if (row) rows.push(row);
      } else if (this.#isDelimiter(character)) {
        this.#endField();
      } else {
        throw new Error(
          `line ${this.#line}, column ${this.#fields.length + 1}: the delimiter or the end of the line was expected ` +
            `after the closing quotation mark, but "${character}" stands there`,
        );
      }
      this.#afterReturn = character === '\r';
    }
    if (plainFrom >= 0) this.#field += text.slice(plainFrom);
    return rows;
  }

  /** The last row, where the text does not end with a line's end. Throws an Error where a quote is not closed. */
  end(): DelimitedRow[] {
    if (this.#state === 'quoted')
      throw new Error(
        `line ${this.#quoteLine}, column ${this.#fields.length + 1}: a closing quotation mark was expected, but the ` +
          'file ends',
      );
    const row = this.#endRow();
    return row ? [row] : [];
  }

  #isDelimiter(character: string): boolean {
    return character === this.#delimiter || (this.#delimiter === ' ' && character === '\t');
  }

  #endField(): void {
    if (this.#delimiter === ' ' && this.#field === '' && this.#state === 'plain') return;
    this.#fields.push(textOfCell(this.#state === 'closed' ? this.#field : this.#field.trim()));
    this.#field = '';
    this.#state = 'plain';
  }

  #endRow(): DelimitedRow | null {
    this.#endField();
    const [fields, line] = [this.#fields, this.#startLine];
    this.#fields = [];
    this.#line += 1;
    this.#startLine = this.#line;
    const empty = fields.length === 0 || (fields.length === 1 && fields[0] === '');
    return empty ? null : { line, fields };
  }
}
