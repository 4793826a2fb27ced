import { expect, test } from 'vitest';
import { parseArguments } from '../../src-main/electron/arguments';

test('no switch leaves the defaults', () => {
  expect(parseArguments(['electron', '.', '--no-sandbox'], '/home/ada')).toEqual({
    dataFolder: null,
    studiesFolder: null,
    files: [],
  });
});

test('files to open are found by their endings, wherever they stand', () => {
  const argv = ['electron', '.', 'mine.json', '--data-dir', 'runs', '/srv/a.wavebench', '--inspect=0', 'B.JSON'];
  expect(parseArguments(argv, '/home/ada').files).toEqual([
    '/home/ada/mine.json',
    '/srv/a.wavebench',
    '/home/ada/B.JSON',
  ]);
});

test('both ways to write a switch are read; relative folders count from the working folder', () => {
  const argv = ['electron', '--no-sandbox', '--data-dir', 'runs', '--studies-dir=/srv/studies'];
  expect(parseArguments(argv, '/home/ada')).toEqual({
    dataFolder: '/home/ada/runs',
    studiesFolder: '/srv/studies',
    files: [],
  });
});

test.each([
  ['at the end', ['electron', '--data-dir']],
  ['before another switch', ['electron', '--data-dir', '--no-sandbox']],
  ['with an empty value', ['electron', '--data-dir=']],
])('a switch without its folder is named (%s)', (_where, argv) => {
  expect(() => parseArguments(argv, '/')).toThrow(/--data-dir needs a folder after it/);
});
