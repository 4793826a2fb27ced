import * as tf from '@tensorflow/tfjs-core';
import type { RunConfiguration } from '../contract/configuration';
import { localRows, type Curves } from '../data/curves';
import type { EvaluationBatch } from '../model/evaluation-batch';
import { addSums, forecastScore, teacherForcedScore, type EvaluationSums, type Score } from '../model/evaluation-sums';
import type { Evaluator } from '../model/evaluator';
import { validationOrigins } from './validation-origins';

/** Some curves and the origins that are common to them. */
interface Piece {
  batch: EvaluationBatch;
  origins: number[];
}

/** The validation of a run: the same curves and origins at every evaluation and in every arm. */
export function validationPieces(configuration: RunConfiguration, curves: Curves): Piece[] {
  const pieces = validationOrigins(configuration, curves.samples);
  const length = curves.samples - 1;
  const shared = curves.local?.shared ? localRows(curves, { first: 0, rows: pieces[0]!.count, length }) : null;
  return pieces.map(({ first, count, origins }) => {
    const local = shared ?? localRows(curves, { first, rows: count, length });
    return { batch: evaluationBatch(curves, { first, count, local }), origins };
  });
}

/**
 * Scores by horizon, greedy; horizon 1 is teacher-forced. `parameters` is the model's flat vector. Returns null when
 * `proceed` gives false between two pieces.
 */
export async function evaluate(
  evaluator: Evaluator,
  { parameters, pieces, horizons }: { parameters: Float32Array; pieces: readonly Piece[]; horizons: readonly number[] },
  proceed: () => Promise<boolean>,
): Promise<Map<number, Score> | null> {
  const horizon = Math.max(...horizons);
  const sums: EvaluationSums[] = [];
  const flat = tf.tensor1d(parameters);
  try {
    for (const { batch, origins } of pieces) {
      if (!(await proceed())) return null;
      sums.push(evaluator.evaluate(flat, batch, { origins, horizon }));
    }
  } finally {
    flat.dispose();
  }
  const total = addSums(sums);
  const ascending = [...horizons].sort((a, b) => a - b);
  return new Map(ascending.map((h) => [h, h === 1 ? teacherForcedScore(total) : forecastScore(total, h)]));
}

/** `local` is that of at least so many rows. */
function evaluationBatch(
  { tokens, samples, classes, local: own }: Curves,
  { first, count, local }: { first: number; count: number; local: Float32Array | null },
): EvaluationBatch {
  return {
    tokens: Int32Array.from(tokens.subarray(first * samples, (first + count) * samples)),
    batch: count,
    length: samples - 1,
    classes: classes && Int32Array.from(classes.subarray(first, first + count)),
    local: local && local.subarray(0, count * (samples - 1) * own!.channels),
  };
}
