import { copyFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connectForWriting, type WritableDatabase } from '../../src-main/store/database';
import { migrate, migrations, schemaVersion, type Migration } from '../../src-main/store/migrate';
import { databaseName, openStore, openStoreForReading } from '../../src-main/store/open';
import { insertPoints, readSeries } from '../../src-main/store/metrics';
import { getRunDetail } from '../../src-main/store/run-rows';
import { saveStart } from '../../src-main/store/runs';
import { saveForecasts, latestForecasts } from '../../src-main/store/forecasts';
import { saveCheckpoint } from '../../src-main/store/checkpoints';
import { getPrompts, insertGeneration, listGenerations } from '../../src-main/store/generations';
import { insertNotice } from '../../src-main/store/notices';
import { setSettings } from '../../src-main/store/settings';
import { addRun, addStudy, connection, memoryStore, projectRoot, storedGeneration, temporaryFolder } from './support';

const stores = join(projectRoot, 'test', 'stores');
const steps: Migration[] = [
  {
    version: 1,
    sql: `CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT NOT NULL) STRICT;
      CREATE TABLE b (a INTEGER REFERENCES a (id)) STRICT`,
  },
  {
    version: 2,
    sql: `CREATE TABLE new (id INTEGER PRIMARY KEY, x INTEGER NOT NULL) STRICT;
      INSERT INTO new SELECT id, CAST(x AS INTEGER) FROM a; DROP TABLE a; ALTER TABLE new RENAME TO a;`,
  },
];

/** The schema as text, without the quotes and spaces that ALTER TABLE leaves. */
function schema(db: WritableDatabase): string[] {
  const rows = db
    .prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name')
    .pluck()
    .all() as string[];
  return rows.map((sql) => sql.replace(/["\s]+/g, ' '));
}

function fileWith(steps: readonly Migration[]): { file: string; db: WritableDatabase } {
  const file = join(temporaryFolder(), databaseName);
  const db = connectForWriting(file, connection);
  migrate(db, { steps, file, ...connection });
  return { file, db };
}

test('migrations keep the rows, also of tables that refer to a rebuilt one, and leave a copy of the old file', () => {
  const { file, db } = fileWith(steps.slice(0, 1));
  db.exec("INSERT INTO a VALUES (7, '42'); INSERT INTO b VALUES (7)");
  migrate(db, { steps, file, ...connection });
  expect(schemaVersion(db)).toBe(2);
  expect(db.prepare('SELECT a.x FROM b JOIN a ON a.id = b.a').pluck().all()).toEqual([42]);
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1);

  const backup = connectForWriting(`${file}.v1.backup`, connection);
  expect(schemaVersion(backup)).toBe(1);
  expect(backup.prepare('SELECT x FROM a').pluck().all()).toEqual(['42']);
});

test('a migration that fails changes nothing', () => {
  const { file, db } = fileWith(steps.slice(0, 1));
  db.exec("INSERT INTO a VALUES (7, '42')");
  const before = schema(db);
  const broken = [steps[0]!, { version: 2, sql: 'DROP TABLE b; CREATE TABLE c (x); SELECT x FROM nowhere' }];
  expect(() => migrate(db, { steps: broken, file, ...connection })).toThrow('nowhere');
  expect(schema(db)).toEqual(before);
  expect(schemaVersion(db)).toBe(1);
  const orphaning = [steps[0]!, { version: 2, sql: 'INSERT INTO b VALUES (99)' }];
  expect(() => migrate(db, { steps: orphaning, file, ...connection })).toThrow('refer to nothing');
  expect(db.prepare('SELECT count(*) FROM b').pluck().get()).toBe(0);
});

test('a database of a newer program is refused in a sentence and left as it is', () => {
  const { file, db } = fileWith(steps);
  expect(() => migrate(db, { steps: steps.slice(0, 1), file, ...connection })).toThrow('newer Wavebench (schema 2');
  expect(schemaVersion(db)).toBe(2);
});

test('another program’s database, and a file that is none, are refused', () => {
  const other = temporaryFolder();
  connectForWriting(join(other, databaseName), connection).exec('CREATE TABLE theirs (x)').close();
  expect(() => openStore(other, connection)).toThrow('database of another program');
  const text = temporaryFolder();
  writeFileSync(
    join(text, databaseName),
    'This is no database, but long enough to look like one at first. '.repeat(20),
  );
  expect(() => openStore(text, connection)).toThrow('cannot be opened');
  expect(() => openStoreForReading(join(text, 'absent'), connection)).toThrow('no Wavebench data');
});

test('migrations are numbered one after the other', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
  const db = connectForWriting(':memory:', connection);
  expect(() => migrate(db, { steps: [{ version: 2, sql: '' }], file: null })).toThrow('must count');
});

test('there is a database of every schema version, and each becomes what a new one is, with its rows', () => {
  const newest = join(stores, `${migrations.length}.db`);
  if (!existsSync(newest)) {
    writeFixture(newest);
    expect.fail(`test/stores/${migrations.length}.db was missing and has been written; commit it.`);
  }
  expect(
    readdirSync(stores)
      .filter((name) => name.endsWith('.db'))
      .sort(),
  ).toEqual(migrations.map(({ version }) => `${version}.db`));
  const fresh = memoryStore();
  for (const { version } of migrations) {
    const folder = temporaryFolder();
    copyFileSync(join(stores, `${version}.db`), join(folder, databaseName));
    const db = openStore(folder, connection);
    expect(schema(db)).toEqual(schema(fresh));
    expect(getRunDetail(db, 'run')).toMatchObject({
      name: 'one-step · seed 1',
      status: 'queued',
      parameters: 11,
      checkpoints: [{ file: 'last' }],
      notices: [{ message: 'Hello' }],
      best: { value: 0.5, step: 1, horizon: 8 },
    });
    expect(readSeries(db, 'run', 'oneStepLoss', 10)).toMatchObject({ step: [1, 2], value: [2, NaN] });
    expect(latestForecasts(db, 'run')).toMatchObject({ forecasts: [{ truth: [4] }] });
    const { prompts, ...generation } = storedGeneration('generation');
    expect(listGenerations(db, 'run')).toEqual(version < 2 ? [] : [generation]);
    expect(getPrompts(db, 'generation')).toEqual(version < 2 ? [] : prompts);
    db.close();
  }
});

/** A database of the newest schema with a row in every table, kept for the day when there is a newer one. */
function writeFixture(file: string): void {
  const db = memoryStore();
  addStudy(db);
  addRun(db, 'run');
  const environment = {
    device: 'cpu',
    deviceName: 'test',
    tensorflow: '2.21.0',
    threads: 2,
    execution: 'graph',
    microBatch: 4,
  } as const;
  saveStart(db, 'run', {
    type: 'started',
    step: 0,
    maxSteps: 20,
    parameters: 11,
    receptiveField: 9,
    dataHash: 'data',
    environment,
  });
  insertPoints(db, 'run', [
    { key: 'oneStepLoss', step: 1, wallTime: 10, value: 2 },
    { key: 'oneStepLoss', step: 2, wallTime: 20, value: NaN },
    { key: 'validationAccuracy@8', step: 1, wallTime: 10, value: 0.5 },
  ]);
  saveCheckpoint(db, 'run', { step: 1, file: 'last', bytes: 9, sha256: 'x', score: 0.5, kind: 'last' }, 1000);
  const forecast = { curve: 0, origin: 1, observed: [1, 2], truth: [4], forecast: [5] };
  saveForecasts(db, 'run', { step: 1, horizon: 1, curves: 1, error: [1], forecasts: [forecast] });
  insertNotice(db, 'run', { time: 1000, message: 'Hello' });
  insertGeneration(db, storedGeneration('generation'));
  setSettings(db, { theme: 'dark' });
  db.prepare('VACUUM INTO ?').run(file);
}
