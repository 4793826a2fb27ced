import { statement, type ReadableDatabase } from './database';

export interface TableColumn {
  name: string;
  type: 'TEXT' | 'INTEGER' | 'REAL';
  nullable: boolean;
  /** Holds JSON text; the table checks it. */
  json: boolean;
}

/** The tables of the schema in the order in which they were made: what others refer to comes first. */
export function tableNames(db: ReadableDatabase): string[] {
  const sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid";
  return statement<[], { name: string }>(db, sql)
    .all()
    .map(({ name }) => name);
}

/** Columns of a table in their order; none for a table that does not exist. */
export function tableColumns(db: ReadableDatabase, table: string): TableColumn[] {
  const create = statement<[string], { sql: string }>(db, 'SELECT sql FROM sqlite_schema WHERE name = ?').get(table);
  const json = new Set([...(create?.sql ?? '').matchAll(/json_valid\((\w+)\)/g)].map(([, name]) => name));
  const sql = 'SELECT name, type, "notnull" = 0 AND pk = 0 AS nullable FROM pragma_table_info(?) ORDER BY cid';
  return statement<[string], { name: string; type: TableColumn['type']; nullable: number }>(db, sql)
    .all(table)
    .map(({ name, type, nullable }) => ({ name, type, nullable: nullable === 1, json: json.has(name) }));
}
