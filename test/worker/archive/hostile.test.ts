import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { BundleManifest } from '../../../src-main/contract/bundle';
import { UserError } from '../../../src-main/contract/errors';
import type { WritableDatabase } from '../../../src-main/store/database';
import { ZipReader } from '../../../src-main/worker/archive/zip-reader';
import { ZipWriter } from '../../../src-main/worker/archive/zip-writer';
import { temporaryFolder } from '../../store/support';
import { bundleOf, contentOf, importInto, makeStudy } from './study';

type Parts = Map<string, Buffer>;

let bundle: Buffer;
let parts: Parts;
let manifest: BundleManifest;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wavebench-test-'));
  const db = makeStudy(folder);
  const path = await bundleOf(db, folder);
  db.close();
  bundle = readFileSync(path);
  parts = await unpack(path);
  rmSync(folder, { recursive: true });
});

/** A store with another study in it, and the bundle that is to be imported. */
class Target {
  readonly folder = temporaryFolder();
  readonly file = join(this.folder, 'given.wavebench');
  readonly db: WritableDatabase = makeStudy(this.folder, 'other');
  readonly #before = contentOf(this.db, this.folder);

  /** What the import says; fails where it changes anything although it is refused. */
  async refusal(bytes: Uint8Array): Promise<string> {
    writeFileSync(this.file, bytes);
    let message = '';
    try {
      await importInto(this.db, this.folder, this.file);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      message = error.message;
    }
    rmSync(join(this.folder, 'imports'), { recursive: true, force: true });
    return message;
  }

  isUnchanged(): void {
    expect(contentOf(this.db, this.folder)).toEqual(this.#before);
    expect(readdirSync(join(this.folder, '..')).filter((name) => name.includes('escaped'))).toEqual([]);
  }
}

test('whichever byte of a bundle is another one, it is refused with a sentence, or means the same', async () => {
  const target = new Target();
  const whole = makeStudyContent();
  let imported = 0;
  const mutation = fc.record({
    at: fc.nat({ max: bundle.length - 1 }),
    change: fc.integer({ min: 1, max: 255 }),
    cut: fc.option(fc.nat({ max: bundle.length }), { freq: 20 }),
  });
  await fc.assert(
    fc.asyncProperty(mutation, async ({ at, change, cut }) => {
      const bytes = Buffer.from(bundle);
      bytes[at]! ^= change;
      const given = cut === null ? bytes : bytes.subarray(0, cut);
      const message = await target.refusal(given);
      if (message !== '') {
        expect(message.startsWith(target.file)).toBe(true);
        return;
      }
      // Names, times and sizes that stand twice in a ZIP file, of which one is read.
      imported += 1;
      expect(studyContent(target)).toEqual(whole);
      target.db.exec("DELETE FROM studies WHERE id = 'study'");
      for (const run of ['study-a', 'study-b']) rmSync(join(target.folder, 'runs', run), { recursive: true });
    }),
    { numRuns: 2500 },
  );
  expect(imported).toBeLessThan(1500);
  target.isUnchanged();
  target.db.close();
});

describe('a bundle that was made to do harm is refused, and nothing is written', () => {
  const cases: [string, (given: Parts) => void, RegExp][] = [
    ['an entry that leads out', (given) => given.set('../escaped', Buffer.from('x')), /no row speaks of it/],
    [
      'a file out of the folder',
      (given) => changeRows(given, 'checkpoints', (row) => (row.file = '../../escaped')),
      /checkpoints\.jsonl, line 1.*plain name/,
    ],
    [
      'a run out of the folder',
      (given) => changeRows(given, 'runs', (row) => (row.id = '../escaped')),
      /runs\.jsonl, line 1.*letters and digits/,
    ],
    [
      'a study out of the folder of logs',
      (given) => changeRows(given, 'studies', (row) => (row.name = '../escaped')),
      /joined by hyphens/,
    ],
    [
      'an arm out of the folder of logs',
      (given) => changeRows(given, 'runs', (row) => (row.arm = '../../escaped')),
      /joined by hyphens/,
    ],
    [
      'an absolute path',
      (given) => changeRows(given, 'generations', (row) => (row.tokens_file = '/tmp/escaped.npy')),
      /generations\.jsonl, line 1/,
    ],
    [
      'a row of a wrong type',
      (given) => changeRows(given, 'runs', (row) => (row.step = 'many')),
      /runs\.jsonl, line 1: Invalid row: step/,
    ],
    ['a missing column', (given) => changeRows(given, 'runs', (row) => delete row.configuration), /configuration/],
    ['a column too many', (given) => changeRows(given, 'runs', (row) => (row.owner_pid = 1)), /owner_pid/],
    ['a run that runs', (given) => changeRows(given, 'runs', (row) => (row.status = 'running')), /status/],
    [
      'a configuration that is none',
      (given) => changeRows(given, 'runs', (row) => (row.configuration = {})),
      /configuration/,
    ],
    [
      'points of no metric',
      (given) => changeRows(given, 'points', (row) => (row.key = 'x"; DROP TABLE runs')),
      /metric name/,
    ],
    [
      'a point twice',
      (given) => changeRows(given, 'points', (row) => (row.points as unknown[]).push((row.points as unknown[])[0])),
      /points\.jsonl, line \d+: UNIQUE/,
    ],
    [
      'a run of another study',
      (given) => changeRows(given, 'runs', (row) => (row.study_id = 'other')),
      /refers to one that is not in it/,
    ],
    [
      'two studies',
      (given) => given.set('tables/studies.jsonl', twice(given.get('tables/studies.jsonl')!)),
      /does not hold the study study alone/,
    ],
    [
      'another checkpoint',
      (given) => given.set(firstCheckpoint(given), Buffer.from('other')),
      /its row has another SHA-256/,
    ],
    [
      'a checkpoint that is missing',
      (given) => given.delete(firstCheckpoint(given)),
      /a row speaks of it, but it is missing/,
    ],
    ['a missing table', (given) => given.delete('tables/notices.jsonl'), /does not list tables\/notices\.jsonl/],
    [
      'a file of no row',
      (given) => given.set('runs/study-a/more.safetensors', Buffer.from('x')),
      /no row speaks of it/,
    ],
    [
      'text that is no JSON',
      (given) => given.set('tables/notices.jsonl', Buffer.from('no\n')),
      /notices\.jsonl, line 1/,
    ],
    [
      'text that is no UTF-8',
      (given) => given.set('tables/notices.jsonl', Buffer.from([255, 254, 10])),
      /notices\.jsonl, line 1/,
    ],
    [
      'a deep nest',
      (given) => given.set('tables/notices.jsonl', Buffer.from(`${'['.repeat(2e6)}\n`)),
      /notices\.jsonl, line 1/,
    ],
  ];
  test.each(cases)('%s', async (_, change, message) => {
    const given = new Map(parts);
    change(given);
    const target = new Target();
    expect(await target.refusal(await pack(given))).toMatch(message);
    target.isUnchanged();
    target.db.close();
  });

  test('a manifest of a newer program, of another format, with other hashes or other sizes', async () => {
    const target = new Target();
    const refusal = async (change: (manifest: BundleManifest) => void) => target.refusal(await pack(parts, change));
    expect(await refusal((manifest) => (manifest.version = 2))).toContain('was written by a newer Wavebench');
    expect(await refusal((manifest) => (manifest.schema = 99))).toContain('was written by a newer Wavebench');
    expect(await refusal((manifest) => Object.assign(manifest, { format: 'other' }))).toMatch(
      /manifest\.json: .*format/,
    );
    expect(await refusal((manifest) => (manifest.parts[0]!.sha256 = 'a'.repeat(64)))).toContain(
      'not the one of the manifest',
    );
    expect(await refusal((manifest) => (manifest.parts[0]!.bytes += 1))).toContain('not as long as the manifest says');
    expect(await refusal((manifest) => manifest.parts.push(manifest.parts[0]!))).toContain('it lists a part twice');
    expect(await refusal((manifest) => (manifest.study.id = 'other'))).toContain('does not hold the study other alone');
    target.isUnchanged();
    target.db.close();
  });

  test('a bomb: by what it declares, and by what it is', async () => {
    const target = new Target();
    const bomb = new Map(parts).set('tables/notices.jsonl', Buffer.alloc(150 * 2 ** 20, 32));
    const packed = await pack(bomb);
    expect(packed.length).toBeLessThan(2 ** 20);
    expect(await target.refusal(packed)).toMatch(/it declares \d+ bytes in \d+; at most \d+ are unpacked/);
    const liar = Buffer.from(packed);
    // The size that the directory declares of the long entry.
    const at = liar.lastIndexOf(Buffer.from('tables/notices.jsonl')) - 46 + 24;
    liar.writeUInt32LE(1000, at);
    expect(await target.refusal(liar)).toMatch(/not as long as the manifest says|more bytes|where it declares/);
    target.isUnchanged();
    target.db.close();
  });
});

async function unpack(path: string): Promise<Parts> {
  const limits = { entries: 1000, directoryBytes: 1e6, alwaysAllowed: 1e9, ratio: 100 };
  return ZipReader.with(path, limits, async (archive) => {
    const read: Parts = new Map();
    for (const name of archive.entries.keys()) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of archive.read(name)) chunks.push(chunk);
      if (name !== 'manifest.json') read.set(name, Buffer.concat(chunks));
      else manifest = JSON.parse(Buffer.concat(chunks).toString()) as BundleManifest;
    }
    return read;
  });
}

/** A bundle of these parts, whose manifest fits them, but for a change to it. */
async function pack(given: Parts, change: (manifest: BundleManifest) => void = () => {}): Promise<Buffer> {
  const path = join(temporaryFolder(), 'packed');
  const archive = await ZipWriter.create({ path, unfinished: `${path}.part` });
  const listed: BundleManifest['parts'] = [];
  for (const [name, bytes] of given) {
    await archive.add(name, [bytes], 'deflated');
    listed.push({ path: name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  const changed = structuredClone({ ...manifest, parts: listed });
  change(changed);
  await archive.add('manifest.json', [Buffer.from(JSON.stringify(changed))], 'deflated');
  await archive.finish();
  return readFileSync(path);
}

function changeRows(given: Parts, table: string, change: (row: Record<string, unknown>) => void): void {
  const path = `tables/${table}.jsonl`;
  const rows = given
    .get(path)!
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  for (const row of rows) change(row);
  given.set(path, Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join('')));
}

function twice(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.from(bytes.toString().replace('"id":"study"', '"id":"study2"'))]);
}

function firstCheckpoint(given: Parts): string {
  return [...given.keys()].find((name) => name.startsWith('runs/study-a/best'))!;
}

function studyContent({ db, folder }: Pick<Target, 'db' | 'folder'>): unknown {
  return {
    rows: db.prepare("SELECT id, name, status FROM runs WHERE study_id = 'study' ORDER BY id").all(),
    points: db
      .prepare(
        "SELECT step, value FROM points JOIN series ON id = series_id WHERE run_id LIKE 'study-%' ORDER BY run_id, key, step",
      )
      .all(),
    checkpoint: readFileSync(join(folder, 'runs', 'study-a', 'best-00000004.safetensors'), 'utf8'),
  };
}

function makeStudyContent(): unknown {
  const folder = temporaryFolder();
  const db = makeStudy(folder);
  const content = studyContent({ db, folder });
  db.close();
  return content;
}
