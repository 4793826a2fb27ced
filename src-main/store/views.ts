import { viewDefinitionSchema, type RunView, type ViewDefinition } from '../contract/run-views';
import { statement, type ReadableDatabase, type WritableDatabase } from './database';

/** All views by name; one that another version wrote and this one cannot read is left out. */
export function listViews(db: ReadableDatabase): RunView[] {
  return statement<[], ViewRow>(db, 'SELECT id, name, definition FROM views ORDER BY name COLLATE NOCASE')
    .all()
    .flatMap(({ id, name, definition }) => {
      const parsed = viewDefinitionSchema.safeParse(JSON.parse(definition));
      return parsed.success ? [{ id, name, definition: parsed.data }] : [];
    });
}

/** Keeps a view under its name, in place of one that has it already; gives its id. */
export function saveView(
  db: WritableDatabase,
  { id, name, definition, now }: { id: string; name: string; definition: ViewDefinition; now: number },
): string {
  return statement<unknown[], { id: string }>(
    db,
    `INSERT INTO views (id, name, definition, created_at, changed_at) VALUES (@id, @name, @definition, @now, @now)
     ON CONFLICT (name) DO UPDATE SET definition = excluded.definition, changed_at = excluded.changed_at
     RETURNING id`,
  ).get({ id, name, definition: JSON.stringify(definition), now })!.id;
}

/** Renames a view; false when there is none of this id. Throws when another one has the name. */
export function renameView(
  db: WritableDatabase,
  { id, name, now }: { id: string; name: string; now: number },
): boolean {
  return (
    statement(db, 'UPDATE views SET name = @name, changed_at = @now WHERE id = @id').run({ id, name, now }).changes ===
    1
  );
}

export function hasView(db: ReadableDatabase, name: string): boolean {
  return statement<[string], unknown>(db, 'SELECT 1 FROM views WHERE name = ?').get(name) !== undefined;
}

export function deleteView(db: WritableDatabase, id: string): void {
  statement(db, 'DELETE FROM views WHERE id = ?').run(id);
}

interface ViewRow {
  id: string;
  name: string;
  definition: string;
}
