import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeFiles } from '../../src-main/services/files';
import { readNumberRows, readTokenColumns } from '../../src-main/services/number-table';
import { temporaryFolder } from '../store/support';

function file(text: string): string {
  const path = join(temporaryFolder(), 'a.csv');
  writeFileSync(path, text);
  return path;
}

const columns = (text: string) => readTokenColumns(file(text), nodeFiles);

describe('a table of tokens', () => {
  test.each([
    ['a bare column', '3\n1\n4\n', [[3, 1, 4]]],
    [
      'a heading and several columns',
      'a,b\n1,2\n3,4\n',
      [
        [1, 3],
        [2, 4],
      ],
    ],
    [
      'steps before them, as they are written',
      'step,0,1\n0,5,6\n1,7,8\n',
      [
        [5, 7],
        [6, 8],
      ],
    ],
    [
      'semicolons, tabs, spaces, empty lines and the line ends of Windows',
      '1;2\r\n\r\n3\t4\r\n5 6\r\n',
      [
        [1, 3, 5],
        [2, 4, 6],
      ],
    ],
  ])('may have %s', (_, text, expected) => {
    expect(columns(text)).toEqual(expected);
  });

  test.each([
    ['a word', '1\nx\n', 'a.csv, line 2: "x" is no number'],
    ['a hole', '1,2\n3,\n', 'a.csv, line 2: "" is no number'],
    ['a fraction', '1\n\n2.5\n', 'a.csv, line 3: 2.5 is no token'],
    ['a negative number', 'step,a\n0,-1\n', 'a.csv, line 2: -1 is no token'],
    ['lines of different lengths', '1,2\n3\n', 'a.csv, line 2: 1 numbers where the first line has 2'],
    ['nothing', 'a,b\n', 'holds no numbers'],
    ['steps alone', 'step\n0\n', 'has no column of tokens'],
  ])('is refused for %s, by file and line', (_, text, reason) => {
    expect(() => columns(text)).toThrow(reason);
  });

  test('that is not there says so', () => {
    expect(() => readTokenColumns('/nowhere/a.csv', nodeFiles)).toThrow('/nowhere/a.csv cannot be read');
  });
});

test('rows of numbers keep their order and any sign', () => {
  expect(readNumberRows(file('x,y\n-1.5,2e3\n0,1\n'), nodeFiles)).toEqual([
    [-1.5, 2000],
    [0, 1],
  ]);
});
