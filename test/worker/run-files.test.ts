import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeRunFiles } from '../../src-main/worker/node-run-files';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'wavebench-files-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a file is written whole, with its SHA-256, and replaces the one before', async () => {
  const files = await nodeRunFiles(join(folder, 'made', 'anew'));
  const bytes = new Uint8Array(100_000).map((_, i) => i % 251);
  expect(await files.write('a', bytes)).toEqual({ sha256: createHash('sha256').update(bytes).digest('hex') });
  expect(new Uint8Array(await files.read('a'))).toEqual(bytes);
  await files.write('a', Uint8Array.of(1));
  expect([...(await files.read('a'))]).toEqual([1]);
  expect(await files.list()).toEqual(['a']);
});

test('what a killed process left half-written is gone at the next start, and never takes a name', async () => {
  writeFileSync(join(folder, 'last-1.part'), 'half');
  writeFileSync(join(folder, 'last-0'), 'whole');
  const files = await nodeRunFiles(folder);
  expect(await files.list()).toEqual(['last-0']);
});

test('an absent file is an error to read and none to remove', async () => {
  const files = await nodeRunFiles(folder);
  await files.remove('absent');
  await expect(files.read('absent')).rejects.toThrow(/absent of the run could not be read/);
});

test('no name leads out of the folder', async () => {
  const inner = join(folder, 'inner');
  const files = await nodeRunFiles(inner);
  writeFileSync(join(folder, 'outside'), 'untouched');
  for (const name of ['../outside', '..', '', 'a/b', join(folder, 'outside')]) {
    expect(() => files.remove(name)).toThrow(/no plain file name/);
    await expect(files.write(name, Uint8Array.of(0))).rejects.toThrow(/no plain file name/);
  }
  expect(readFileSync(join(folder, 'outside'), 'utf8')).toBe('untouched');
});
