import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../store/support';

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');
const document = read('resources/docs/security.md');
/** Cells of tests: `file` › name, one below the other. */
const named = document
  .split('\n')
  .filter((line) => line.startsWith('|') && line.includes(' › '))
  .flatMap((line) => line.split('|').at(-2)!.split('<br>'))
  .map((cell) => /^ ?`(test\/[\w/.-]+)` › (.+?) ?$/.exec(cell)?.slice(1) ?? [cell, '']);
/** As all names were quoted alike. */
const namesIn = (file: string) => read(file).replaceAll("\\'", "'").replace(/"(.+)"(?=,)/g, "'$1'");

describe('the document of security', () => {
  test.each(named)('%s has: %s', (file, name) => {
    expect(namesIn(file!)).toContain(`${name}'`);
  });

  test("goes through all of Electron's list, and names every attempt on the window", () => {
    const lines = [...document.matchAll(/^\| (\d+) \|/gm)].map(([, number]) => Number(number));
    expect(lines).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    const spec = namesIn('test/e2e/security.spec.ts');
    const attempts = [...spec.matchAll(/^test\('(.+)', async/gm)].map(([, name]) => name!);
    expect(attempts.length).toBeGreaterThan(5);
    for (const name of attempts) expect(document).toContain(`security.spec.ts\` › ${name}`);
  });
});

test('no component puts HTML into the page', () => {
  const files = readdirSync(join(projectRoot, 'src-renderer'), { recursive: true, encoding: 'utf8' });
  const code = files.filter((file) => /\.(svelte|ts|html)$/.test(file));
  expect(code.length).toBeGreaterThan(100);
  const ways = /@html|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/;
  expect(code.filter((file) => ways.test(read(join('src-renderer', file))))).toEqual([]);
});
