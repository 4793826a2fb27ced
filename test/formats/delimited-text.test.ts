import { describe, expect, test } from 'vitest';
import { parseDecimal, recognizeDialect } from '../../src-main/formats/delimited-dialect';
import { DelimitedParser } from '../../src-main/formats/delimited-text';
import { recognizeEncoding } from '../../src-main/formats/text-encoding';
import { RandomStream } from '../../src-main/math/random';

const alphabet = ['a', 'ß', '1', ' x', '"', ',', ';', '\n', '\r\n', '.', '\t'];

function rowsOf(text: string, delimiter: string, pieces = [text]): string[][] {
  const parser = new DelimitedParser(delimiter);
  return [...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()].map(({ fields }) => fields);
}

describe('a table of text', () => {
  test('comes back as it was written, whatever stands in its quoted fields and wherever it is divided', () => {
    const stream = RandomStream.fromSeed(3);
    for (let round = 0; round < 100; round++) {
      const delimiter = [',', ';', '\t', '|'][stream.integer(4)]!;
      const end = stream.integer(2) === 0 ? '\n' : '\r\n';
      const table = Array.from({ length: 1 + stream.integer(5) }, () =>
        Array.from({ length: 2 + stream.integer(3) }, () =>
          Array.from({ length: stream.integer(6) }, () => alphabet[stream.integer(alphabet.length)]!).join(''),
        ),
      );
      const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;
      const text = table.map((row) => row.map(quoted).join(delimiter)).join(end) + (stream.integer(2) === 0 ? end : '');
      const cut = stream.integer(text.length);
      expect(rowsOf(text, delimiter)).toEqual(table);
      expect(rowsOf(text, delimiter, [text.slice(0, cut), text.slice(cut)])).toEqual(table);
    }
  });

  test('passes over empty lines but counts them', () => {
    const parser = new DelimitedParser(',');
    expect(parser.push('a,b\r\n\r\n\n1,2\n')).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 4, fields: ['1', '2'] },
    ]);
  });

  test('takes any number of spaces for one', () => {
    expect(rowsOf('  1   2\t3 \n4 5 6', ' ')).toEqual([
      ['1', '2', '3'],
      ['4', '5', '6'],
    ]);
  });

  test('that breaks its quotes is refused with line and column', () => {
    expect(() => rowsOf('a,b\n1,"2"x\n', ',')).toThrow(/line 2, column 2/);
    expect(() => rowsOf('a,b\n1,"2\n3', ',')).toThrow(/line 2, column 2: a closing quotation mark/);
  });
});

describe('how a table is written', () => {
  test.each([
    ['a,b\n1.5,2\n3,4\n', { delimiter: ',', decimalMark: '.', header: true }],
    ['a;b\n1,5;2\n3,25;4\n', { delimiter: ';', decimalMark: ',', header: true }],
    ['1\t2,5\n3\t4,5\n', { delimiter: '\t', decimalMark: ',', header: false }],
    ['1.5\n2.5\n3\n', { decimalMark: '.', header: false }],
    ['1,5\n2,5\n3,5\n', { header: false }],
    ['time value\n0 1e-3\n1 2e-3\n', { delimiter: ' ', decimalMark: '.', header: true }],
    ['date,x\n2020-01-01,1\n2020-01-02,NA\n', { delimiter: ',', header: true }],
  ])('%j is recognized', (text, dialect) => {
    expect(recognizeDialect(text)).toMatchObject(dialect);
  });

  test('what is given is kept', () => {
    expect(recognizeDialect('1,2;3\n4,5;6\n', { delimiter: ',', header: true })).toMatchObject({
      delimiter: ',',
      header: true,
    });
  });

  test('a number is one in its own notation only', () => {
    expect(parseDecimal('-1,5e3', ',')).toBe(-1500);
    expect(parseDecimal('.5', '.')).toBe(0.5);
    for (const text of ['', '1.5', 'x1', '0x10', '1,2,3', 'Infinity']) expect(parseDecimal(text, ',')).toBeNaN();
  });
});

test('encodings are recognized by their first bytes', () => {
  const latin = Uint8Array.from([...'Größe;1'], (character) => character.charCodeAt(0));
  expect(recognizeEncoding(latin)).toBe('windows-1252');
  expect(recognizeEncoding(new TextEncoder().encode('Größe;1'))).toBe('utf-8');
  expect(recognizeEncoding(new TextEncoder().encode('Größe').subarray(0, 3))).toBe('utf-8');
  expect(recognizeEncoding(new Uint8Array(Buffer.from('a;b\n1;2\n', 'utf16le')))).toBe('utf-16le');
  expect(recognizeEncoding(new Uint8Array(Buffer.from('a;b\n1;2\n', 'utf16le').swap16()))).toBe('utf-16be');
});
