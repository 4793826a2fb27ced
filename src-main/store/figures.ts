import { figureDefinitionSchema, type SavedFigure } from '../contract/saved-figures';
import { statement, type ReadableDatabase, type WritableDatabase } from './database';

/** Keeps a figure, or changes the one with its id; the time when it was first kept stays. */
export function saveFigure(db: WritableDatabase, { definition, ...figure }: SavedFigure): void {
  statement(
    db,
    `INSERT INTO figures (id, study_id, title, definition, created_at, changed_at)
     VALUES (@id, @studyId, @title, @definition, @createdAt, @changedAt)
     ON CONFLICT (id) DO UPDATE SET
       title = excluded.title, definition = excluded.definition, changed_at = excluded.changed_at`,
  ).run({ ...figure, definition: JSON.stringify(definition) });
}

/** The figures of a study, or of all; in the order in which they were first kept. */
export function listFigures(db: ReadableDatabase, studyId: string | null): SavedFigure[] {
  const where = studyId === null ? '' : 'WHERE study_id = @studyId';
  const sql = `${selectFigures} ${where} ORDER BY created_at, rowid`;
  return statement<[{ studyId: string | null }], FigureRow>(db, sql).all({ studyId }).map(toFigure);
}

export function getFigure(db: ReadableDatabase, id: string): SavedFigure | null {
  const row = statement<[string], FigureRow>(db, `${selectFigures} WHERE id = ?`).get(id);
  return row ? toFigure(row) : null;
}

/** false where there is none. */
export function deleteFigure(db: WritableDatabase, id: string): boolean {
  return statement(db, 'DELETE FROM figures WHERE id = ?').run(id).changes === 1;
}

interface FigureRow {
  id: string;
  study_id: string;
  title: string;
  definition: string;
  created_at: number;
  changed_at: number;
}

const selectFigures = 'SELECT id, study_id, title, definition, created_at, changed_at FROM figures';

function toFigure(row: FigureRow): SavedFigure {
  return {
    id: row.id,
    studyId: row.study_id,
    title: row.title,
    definition: figureDefinitionSchema.parse(JSON.parse(row.definition)),
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}
