import type { MetricPoint } from '../contract/metrics';
import type { TrainingEvent } from '../contract/training';
import { cutCheckpoints, deleteCheckpoint, saveCheckpoint } from '../store/checkpoints';
import { transaction, type WritableDatabase } from '../store/database';
import { cutForecasts, saveForecasts, savePreview } from '../store/forecasts';
import { cutPoints, insertPoints } from '../store/metrics';
import { insertNotice } from '../store/notices';
import { countCut, endRun, saveProgress, saveStart, saveStep, saveTrainingTime } from '../store/runs';

/** What a batch of events changed, to be told to those who listen. */
export interface Recorded {
  /** Points that are new, those that a later event of the batch cut again left out. */
  points: MetricPoint[];
  /** Step after which points were deleted, or null. */
  cutAfter: number | null;
  /** Checkpoint files that others have replaced and that can be deleted. */
  replacedFiles: string[];
  /** Steps at which there is a new preview. */
  previews: number[];
  /** The training has begun, or goes on from a checkpoint. */
  started: boolean;
  done: boolean;
}

/** Writes a batch of events of a training in one transaction: all of it is stored, or nothing. */
export function recordEvents(
  db: WritableDatabase,
  runId: string,
  { events, now }: { events: readonly TrainingEvent[]; now: number },
): Recorded {
  const recorded: Recorded = {
    points: [],
    cutAfter: null,
    replacedFiles: [],
    previews: [],
    started: false,
    done: false,
  };
  transaction(db, () => {
    for (const event of events) record(db, runId, { event, now, recorded });
  });
  return recorded;
}

interface Recording {
  event: TrainingEvent;
  now: number;
  recorded: Recorded;
}

function record(db: WritableDatabase, runId: string, { event, now, recorded }: Recording): void {
  switch (event.type) {
    case 'started':
      saveStart(db, runId, event);
      cut(db, runId, event.step, recorded);
      recorded.started = true;
      return;
    case 'points':
      recorded.points.push(...insertPoints(db, runId, event.points));
      if (event.points.length > 0) saveTrainingTime(db, runId, event.points.at(-1)!.wallTime);
      return;
    case 'progress':
      return saveProgress(db, runId, event);
    case 'checkpoint':
      for (const file of event.replaced) deleteCheckpoint(db, runId, file);
      recorded.replacedFiles.push(...event.replaced);
      return saveCheckpoint(db, runId, event.checkpoint, now);
    case 'forecasts':
      return saveForecasts(db, runId, event);
    case 'preview':
      recorded.previews.push(event.step);
      return savePreview(db, runId, event);
    case 'notice':
      return insertNotice(db, runId, { time: now, message: event.message });
    case 'done':
      saveStep(db, runId, event.step);
      endRun(db, runId, { status: event.reason === 'stopped' ? 'stopped' : 'completed', reason: null, now });
      recorded.done = true;
      return;
    default:
      // A worker of another version may send more than is known here.
      throw new Error(
        `The training sent an event that is not known: ${JSON.stringify(event satisfies never).slice(0, 200)}.`,
      );
  }
}

/** A training that goes on from a checkpoint makes the later steps anew: what is stored of them must not stay. */
function cut(db: WritableDatabase, runId: string, step: number, recorded: Recorded): void {
  const points = cutPoints(db, runId, step);
  // Their files are gone: the training has removed them, and may be writing some of them anew.
  cutCheckpoints(db, runId, step);
  cutForecasts(db, runId, step);
  if (points === 0) return;
  countCut(db, runId);
  recorded.cutAfter = Math.min(step, recorded.cutAfter ?? step);
  recorded.points = recorded.points.filter((point) => point.step <= step);
}
