import type { TrainingEvent } from '../contract/training';
import type { SavedCheckpoint } from './checkpoint-folder';
import type { TrainingResources } from './resources';
import type { TrainingSession } from './session';

/** What is shown of the model at an evaluation, or null for nothing. */
export type Preview = () => Promise<TrainingEvent | null>;

export type EndReason = (TrainingEvent & { type: 'done' })['reason'];

/** Milliseconds after which a checkpoint is due though no evaluation is: bounds what a crash can cost. */
const CHECKPOINT_INTERVAL = 60_000;
/** Milliseconds between two looks at memory and speed, besides those at evaluations. */
const SYSTEM_INTERVAL = 5_000;

/**
 * Makes the steps of a session with their evaluations and checkpoints, and returns why they ended. A stop is answered
 * after the present step, or between two pieces of an evaluation, which is then made anew on resume.
 */
export async function* runSteps(
  session: TrainingSession,
  { now, notices, preview }: Pick<TrainingResources, 'now'> & { notices: string[]; preview: Preview },
): AsyncGenerator<TrainingEvent, EndReason> {
  let saved = now();
  let looked = now();
  for (;;) {
    if (session.evaluationDue) {
      const points = await session.evaluate();
      if (points === null) return yield* stop(session);
      yield { type: 'points', points: [...points, ...session.systemPoints()] };
      yield* checkpointEvents(await session.saveEvaluated());
      const shown = await preview();
      if (shown) yield shown;
      saved = looked = now();
    }
    const { finished } = session;
    if (finished) return finished;
    if (!(await session.proceed())) return yield* stop(session);

    const points = session.advance();
    if (now() - looked >= SYSTEM_INTERVAL && !session.evaluationDue) {
      points.push(...session.systemPoints());
      looked = now();
    }
    yield { type: 'points', points };
    yield session.progress();
    yield* takeNotices(notices);
    const isDue = session.historyDue || now() - saved >= CHECKPOINT_INTERVAL;
    if (isDue && !session.evaluationDue) {
      yield* checkpointEvents(await session.saveLast());
      saved = now();
    }
  }
}

/** Hands out what was noted in the meantime, and forgets it. */
export function* takeNotices(notices: string[]): Generator<TrainingEvent> {
  for (const message of notices.splice(0)) yield { type: 'notice', message };
}

async function* stop(session: TrainingSession): AsyncGenerator<TrainingEvent, EndReason> {
  yield* checkpointEvents(await session.saveLast());
  return 'stopped';
}

function* checkpointEvents(saved: SavedCheckpoint[]): Generator<TrainingEvent> {
  for (const { checkpoint, replaced } of saved) yield { type: 'checkpoint', checkpoint, replaced };
}
