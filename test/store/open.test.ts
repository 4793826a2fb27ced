import { execFile } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { migrations } from '../../src-main/store/migrate';
import {
  databaseName,
  openStore,
  openStoreForReading,
  openStoreOfEnvironment,
  storeEnvironment,
} from '../../src-main/store/open';
import { bundle } from './bundle';
import { addStudy, connection, projectRoot, temporaryFolder } from './support';

test('processes that open a new data folder at the same moment all find the newest schema', async () => {
  const output = 'test/output/store';
  await bundle({ opener: 'test/store/opener.ts' }, output);
  for (let round = 0; round < 3; round += 1) {
    const dataFolder = join(temporaryFolder(), 'new');
    const args = [
      join(projectRoot, output, 'opener.cjs'),
      dataFolder,
      connection.nativeBinding ?? '',
      String(Date.now() + 1500),
    ];
    const opening = Array.from({ length: 5 }, () => promisify(execFile)(process.execPath, args));
    const found = (await Promise.all(opening)).map(({ stdout }) => stdout);
    expect(found).toEqual(Array(5).fill(String(migrations.length)));
  }
});

test('a worker opens the store of its environment, for reading alone', () => {
  const dataFolder = temporaryFolder();
  const db = openStore(dataFolder, connection);
  addStudy(db);
  const read = openStoreOfEnvironment(storeEnvironment(dataFolder, connection));
  expect(read.prepare('SELECT count(*) FROM studies').pluck().get()).toBe(1);
  expect(() => read.exec('DELETE FROM studies')).toThrow('readonly');
  addStudy(db, 'second');
  expect(read.prepare('SELECT count(*) FROM studies').pluck().get()).toBe(2);
  expect(() => openStoreOfEnvironment({})).toThrow('WAVEBENCH_DATA is not set');
});

test('a folder that cannot be used is named, with what to do', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  expect(() => openStore(join(folder, 'file', 'data'), connection)).toThrow(/cannot be opened/);
  expect(() => openStoreForReading(folder, connection)).toThrow('There is no Wavebench data');
  expect(existsSync(join(folder, databaseName))).toBe(false);
  // Root may write everywhere.
  if (process.getuid?.() === 0) return;
  chmodSync(folder, 0o500);
  expect(() => openStore(join(folder, 'data'), connection)).toThrow(/cannot be opened/);
  chmodSync(folder, 0o700);
});
