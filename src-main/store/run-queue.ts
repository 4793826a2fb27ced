import { statement, type ReadableDatabase, type WritableDatabase } from './database';
import { changed } from './runs';

/** Ids of all waiting runs, the next one first. */
export function queuedRuns(db: ReadableDatabase): string[] {
  const sql = "SELECT id FROM runs WHERE status = 'queued' ORDER BY queue_position";
  return statement<[], { id: string }>(db, sql)
    .all()
    .map(({ id }) => id);
}

/** Gives waiting runs the places of the queue in this order. `order` has to hold exactly the waiting runs. */
export function orderQueue(db: WritableDatabase, order: readonly string[]): void {
  const places = statement<[], { place: number }>(
    db,
    "SELECT queue_position AS place FROM runs WHERE status = 'queued' ORDER BY queue_position",
  ).all();
  if (places.length !== order.length) throw new Error(`${order.length} runs for ${places.length} places of the queue.`);
  order.forEach((id, index) => {
    statement(
      db,
      `UPDATE runs SET queue_position = @place, ${changed} WHERE id = @id AND queue_position <> @place`,
    ).run({ id, place: places[index]!.place });
  });
}
