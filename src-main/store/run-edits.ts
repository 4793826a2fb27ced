import type { RunEdit } from '../contract/run-edits';
import { statement, type WritableDatabase } from './database';
import { changed } from './runs';

/** Writes what a person says of a run; what is left out stays. False when there is no such run. */
export function editRun(db: WritableDatabase, { runId, title, tags, notes }: RunEdit): boolean {
  const { changes } = statement(
    db,
    `UPDATE runs SET title = CASE WHEN @hasTitle THEN @title ELSE title END, tags = coalesce(@tags, tags),
       notes = coalesce(@notes, notes), ${changed}
     WHERE id = @runId`,
  ).run({
    runId,
    hasTitle: title === undefined ? 0 : 1,
    title: title ?? null,
    tags: tags === undefined ? null : JSON.stringify(inOrder(tags)),
    notes: notes ?? null,
  });
  return changes === 1;
}

function inOrder(tags: readonly string[]): string[] {
  return [...new Set(tags)].sort((a, b) => a.localeCompare(b, 'en'));
}
