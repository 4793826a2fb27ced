import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { settingsSchema } from '../../src-main/contract/ipc';
import { metricNames } from '../../src-main/contract/metrics';
import { migrations } from '../../src-main/store/migrate';
import { addRun, addStudy, memoryStore, projectRoot } from './support';

const text = readFileSync(join(projectRoot, 'resources', 'docs', 'schema.md'), 'utf8');
const db = memoryStore();

/** Column → type of each table, as the document's tables list them. */
function documented(): Record<string, Record<string, string>> {
  const tables: Record<string, Record<string, string>> = {};
  for (const section of text.split(/^## /m).slice(1)) {
    const rows = [...section.matchAll(/^\| `(\w+)` \| (\w+) \| (.+) \|$/gm)];
    if (rows.length > 0)
      tables[section.split('\n')[0]!] = Object.fromEntries(rows.map(([, name, type]) => [name, type]));
  }
  return tables;
}

test('the document lists exactly the tables and columns that there are, with their types', () => {
  const names = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")
    .pluck()
    .all() as string[];
  const real = Object.fromEntries(
    names.map((name) => {
      const columns = db.pragma(`table_info(${name})`) as { name: string; type: string }[];
      return [name, Object.fromEntries(columns.map((column) => [column.name, column.type.toLowerCase()]))];
    }),
  );
  const asStored = (type: string) => (type === 'JSON' ? 'text' : type);
  const listed = Object.fromEntries(
    Object.entries(documented()).map(([name, columns]) => [
      name,
      Object.fromEntries(Object.entries(columns).map(([column, type]) => [column, asStored(type)])),
    ]),
  );
  expect(listed).toEqual(real);
});

test('what is called JSON is checked to be JSON', () => {
  const sql = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").all() as {
    name: string;
    sql: string;
  }[];
  for (const { name, sql: create } of sql) {
    const checked = [...create.matchAll(/json_valid\((\w+)\)/g)].map(([, column]) => column);
    const called = Object.entries(documented()[name]!)
      .filter(([, type]) => type === 'JSON')
      .map(([column]) => column);
    expect(checked).toEqual(called);
  }
});

test('the document names the schema’s version, every metric and every setting', () => {
  expect(text).toContain(`version of the schema (${migrations.length})`);
  for (const name of [...metricNames, ...Object.keys(settingsSchema.shape)]) expect(text).toContain(`\`${name}\``);
});

test('the example queries run', () => {
  addStudy(db);
  addRun(db, 'run');
  for (const [, query] of text.matchAll(/```sql\n([\s\S]+?)```/g)) {
    const parameters = [...query!.matchAll(/\?/g)].map(() => 'run');
    expect(db.prepare(query!).all(...parameters)).toEqual([]);
  }
});
