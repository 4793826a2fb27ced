import { z } from 'zod';
import type { StoringTrouble } from './storing';

/** Where waiting runs go in the queue; runs that move together keep their order. */
export const queueMoves = ['front', 'up', 'down', 'back'] as const;
export type QueueMove = (typeof queueMoves)[number];

export const moveInQueueSchema = z.strictObject({
  runIds: z.array(z.string().min(1).max(64)).min(1).max(10_000),
  to: z.enum(queueMoves),
});

export interface QueueState {
  /** No waiting run begins; those that train go on. Holds until the program ends. */
  paused: boolean;
  /** Why runs that train have to wait; null where they need not. */
  trouble: StoringTrouble | null;
}

/**
 * The order of a queue after some of its runs were moved: `up` and `down` by one place past a run that does not move
 * along.
 */
export function reorder(queue: readonly string[], moved: ReadonlySet<string>, to: QueueMove): string[] {
  const chosen = queue.filter((id) => moved.has(id));
  const others = queue.filter((id) => !moved.has(id));
  if (to === 'front') return [...chosen, ...others];
  if (to === 'back') return [...others, ...chosen];
  return to === 'up' ? moveUp(queue, moved) : moveUp([...queue].reverse(), moved).reverse();
}

function moveUp(queue: readonly string[], moved: ReadonlySet<string>): string[] {
  const result = [...queue];
  for (let place = 1; place < result.length; place += 1) {
    const [before, id] = [result[place - 1]!, result[place]!];
    if (moved.has(id) && !moved.has(before)) [result[place - 1], result[place]] = [id, before];
  }
  return result;
}
