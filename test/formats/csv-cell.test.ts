import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvCell, csvRow, quotedCell, textOfCell } from '../../src-main/formats/csv-cell';
import { DelimitedParser } from '../../src-main/formats/delimited-text';

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\r=1', '="a"', "'=1"])('%j is no formula in a cell', (text) => {
  expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/);
});

test('numbers and plain words stay as they are, nothing is empty', () => {
  expect(csvRow([-1.5, 1e-300, -Infinity, 3n, 'a=b', "it's", '− 1', '', null, undefined, NaN])).toBe(
    "-1.5,1e-300,-Infinity,3,a=b,it's,− 1,,,,",
  );
  expect(quotedCell('{"a":1}')).toBe('"{""a"":1}"');
});

test('an apostrophe is taken off only where it was put', () => {
  expect(["'=1", "''=1", "'plain", '=1', "'"].map(textOfCell)).toEqual(['=1', "'=1", "'plain", '=1', "'"]);
});

test('every text is read as it was given', () => {
  const text = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ' ', 'a', '1') });
  fc.assert(
    fc.property(fc.array(text, { minLength: 2, maxLength: 4 }), (texts) => {
      const parser = new DelimitedParser(',');
      const rows = [...parser.push(`${csvRow(texts)}\n`), ...parser.end()];
      expect(rows.map(({ fields }) => fields)).toEqual([texts]);
    }),
    { seed: 11, numRuns: 3000 },
  );
});
