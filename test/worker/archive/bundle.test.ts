import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundleTables, tablePath } from '../../../src-main/contract/bundle';
import { temporaryFolder } from '../../store/support';
import {
  addCheckpoint,
  addDataset,
  addGeneration,
  bundleOf,
  contentOf,
  importInto,
  makeStudy,
  openFolder,
  useDataset,
} from './study';

const everything = {
  studyId: 'study',
  studyTitle: 'A tiny study',
  runs: 2,
  generations: 1,
  figures: 1,
  evaluations: 1,
  datasets: 0,
};
const nothing = { ...everything, runs: 0, generations: 0, figures: 0, evaluations: 0 };

test('a study comes back as it was, byte for byte, and only once', async () => {
  const [from, to] = [temporaryFolder(), temporaryFolder()];
  const source = makeStudy(from);
  const bundle = await bundleOf(source, from);
  const target = openFolder(to);
  expect(await importInto(target, to, bundle)).toEqual(everything);
  const content = contentOf(target, to);
  expect(content).toEqual(contentOf(source, from));
  expect(await importInto(target, to, bundle)).toEqual(nothing);
  expect(contentOf(target, to)).toEqual(content);
  expect(target.pragma('foreign_key_check')).toEqual([]);
  expect(readFileSync(await bundleOf(target, to))).toEqual(readFileSync(bundle));
  for (const db of [source, target]) db.close();
});

test('it joins what other studies there are, and only adds what is new to a study that is there', async () => {
  const [from, to] = [temporaryFolder(), temporaryFolder()];
  const source = makeStudy(from);
  const target = makeStudy(to, 'other');
  await importInto(target, to, await bundleOf(source, from));
  expect(target.prepare('SELECT id FROM studies ORDER BY id').pluck().all()).toEqual(['other', 'study']);

  addGeneration(source, { dataFolder: from, runId: 'study-a', id: 'later' });
  target.prepare("UPDATE runs SET title = 'Mine', notes = 'My own words', archived = 1 WHERE id = 'study-a'").run();
  expect(await importInto(target, to, await bundleOf(source, from))).toEqual({ ...nothing, generations: 1 });
  expect(readFileSync(join(to, 'runs', 'study-a', 'generations', 'later.npy'), 'utf8')).toBe('tokens of later');
  expect(target.prepare("SELECT title, archived FROM runs WHERE id = 'study-a'").get()).toEqual({
    title: 'Mine',
    archived: 1,
  });
  for (const db of [source, target]) db.close();
});

test('what has the same id but other content is refused, and nothing is added', async () => {
  const [from, to] = [temporaryFolder(), temporaryFolder()];
  const source = makeStudy(from);
  const target = openFolder(to);
  await importInto(target, to, await bundleOf(source, from));
  addGeneration(source, { dataFolder: from, runId: 'study-a', id: 'later' });
  source.prepare('UPDATE points SET value = 0.25 WHERE step = 4 AND value = 0.5').run();
  const bundle = await bundleOf(source, from);
  const before = contentOf(target, to);
  await expect(importInto(target, to, bundle)).rejects.toThrow(
    'There is a run study-a here already, with other content; nothing was imported.',
  );
  expect(contentOf(target, to)).toEqual(before);
  for (const db of [source, target]) db.close();
});

test('a study that trains, a file that is gone and one that was changed are not bundled, and leave no file', async () => {
  const folder = temporaryFolder();
  const db = makeStudy(folder);
  const files = readdirSync(folder);
  db.prepare("UPDATE runs SET status = 'running' WHERE id = 'study-a'").run();
  await expect(bundleOf(db, folder)).rejects.toThrow('A run of this study is still queued or running.');
  db.prepare("UPDATE runs SET status = 'completed' WHERE id = 'study-a'").run();
  await expect(bundleOf(db, folder, 'none')).rejects.toThrow('There is no study "none".');
  const checkpoint = join(folder, 'runs', 'study-a', 'best-00000004.safetensors');
  writeFileSync(checkpoint, 'something else');
  await expect(bundleOf(db, folder)).rejects.toThrow(/best-00000004.safetensors is not the file that the store knows/);
  addCheckpoint(db, { dataFolder: folder, runId: 'study-a', step: 4 });
  db.prepare("UPDATE checkpoints SET file = 'last-00000004.safetensors' WHERE run_id = 'study-a'").run();
  await expect(bundleOf(db, folder)).rejects.toThrow(
    /last-00000004.safetensors is listed in the store but is not there/,
  );
  expect(readdirSync(folder)).toEqual(files);
  db.close();
});

test('unzip and Python read it', async () => {
  const folder = temporaryFolder();
  const db = makeStudy(folder);
  const bundle = await bundleOf(db, folder);
  const program = [
    'import hashlib, json, sys, zipfile',
    'archive = zipfile.ZipFile(sys.argv[1])',
    'assert archive.testzip() is None',
    "manifest = json.loads(archive.read('manifest.json'))",
    "for part in manifest['parts']:",
    "    data = archive.read(part['path'])",
    "    assert len(data) == part['bytes'] and hashlib.sha256(data).hexdigest() == part['sha256']",
    "print(json.dumps([manifest['format'], sorted(archive.namelist())]))",
  ].join('\n');
  const [format, names] = JSON.parse(execFileSync('python3', ['-c', program, bundle], { encoding: 'utf8' })) as [
    string,
    string[],
  ];
  expect(format).toBe('wavebench-study');
  for (const table of bundleTables) expect(names).toContain(tablePath(table));
  expect(names).toContain('runs/study-a/generations/study-generated.npy');
  db.close();
});

test('imported data come along with the runs that saw them, once, under another name where theirs is taken', async () => {
  const [from, to] = [temporaryFolder(), temporaryFolder()];
  const source = makeStudy(from);
  const [id, other] = ['a'.repeat(64), 'b'.repeat(64)];
  addDataset(source, { dataFolder: from, id, name: 'tides' });
  addDataset(source, { dataFolder: from, id: other, name: 'not of this study' });
  for (const run of ['study-a', 'study-b']) useDataset(source, run, id);
  const target = openFolder(to);
  addDataset(target, { dataFolder: to, id: 'c'.repeat(64), name: 'tides' });
  const bundle = await bundleOf(source, from);
  expect(await importInto(target, to, bundle)).toEqual({ ...everything, datasets: 1 });
  expect(await importInto(target, to, bundle)).toEqual(nothing);
  const names = target.prepare('SELECT id, name FROM datasets ORDER BY id').raw().all();
  expect(names).toEqual([
    [id, 'tides (2)'],
    ['c'.repeat(64), 'tides'],
  ]);
  for (const file of readdirSync(join(from, 'datasets', id))) {
    expect(readFileSync(join(to, 'datasets', id, file))).toEqual(readFileSync(join(from, 'datasets', id, file)));
  }
  for (const db of [source, target]) db.close();
});

test('imported data that are not what their row says are refused', async () => {
  const [from, to] = [temporaryFolder(), temporaryFolder()];
  const source = makeStudy(from);
  const id = 'a'.repeat(64);
  addDataset(source, { dataFolder: from, id, name: 'tides' });
  useDataset(source, 'study-a', id);
  writeFileSync(join(from, 'datasets', id, 'dataset.json'), '{}');
  const target = openFolder(to);
  const refused = importInto(target, to, await bundleOf(source, from));
  await expect(refused).rejects.toThrow('it is not what its row says');
  expect(target.prepare('SELECT COUNT(*) FROM datasets').pluck().get()).toBe(0);
  expect(existsSync(join(to, 'datasets'))).toBe(false);
  rmSync(join(from, 'datasets', id), { recursive: true });
  await expect(bundleOf(source, from)).rejects.toThrow('is listed in the store but is not there');
  for (const db of [source, target]) db.close();
});
