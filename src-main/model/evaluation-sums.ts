import type { EvaluationBatch, Origins } from './evaluation-batch';

/** Sums, so that batches can be added up; losses in nats. */
export interface EvaluationSums {
  /** Over all T inputs of all rows, each prediction from true samples. */
  teacherForced: { loss: number; correct: number; count: number };
  /** By step 0 … H − 1 of greedy forecasts over all origins and rows. */
  forecasts: { loss: Float64Array; correct: Float64Array; count: number };
}

export interface Score {
  /** Nats per sample. */
  loss: number;
  /** Share of exact tokens. */
  accuracy: number;
}

/** Reads sums and numbers of exact tokens, teacher-forced and then of each step [2 + 2H]. */
export function readSums(
  values: ArrayLike<number>,
  batch: EvaluationBatch,
  { origins, horizon }: Origins,
): EvaluationSums {
  return {
    teacherForced: { loss: values[0]!, correct: values[1]!, count: batch.batch * batch.length },
    forecasts: {
      loss: Float64Array.from({ length: horizon }, (_, step) => values[2 + 2 * step]!),
      correct: Float64Array.from({ length: horizon }, (_, step) => values[3 + 2 * step]!),
      count: batch.batch * origins.length,
    },
  };
}

/** Adds the sums of batches that were evaluated at the same horizon. */
export function addSums(parts: readonly EvaluationSums[]): EvaluationSums {
  const horizon = parts[0]?.forecasts.loss.length ?? 0;
  const add = (of: (part: EvaluationSums) => number) => parts.reduce((sum, part) => sum + of(part), 0);
  return {
    teacherForced: {
      loss: add((part) => part.teacherForced.loss),
      correct: add((part) => part.teacherForced.correct),
      count: add((part) => part.teacherForced.count),
    },
    forecasts: {
      loss: Float64Array.from({ length: horizon }, (_, step) => add((part) => part.forecasts.loss[step]!)),
      correct: Float64Array.from({ length: horizon }, (_, step) => add((part) => part.forecasts.correct[step]!)),
      count: add((part) => part.forecasts.count),
    },
  };
}

/** Mean over all teacher-forced predictions. */
export function teacherForcedScore({ teacherForced: { loss, correct, count } }: EvaluationSums): Score {
  return { loss: loss / count, accuracy: correct / count };
}

/** Mean over origins, rows and the first `horizon` steps of the forecasts. */
export function forecastScore({ forecasts: { loss, correct, count } }: EvaluationSums, horizon: number): Score {
  if (!(horizon >= 1 && horizon <= loss.length)) {
    throw new Error(`The horizon ${horizon} was not evaluated; the forecasts have ${loss.length} steps.`);
  }
  const meanOf = (values: Float64Array) =>
    values.subarray(0, horizon).reduce((sum, value) => sum + value, 0) / (horizon * count);
  return { loss: meanOf(loss), accuracy: meanOf(correct) };
}
